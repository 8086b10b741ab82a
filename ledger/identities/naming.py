"""What a certificate says of the organisation, as the national profile of Kazakhstan has it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from ledger.errors import Rejected
from ledger.identifiers import check_bin
from ledger.identities.model import Certified

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["certified"]

_BIN: Final = re.compile(r"BIN([0-9]{12})")
_LONGEST: Final = 300
_LONGEST_ISSUER: Final = 1000


def certified(certificate: Any) -> Certified:
    """Read a certificate (of asn1crypto): `O` is the organisation, its BIN stands as `BIN` and
    twelve digits in an `OU`, or in `serialNumber`; `CN` is the person whose key it is.

    Source: the profile of the National Certification Authority (order No. 727 of 26 June 2015).
    Raises Rejected("identity.not-an-organisation"), ("identity.ambiguous-subject"),
    ("identifier.bad-bin").
    """
    names = _named(certificate.subject)
    numbers = {
        found[1]
        for each in (*names.get("organizational_unit_name", ()), *names.get("serial_number", ()))
        if (found := _BIN.fullmatch(each.strip()))
    }
    organisations = {each.strip() for each in names.get("organization_name", ())} - {""}
    if not numbers or not organisations:
        raise Rejected("identity.not-an-organisation")
    if len(numbers) > 1 or len(organisations) > 1:
        raise Rejected("identity.ambiguous-subject")
    (number,), (organisation,) = numbers, organisations
    check_bin(number)
    _check_name(organisation)
    return Certified(
        der=certificate.dump(),
        organisation=organisation,
        bin=number,
        signer=", ".join(names.get("common_name", ()))[:_LONGEST],
        issuer=certificate.issuer.human_friendly[:_LONGEST_ISSUER],
        serial=f"{certificate.serial_number:x}",
        not_before=int(certificate.not_valid_before.timestamp()),
        not_after=int(certificate.not_valid_after.timestamp()),
    )


def _named(name: Any) -> dict[str, Sequence[str]]:
    """The attributes of a distinguished name by their kinds, in their order."""
    found: dict[str, list[str]] = {}
    for relative in name.chosen:
        for each in relative:
            value = each["value"].native
            if isinstance(value, str):
                found.setdefault(each["type"].native, []).append(value)
    return dict(found)


def _check_name(name: str) -> None:
    """A name is shown to people: no letter that is not seen, or turns others about."""
    if len(name) > _LONGEST or not name.isprintable():
        raise Rejected("identity.ambiguous-subject")
