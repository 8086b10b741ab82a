"""The acts of the registers: each asks the API for a draft and says what call it must be."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from contracts.loader import CONTRACTS, load
from ledger.decisions.arguments import read_arguments
from ledger.participants.model import Role
from mining_registry.rules import KAZAKHSTAN_TIME, last_second, midnight
from qoima.client.digests import hexed
from qoima.client.errors import InputError
from qoima.client.trust import ANY, Meant

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qoima.client.agent import Agent, Awaiting, Decided, Done

__all__ = [
    "accept",
    "acknowledge",
    "admit",
    "amend",
    "cease",
    "confirm",
    "notify",
    "propose",
    "reinstate",
    "replace_key",
    "return_deposit",
    "return_notification",
    "roles_of",
    "set_roles",
    "suspend",
    "withdraw",
]


def roles_of(names: Iterable[str]) -> Role:
    """Roles by their names (`depositor`, `issuer`, …); KeyError for another word."""
    roles = Role(0)
    for name in names:
        roles |= Role[name.upper()]
    return roles


def admit(
    agent: Agent, account: str, roles: Iterable[str], subject: Mapping[str, Any], basis: bytes
) -> Done | Awaiting:
    """Admit a participant; the salted digest of the subject is the server's."""
    names = list(roles)
    meant = Meant("participants", "admit", (account, int(roles_of(names)), ANY), basis)
    body = {"account": account, "roles": names, "subject": dict(subject)}
    return agent.decree("/v1/participants", body, meant)


def set_roles(agent: Agent, account: str, roles: Iterable[str], basis: bytes) -> Done | Awaiting:
    """Replace the roles of a participant on a legal basis."""
    names = list(roles)
    meant = Meant("participants", "set_roles", (account, int(roles_of(names))), basis)
    return agent.decree(f"/v1/participants/{account}/roles", {"roles": names}, meant)


def suspend(agent: Agent, account: str, basis: bytes) -> Done | Awaiting:
    """Suspend a participant on a legal basis."""
    meant = Meant("participants", "suspend", (account,), basis)
    return agent.decree(f"/v1/participants/{account}/suspensions", {}, meant)


def reinstate(agent: Agent, account: str, basis: bytes) -> Done | Awaiting:
    """Reinstate a suspended participant on a legal basis."""
    meant = Meant("participants", "reinstate", (account,), basis)
    return agent.decree(f"/v1/participants/{account}/reinstatements", {}, meant)


def replace_key(agent: Agent, old: str, new: str, basis: bytes) -> Done | Awaiting:
    """Give a participant another key in place of a lost one."""
    meant = Meant("participants", "replace_key", (old, new), basis)
    return agent.decree(f"/v1/participants/{old}/replacements", {"new": new}, meant)


def propose(
    agent: Agent, contract: str, function: str, given: Sequence[str], basis: bytes
) -> Decided | Awaiting:
    """Propose any act of the authorised body; arguments as text, in the contract's order.

    Raises InputError `input.function-unknown` (contract, function), `input.arguments` (expected),
    Rejected `argument.malformed`.
    """
    inputs = _inputs(contract, function)
    names = [each["name"] for each in inputs]
    if len(names) != len(given):
        raise InputError("input.arguments", expected=", ".join(names) or "–")
    args = dict(zip(names, given, strict=True))
    meant = Meant(contract, function, read_arguments(inputs, args), basis)
    body = {"contract": contract, "function": function, "args": args, "basis": hexed(basis)}
    return agent.decide("/v1/proposals", body, meant)


def confirm(agent: Agent, number: int) -> Decided | Awaiting:
    """Agree with a proposal, as another key of the authorised body."""
    meant = Meant("participants", "confirm", (number,))
    return agent.decide(f"/v1/proposals/{number}/confirmations", {}, meant)


def withdraw(agent: Agent, number: int) -> Decided | Awaiting:
    """Agree no longer with a proposal, or close one's own."""
    meant = Meant("participants", "withdraw", (number,))
    return agent.decide(f"/v1/proposals/{number}/withdrawals", {}, meant)


def accept(agent: Agent, number: int) -> Done:
    """Accept a deposit into storage, as the operator."""
    meant = Meant("depository", "accept", (number,))
    return agent.act(f"/v1/deposits/{number}/acceptances", {}, meant)


def return_deposit(agent: Agent, number: int, reason: str) -> Done:
    """Return a deposit with a reason, whose digest is the server's."""
    meant = Meant("depository", "return_deposit", (number, ANY))
    return agent.act(f"/v1/deposits/{number}/returns", {"reason": reason}, meant)


def notify(agent: Agent, form: Mapping[str, Any]) -> Done:
    """File a mining notification; the salted digest of the form is the server's."""
    meant = Meant("mining_registry", "notify", (ANY, _start(form)))
    return agent.act("/v1/notifications", {"form": dict(form)}, meant)


def amend(agent: Agent, number: int, form: Mapping[str, Any]) -> Done:
    """Amend one's own notification."""
    meant = Meant("mining_registry", "amend", (number, ANY, _start(form)))
    return agent.act(f"/v1/notifications/{number}/amendments", {"form": dict(form)}, meant)


def acknowledge(agent: Agent, number: int, form: bytes, basis: bytes) -> Done | Awaiting:
    """Acknowledge the version of a form (its digest) on a legal basis, as the authority."""
    meant = Meant("mining_registry", "acknowledge", (number, form), basis)
    body = {"digest": hexed(form)}
    return agent.decree(f"/v1/notifications/{number}/acknowledgements", body, meant)


def return_notification(
    agent: Agent, number: int, form: bytes, reason: str, basis: bytes
) -> Done | Awaiting:
    """Return the version of a form with a reason, whose digest is the server's."""
    meant = Meant("mining_registry", "return_notification", (number, form, ANY), basis)
    body = {"digest": hexed(form), "reason": reason}
    return agent.decree(f"/v1/notifications/{number}/returns", body, meant)


def cease(agent: Agent, number: int, ended_on: date) -> Done:
    """Say on which day, in Kazakhstan, mining ended; today's second is for the server to say."""
    today = datetime.now(KAZAKHSTAN_TIME).date()
    past = ended_on < today
    ended_at = last_second(ended_on) if past else ANY
    meant = Meant("mining_registry", "cease", (number, ended_at))
    body = {"ended_on": ended_on.isoformat()}
    return agent.act(f"/v1/notifications/{number}/cessations", body, meant)


def _inputs(contract: str, function: str) -> Sequence[dict[str, Any]]:
    if contract in CONTRACTS:
        for entry in load(contract).abi:
            if entry.get("name") == function and entry.get("stateMutability") == "nonpayable":
                inputs: Sequence[dict[str, Any]] = entry["inputs"]
                return inputs
    raise InputError("input.function-unknown", contract=contract[:80], function=function[:80])


def _start(form: Mapping[str, Any]) -> Any:
    """When mining begins by the form; ANY if the form does not say, which the server refuses."""
    try:
        return midnight(date.fromisoformat(form["dates"]["start"]))
    except (KeyError, TypeError, ValueError):
        return ANY
