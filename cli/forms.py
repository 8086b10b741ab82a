"""Forms in YAML: reading what a person wrote, within bounds, and writing one to be filled in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import yaml

from cli.exits import UsageError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["MAX_FORM_BYTES", "read_form", "written"]

MAX_FORM_BYTES: Final = 256 * 1024
_DEEPEST: Final = 32
_INTEGER: Final = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\Z")


class _PlainLoader(yaml.SafeLoader):
    """Safe YAML in which `0712` is not octal, `2027-01-15` stays text, and nothing is an alias.

    YAML 1.1 would turn a BIN with leading zeros into another number.
    """

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        if self.depth > _DEEPEST or self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


_PlainLoader.yaml_implicit_resolvers = {}
_PlainLoader.add_implicit_resolver("tag:yaml.org,2002:int", _INTEGER, list("-+0123456789"))
_PlainLoader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"(?:true|false)\Z"), list("tf")
)
_PlainLoader.add_implicit_resolver(
    "tag:yaml.org,2002:null", re.compile(r"(?:null|~|)\Z"), ["n", "~", ""]
)


def read_form(path: Path) -> dict[str, Any]:
    """The form in `path`: a mapping of text, integers, booleans, lists and mappings.

    Raises UsageError `input.form-unreadable` (path), `input.form-too-large` (path, limit),
    `input.bad-yaml` (path, line), `input.not-a-mapping` (path).
    """
    try:
        with path.open("rb") as file:
            source = file.read(MAX_FORM_BYTES + 1)
    except OSError as error:
        raise UsageError("input.form-unreadable", path=str(path)) from error
    if len(source) > MAX_FORM_BYTES:
        raise UsageError("input.form-too-large", path=str(path), limit=MAX_FORM_BYTES)
    form = _parse(path, source)
    if not isinstance(form, dict) or not all(isinstance(key, str) for key in form):
        raise UsageError("input.not-a-mapping", path=str(path))
    return form


def written(form: dict[str, Any]) -> str:
    """A form in YAML, its fields in their order; `read_form` reads the same."""
    return yaml.safe_dump(form, allow_unicode=True, sort_keys=False, width=100)


def _parse(path: Path, source: bytes) -> Any:
    try:
        return yaml.load(source, _PlainLoader)  # noqa: S506 - a safe loader, made stricter
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise UsageError("input.bad-yaml", path=str(path), line=line) from error
    except (yaml.YAMLError, ValueError) as error:
        raise UsageError("input.bad-yaml", path=str(path), line=0) from error
