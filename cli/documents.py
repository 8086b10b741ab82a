"""Writes the pages that are made of the program itself: `python -m cli.documents [--check]`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl
from typer.testing import CliRunner

from api.languages import LOCALES
from api.problems import CODE_STATUS
from cli.main import app
from cli.settings import PREFIX, Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    import typer

__all__ = ["commands_page", "main", "pages", "problems_page", "settings_page"]

_DOCS: Final = Path(__file__).parents[1] / "docs"
_NONE: Final = {None: "unset", "": "empty"}


def main() -> int:
    """Write the pages, or with `--check` only say which differ; 1 if any does."""
    check = sys.argv[1:] == ["--check"]
    stale = [path for path, text in pages().items() if not _is(path, text)]
    for path in stale:
        if not check:
            path.write_text(pages()[path], encoding="utf-8")
        print(f"{'differs' if check else 'written'}: {path.name}")
    return 1 if check and stale else 0


def pages() -> dict[Path, str]:
    """Every page by its path."""
    return {
        _DOCS / "cli.md": commands_page(),
        _DOCS / "problems.md": problems_page(),
        _DOCS / "settings.md": settings_page(),
    }


def commands_page() -> str:
    """The help of every command."""
    runner, program = CliRunner(), app()
    parts = [
        "# Commands",
        "This page is made of the program's own help: `python -m cli.documents` writes it.",
    ]
    for words in _commands(program):
        answer = runner.invoke(program, [*words, "--help"], prog_name="qoima", env=_PLAIN)
        title = " ".join(["qoima", *words])
        parts.append(f"## {title}\n\n```text\n{_trimmed(answer.output)}\n```")
    return "\n\n".join(parts) + "\n"


def settings_page() -> str:
    """Every setting with its default and meaning."""
    rows = [
        f"| `{PREFIX}{name.upper()}` | {_default(field.default)} | {field.description} |"
        for name, field in Settings.model_fields.items()
    ]
    return "\n".join(
        [
            "# Settings",
            "",
            "Each is read once from the environment when a program starts; an empty value counts",
            "as unset, one that does not fit ends the program at once with exit code 2. This page",
            "is made of the program's own settings: `python -m cli.documents` writes it.",
            "",
            "| Name | Default | Meaning |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )


def problems_page() -> str:
    """Every refusal of the HTTP interface that a catalogue phrases, by its code."""
    titles = dict(sorted(_titles()))
    rows = [
        f"| `{code}` | {CODE_STATUS.get(code, '')} | {title} |" for code, title in titles.items()
    ]
    return "\n".join(
        [
            "# Problems",
            "",
            "Codes of the refusals of the HTTP interface (`code`, and the end of `type`), with",
            "their title in English; `…` is a fact, which stands beside the code. Where no status",
            "is named it is that of the kind: 404 for what is not there, 409 for a clash with what",
            "is there, 422 for what is refused and would be again, 503 for what is down now.",
            "This page is made of the catalogue: `python -m cli.documents` writes it.",
            "",
            "| Code | Status | Title |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )


def _titles() -> Iterator[tuple[str, str]]:
    for path in sorted((LOCALES / "en").glob("problems*.ftl")):
        for entry in FluentParser().parse(path.read_text("utf-8")).body:
            if not isinstance(entry, ftl.Message) or entry.value is None:
                continue
            name = entry.id.name
            if name.startswith("problem-") and "_" in name:
                yield name.removeprefix("problem-").replace("_", "."), _plain(entry.value)


def _plain(pattern: ftl.Pattern) -> str:
    return "".join(
        part.value if isinstance(part, ftl.TextElement) else "…" for part in pattern.elements
    )


_PLAIN: Final = {"COLUMNS": "80", "TERM": "dumb", "NO_COLOR": "1"}


def _commands(program: typer.Typer) -> Iterator[tuple[str, ...]]:
    yield ()
    for command in program.registered_commands:
        yield (str(command.name),)
    for group in program.registered_groups:
        inner = group.typer_instance
        if inner is not None:
            yield (str(inner.info.name),)
            for command in inner.registered_commands:
                yield str(inner.info.name), str(command.name)


def _default(value: Any) -> str:
    return _NONE.get(value if value is None else str(value), f"`{value}`")


def _trimmed(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip("\n").splitlines())


def _is(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text("utf-8") == text


if __name__ == "__main__":
    sys.exit(main())
