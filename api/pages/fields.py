"""Decoded calls and events as labelled facts: every argument by what it means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from api.pages.cells import NOTHING, Badge, Hash, Number, Phrase, Several, Size, Text
from api.pages.references import (
    asset_link,
    batch_link,
    deposit_link,
    mined_link,
    moment,
    notification_link,
)
from api.pages.views import Fact
from ledger.participants.model import Role
from ledger.types import Address, ParticipantId

if TYPE_CHECKING:
    from collections.abc import Callable

    from api.languages import Messages
    from api.pages.cells import Cell
    from api.pages.references import People
    from ledger.transactions import DecodedCall

__all__ = ["Fields", "act", "event_phrase", "function_phrase", "role_badges"]

_MOMENTS = frozenset(
    {"starts_at", "ended_at", "valid_until", "verified_at", "mined_from", "mined_until", "until"}
)
_AMOUNTS = frozenset({"amount", "attested", "checked", "faulty", "standing", "supply", "value"})
_PEOPLE = frozenset(
    {"actor", "applicant", "entity", "giver", "holder", "issuer", "keeper", "miner", "owner"}
    | {"participant", "possessor", "receiver", "sender", "to"}
)
"""Arguments that are a participant's number where they are a number at all."""
_LINKS: Mapping[tuple[str, str], Callable[[int], Cell]] = {
    ("batches", "batch"): batch_link,
    ("batches", "number"): deposit_link,
    ("depository", "number"): deposit_link,
    ("depository", "previous"): deposit_link,
    ("mining_registry", "number"): notification_link,
    ("mining_registry", "notification"): notification_link,
    ("mining_registry", "id"): mined_link,
}
_LISTED = {
    "access": "page-deposit-access",
    "backing": "page-asset-backing",
    "kind": "page-deposit-kind",
    "level": "page-level",
    "left": "page-level",
    "origin": "page-deposit-origin",
    "purpose": "page-copy-purpose",
}


def act(messages: Messages, call: DecodedCall) -> Cell:
    """The name of an act in words; the function's own name where no catalogue knows it."""
    if call.inner is not None:
        asked = f"page-call-{_slug(call.inner.contract)}-{_slug(call.inner.function)}"
        if asked in messages:
            return Phrase("page-call-decision", (("name", messages(asked)),))
    return function_phrase(messages, call.contract, call.function)


def function_phrase(messages: Messages, contract: str, function: str) -> Cell:
    """The name of a function in words; its own where no catalogue knows it."""
    return _phrase(messages, "call", contract, function)


def event_phrase(messages: Messages, contract: str, event: str) -> Cell:
    """What an event tells, in words; as `function_phrase`."""
    return _phrase(messages, "event", contract, event)


def _phrase(messages: Messages, kind: str, contract: str, name: str) -> Cell:
    message = f"page-{kind}-{_slug(contract)}-{_slug(name)}"
    return Phrase(message) if message in messages else Text(f"{contract}.{name}", code=True)


def role_badges(roles: Role) -> Several:
    """One badge for each role, in the order of the contract's bits."""
    names = (role.name for role in Role if role in roles)
    return Several(tuple(Badge(f"page-role-{name.lower()}") for name in names if name))


@dataclass(frozen=True)
class Fields:
    """Reads the arguments of one contract's calls and events."""

    messages: Messages
    people: People

    def of_call(self, call: DecodedCall) -> tuple[Fact, ...]:
        """What a call says; of a proposal, what it asks for and its basis."""
        if call.inner is None:
            return self.facts(call.contract, call.args)
        asked = self.facts(call.inner.contract, call.inner.args)
        return asked + self.facts(call.contract, {"basis": call.args["basis"]})

    def facts(self, contract: str, args: Mapping[str, Any]) -> tuple[Fact, ...]:
        """One labelled fact for each argument, in the order of the contract."""
        named = ((name, name.removeprefix("_"), value) for name, value in args.items())
        words = "batches" if contract == "depository" and "batch" in args else contract
        return tuple(
            Fact(self._label(words, name, plain), self._value(words, plain, value))
            for name, plain, value in named
        )

    def event_name(self, contract: str, event: str) -> str:
        """What happened, in the reader's language."""
        message = f"page-event-{_slug(contract)}-{_slug(event)}"
        return self.messages(message) if message in self.messages else f"{contract}.{event}"

    def value(self, contract: str, name: str, value: Any) -> Cell:
        """What a value means by the name that it has in a contract."""
        return self._value(contract, name.removeprefix("_"), value)

    def _label(self, contract: str, name: str, plain: str) -> str | Text:
        slug = _slug(plain)
        candidates = (f"page-field-{_slug(contract)}-{slug}", f"page-field-{slug}")
        known = (each for each in candidates if each in self.messages)
        return next(known, Text(name, code=True))

    def _value(self, contract: str, name: str, value: Any) -> Cell:
        if isinstance(value, bool):
            return Phrase("page-yes" if value else "page-no")
        if isinstance(value, bytes):
            return Hash(f"0x{value.hex()}", whole=True) if any(value) else NOTHING
        if isinstance(value, int):
            return self._integer(contract, name, value)
        if isinstance(value, Mapping):
            return Several(tuple(self._value(contract, k, each) for k, each in value.items()))
        if isinstance(value, str):
            return self._text(value)
        return Several(tuple(self._value(contract, name.removesuffix("s"), each) for each in value))

    def _text(self, value: str) -> Cell:
        if len(value) == 42 and value.startswith("0x"):
            return self.people.account(Address(value)) if int(value, 16) else NOTHING
        return Text(value) if value else NOTHING

    def _integer(self, contract: str, name: str, value: int) -> Cell:
        if name in _MOMENTS:
            return moment(value)
        if name in _AMOUNTS:
            return Number(value)
        if name in _LISTED:
            return self._listed(contract, name, value)
        if name == "size" and contract not in {"batches", "journal"}:
            return Size(value)
        if name == "roles":
            return role_badges(Role(value & sum(Role)))
        return self._record(contract, name, value)

    def _listed(self, contract: str, name: str, value: int) -> Cell:
        stem = f"page-node-{name}" if contract == "participants" else _LISTED[name]
        message = f"{stem}-{value}"
        return Phrase(message) if message in self.messages else Number(value)

    def _record(self, contract: str, name: str, value: int) -> Cell:
        if (contract, name) in _LINKS:
            return _LINKS[contract, name](value)
        if name in {"id", "tokenId"}:
            return asset_link(value) if value else Phrase("page-field-every-asset")
        if name == "act":
            return Phrase(f"page-enforced-{value}")
        if name in _PEOPLE or (contract == "participants" and name == "number"):
            return self._person(value)
        return Text(str(value)) if name == "year" else Number(value)

    def _person(self, number: int) -> Cell:
        """A participant; number 0 stands for a decision of the authorised body."""
        if number == 0:
            return Phrase("page-role-authority")
        return self.people.numbered(ParticipantId(number))


def _slug(name: str) -> str:
    return name.lower().replace("_", "-")
