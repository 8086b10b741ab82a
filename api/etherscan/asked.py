"""What a request asks for: its parameters by name, each read when it is needed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from ledger.addresses import parse_address
from ledger.errors import Rejected
from ledger.types import TxHash

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledger.types import Address

__all__ = ["MOST_PARAMETERS", "Asked", "malformed", "read_asked"]

MOST_PARAMETERS: Final = 40
_DECIMAL: Final = re.compile(r"[0-9]{1,18}")
_HEXADECIMAL: Final = re.compile(r"0x[0-9a-fA-F]{1,15}")
_HASH: Final = re.compile(r"0x[0-9a-fA-F]{64}")
_SHOWN: Final = 80


@dataclass(frozen=True, slots=True)
class Asked:
    """Parameters by their names in lower case; one that is empty is none.

    What is missing or malformed raises Rejected("explorer.missing", parameter=) or
    Rejected("explorer.malformed", parameter=, given=), an address as `parse_address`.
    """

    values: Mapping[str, str]

    def text(self, *names: str) -> str | None:
        """The value under the first of these names that is given."""
        return next((self.values[name] for name in names if name in self.values), None)

    def needed(self, *names: str) -> str:
        """As `text`, for what must be there."""
        found = self.text(*names)
        if found is None:
            raise Rejected("explorer.missing", parameter=names[0])
        return found

    def address(self, *names: str) -> Address:
        """An address that must be there."""
        return parse_address(self.needed(*names))

    def maybe_address(self, *names: str) -> Address | None:
        """An address, None when it is not asked for."""
        found = self.text(*names)
        return None if found is None else parse_address(found)

    def addresses(self, name: str, most: int) -> list[Address]:
        """Addresses between commas; Rejected("explorer.too-many", parameter=, most=)."""
        found = self.needed(name).split(",", most)
        if len(found) > most:
            raise Rejected("explorer.too-many", parameter=name, most=most)
        return [parse_address(each.strip()) for each in found]

    def hash(self, name: str) -> TxHash:
        """A hash that must be there."""
        found = self.needed(name)
        if not _HASH.fullmatch(found):
            raise malformed(name, found)
        return TxHash(found.lower())

    def number(self, *names: str) -> int | None:
        """A number in decimal, or in hexadecimal with `0x`; None when it is not asked for."""
        for name in names:
            given = self.values.get(name)
            if given is None:
                continue
            if _DECIMAL.fullmatch(given):
                return int(given)
            if _HEXADECIMAL.fullmatch(given):
                return int(given, 16)
            raise malformed(name, given)
        return None

    def needed_number(self, *names: str) -> int:
        """As `number`, for what must be there."""
        self.needed(*names)
        found = self.number(*names)
        return 0 if found is None else found

    def choice(self, choices: Sequence[str], *names: str) -> str:
        """One of some words, the first when none is given."""
        given = self.text(*names)
        if given is None:
            return choices[0]
        if given.lower() not in choices:
            raise malformed(names[0], given)
        return given.lower()


def malformed(parameter: str, given: str) -> Rejected:
    """The refusal of a value that cannot be read."""
    return Rejected("explorer.malformed", parameter=parameter, given=given[:_SHOWN])


def read_asked(query: bytes, form: bytes = b"") -> Asked:
    """Read the parameters of an address and of a form; names in any case.

    Raises Rejected("explorer.too-many-parameters", most=), and Rejected("explorer.repeated",
    parameter=) for a name with two values: whoever stands between may have read the other.
    """
    values: dict[str, str] = {}
    for part in (query, form):
        for name, value in _pairs(part):
            if not value:
                continue
            if values.setdefault(name, value) != value:
                raise Rejected("explorer.repeated", parameter=name[:_SHOWN])
    return Asked(values)


def _pairs(part: bytes) -> list[tuple[str, str]]:
    try:
        found = parse_qsl(part.decode("latin-1"), max_num_fields=MOST_PARAMETERS)
    except ValueError as error:
        raise Rejected("explorer.too-many-parameters", most=MOST_PARAMETERS) from error
    return [(name.lower(), value.strip()) for name, value in found]
