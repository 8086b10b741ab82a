"""A transaction in plain words: what a signature will do, each argument decoded and labelled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from api.schemas.acts import Explanation, ExplanationField
from ledger.participants.model import Role

if TYPE_CHECKING:
    from api.languages import Messages
    from ledger.transactions import DecodedCall

__all__ = ["explain"]

_FACTS: Final = ("size", "kind", "access", "origin")
_Writer = Callable[[Any, "Messages", str], str]


def explain(call: DecodedCall, messages: Messages) -> Explanation:
    """The sentence and the fields of a call of one of our contracts, in the caller's language.

    A proposal of the authorised body is explained by the call that it asks for, and its basis.
    """
    if call.inner is not None:
        inner = explain(call.inner, messages)
        summary = messages("act-decision", act=inner.summary)
        basis = _field("participants", "basis", call.args["basis"], messages)
        return Explanation(summary=summary, fields=(*inner.fields, basis))
    fields = tuple(
        _field(call.contract, name, value, messages) for name, value in call.args.items()
    )
    known = f"act-{call.contract}_{call.function}"
    if known not in messages:
        unknown = messages("act-unknown", function=call.function, contract=call.contract)
        return Explanation(summary=unknown, fields=fields)
    values = {field.name.lstrip("_"): field.value for field in fields}
    return Explanation(summary=messages(known, **values), fields=fields)


def _field(contract: str, name: str, value: Any, messages: Messages) -> ExplanationField:
    return ExplanationField(
        name=name,
        label=_label(contract, name.lstrip("_"), messages),
        value=_value(contract, name.lstrip("_"), value, messages),
    )


def _label(contract: str, name: str, messages: Messages) -> str:
    slug = name.replace("_", "-")
    candidates = (f"field-{contract}_{slug}", f"field-{slug}")
    return next((messages(each) for each in candidates if each in messages), name)


def _value(contract: str, name: str, value: Any, messages: Messages) -> str:
    writer = _WRITERS.get(f"{contract}_{name}") or _WRITERS.get(name, _as_it_is)
    return writer(value, messages, contract)


def _as_it_is(value: Any, messages: Messages, _contract: str) -> str:
    if isinstance(value, bytes):
        return "0x" + value.hex() if value else messages("value-empty")
    return str(value)


def _chosen(prefix: str) -> _Writer:
    """A value of a closed list, of the contract's own where it has one; one that the list does not
    have is shown as it is.
    """

    def write(value: Any, messages: Messages, contract: str) -> str:
        own = f"{contract}_{prefix}"
        known = f"{own if f'{own}-1' in messages else prefix}-{str(value).lower()}"
        return messages(known) if known in messages else messages("value-unknown", value=str(value))

    return write


def _roles(value: Any, messages: Messages, _contract: str) -> str:
    held = [role for role in Role if value & role]
    rest = value & ~sum(Role)
    names = [messages(f"role-{(role.name or '').lower()}") for role in held]
    if rest:
        names.append(messages("value-unknown", value=str(rest)))
    return ", ".join(names) or messages("role-none")


def _size(value: Any, messages: Messages, _contract: str) -> str:
    return messages.size(value)


def _amount(value: Any, messages: Messages, _contract: str) -> str:
    return messages.number(value)


def _rights(value: Any, _messages: Messages, _contract: str) -> str:
    """Certified rights, each by its code and the digest of its text."""
    return "; ".join(f"{each['code']}: 0x{each['text'].hex()}" for each in value)


def _amounts(value: Any, messages: Messages, _contract: str) -> str:
    return "; ".join(messages.number(each) for each in value)


def _record(value: Any, messages: Messages, contract: str) -> str:
    """A record of a batch: its facts, then the digests that it has."""
    facts = [_value(contract, name, value[name], messages) for name in _FACTS]
    digests = [f"0x{value[name].hex()}" for name in ("root", "conclusion") if any(value[name])]
    return "; ".join((*facts, *digests))


def _digests(value: Any, messages: Messages, _contract: str) -> str:
    return ", ".join(f"0x{each.hex()}" for each in value) or messages("value-empty")


def _numbers(value: Any, _messages: Messages, _contract: str) -> str:
    return ", ".join(str(each) for each in value)


def _moment(value: Any, messages: Messages, _contract: str) -> str:
    """A moment; a number of seconds that no calendar holds is shown as it is."""
    try:
        return messages.moment(int(value))
    except (OverflowError, ValueError, OSError):
        return str(value)


_WRITERS: Final[Mapping[str, _Writer]] = {
    "access": _chosen("access"),
    "amount": _amount,
    "approved": _chosen("approved"),
    "backing": _chosen("backing"),
    "checked": _amount,
    "ended_at": _moment,
    "faulty": _amount,
    "ids": _numbers,
    "journal_purpose": _as_it_is,
    "journal_size": _amount,
    "kind": _chosen("kind"),
    "level": _chosen("level"),
    "mined_from": _moment,
    "mined_until": _moment,
    "origin": _chosen("origin"),
    "participants_purpose": _as_it_is,
    "path": _digests,
    "purpose": _chosen("purpose"),
    "record": _record,
    "records": _amount,
    "rights": _rights,
    "roles": _roles,
    "size": _size,
    "starts_at": _moment,
    "until": _moment,
    "valid_until": _moment,
    "value": _amount,
    "values": _amounts,
    "verified_at": _moment,
}
