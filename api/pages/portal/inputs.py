"""What a form of the portal is made of: inputs, and groups and rows of inputs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Choice", "Input", "InputKind"]

InputKind = Literal[
    "text",
    "long",
    "pattern",
    "amount",
    "integer",
    "day",
    "moment",
    "choice",
    "choices",
    "account",
    "digest",
    "lines",
    "pairs",
    "constant",
    "group",
    "rows",
]
"""How a value is asked for, and what the scripts make of it in JSON: `integer`, `moment` (seconds
since 1970) numbers; `choices`, `lines` (one to a line) and `rows` arrays; `group`, `pairs` objects;
anything else a text.
"""


@dataclass(frozen=True)
class Choice:
    """One of a closed list: its value in JSON, and what it is called."""

    value: str
    label: str


@dataclass(frozen=True)
class Input:
    """One value of a request: what it is called, what it may be, how it is written.

    `hint` says in words what `limits` (attributes of HTML) say to the browser. `value` stands there
    already. `inside` are the members of a group, or of each of at least `least` rows; `place` marks
    what goes into the path; `sought` what must stand in the call as it was written.
    """

    name: str
    kind: InputKind
    label: str
    required: bool = True
    hint: str | None = None
    limits: Mapping[str, str] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    inside: tuple[Input, ...] = ()
    least: int = 0
    value: str = ""
    numeric: bool = False
    place: bool = False
    sought: bool = False

    @property
    def marks(self) -> dict[str, str]:
        """Attributes by which the scripts know what to make of it."""
        told = {"data-name": self.name, "data-kind": self.kind}
        said = {
            "data-place": self.place,
            "data-sought": self.sought,
            "data-optional": not self.required,
            "data-numeric": self.numeric,
        }
        return told | {name: "" for name, holds in said.items() if holds}

    def written(self, place: str) -> dict[str, str]:
        """Attributes of the element with the id `place` in which it is written."""
        notes = [f"{place}-hint"] if self.hint else []
        told = {"aria-describedby": " ".join([*notes, f"{place}-wrong"]), **self.limits}
        return told | {"required": ""} if self.required else told
