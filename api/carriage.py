"""In which form content travels from the trustless gateway: what `format` and `Accept` agree on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal, Self

from ledger.errors import Rejected

__all__ = ["CAR", "PROBE_CAR", "PROBE_CID", "RAW", "Form", "agreed"]

RAW: Final = "application/vnd.ipld.raw"
CAR: Final = "application/vnd.ipld.car"
PROBE_CID: Final = "bafkqaaa"
"""The CID of nothing (raw, identity), by which a client finds out that this is such a gateway."""
PROBE_CAR: Final = bytes.fromhex("19a265726f6f747381d82a4500015500006776657273696f6e01")
"""A CAR (version 1) with that root and no block."""

_CAN: Final = {"version": ("1",), "order": ("dfs", "unk", ""), "dups": ("y", "n", "")}
_FORMATS: Final = ("raw", "car")
_MOST_ITEMS: Final = 64


@dataclass(frozen=True, slots=True)
class Form:
    """One block, or a CAR in which blocks are repeated or not."""

    format: Literal["raw", "car"]
    repeats: bool = False

    @property
    def media_type(self) -> str:
        """What `Content-Type` says (IPIP-412)."""
        if self.format == "raw":
            return RAW
        return f"{CAR}; version=1; order=dfs; dups={'y' if self.repeats else 'n'}"


@dataclass(frozen=True, slots=True)
class _Item:
    """An item of `Accept` (RFC 9110 §12.5.1)."""

    media_type: str
    parameters: dict[str, str]
    weight: float

    @classmethod
    def parse(cls, text: str) -> Self:
        media_type, *rest = (part.strip() for part in text.lower().split(";"))
        pairs = (part.partition("=") for part in rest)
        parameters = {name.strip(): value.strip().strip('"') for name, _, value in pairs}
        try:
            weight = float(parameters.pop("q", "1"))
        except ValueError:
            weight = 0.0
        return cls(media_type, parameters, weight)

    def form(self) -> Form | None:
        """The form that it asks for; None if we do not have it."""
        if self.media_type == RAW:
            return Form("raw")
        given = self.parameters
        if self.media_type != CAR or any(
            name in given and given[name] not in can for name, can in _CAN.items()
        ):
            return None
        return Form("car", given.get("dups") == "y")


def agreed(
    format: Literal["raw", "car"] | None,  # noqa: A002 - the gateway's name
    accept: str | None,
    dups: Literal["y", "n"] | None = None,
) -> Form:
    """The form of an answer: `format` goes before `Accept`, `dups` before what a CAR's item says.

    Source: Trustless Gateway Specification, `Accept`, `format`, `car-dups`; IPIP-412.
    Raises Rejected: "gateway.format-missing" when nothing is asked for, "gateway.not-acceptable"
    when nothing of it is had (formats).
    """
    if format is None and not (accept or "").strip():
        raise Rejected("gateway.format-missing", formats=_FORMATS)
    items = [_Item.parse(text) for text in (accept or "").split(",")[:_MOST_ITEMS]]
    items = sorted((item for item in items if item.weight > 0), key=lambda item: -item.weight)
    asked = {"raw": RAW, "car": CAR, None: None}[format]
    named = [item for item in items if asked in {None, item.media_type}]
    form = next((form for item in named if (form := item.form()) is not None), None)
    if form is None and (format is None or named):
        raise Rejected("gateway.not-acceptable", formats=_FORMATS)
    form = form or Form(format or "raw")
    return form if dups is None or form.format == "raw" else replace(form, repeats=dups == "y")
