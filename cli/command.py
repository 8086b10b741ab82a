"""One way to declare a command: it gets a session, and its errors become exit codes."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from cli.session import Session, open_session

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["command", "group"]

_AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, and nothing else.")]
_InLanguage = Annotated[
    str | None, typer.Option("--language", help="kk, ru or en.", metavar="LANGUAGE")
]
_SHARED = (
    inspect.Parameter("as_json", inspect.Parameter.KEYWORD_ONLY, default=False, annotation=_AsJson),
    inspect.Parameter(
        "in_language", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=_InLanguage
    ),
)


def group(name: str, about: str, cls: type[TyperGroup] = TyperGroup) -> typer.Typer:
    """A group of commands, `qoima NAME …`."""
    return typer.Typer(name=name, help=about, no_args_is_help=True, cls=cls)


def command(app: typer.Typer, name: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Declare `function(session, …)` as `qoima … NAME`, with `--json` and `--language` added.

    The first parameter receives the Session; the others are typer's. An error of our tree ends
    the command with one sentence on stderr and the exit code of its kind.
    """

    def declare(function: Callable[..., None]) -> Callable[..., None]:
        def run(*, as_json: bool = False, in_language: str | None = None, **arguments: Any) -> None:
            with open_session(as_json=as_json, language=in_language) as session:
                function(session, **arguments)

        _give_signature(run, function)
        app.command(name)(run)
        return function

    return declare


def _give_signature(run: Callable[..., None], function: Callable[..., None]) -> None:
    signature = inspect.signature(function, eval_str=True)
    own = [
        each.replace(kind=inspect.Parameter.KEYWORD_ONLY)
        for each in signature.parameters.values()
        if each.annotation is not Session
    ]
    parameters = [*own, *_SHARED]
    run.__name__ = function.__name__
    run.__doc__ = function.__doc__
    run.__annotations__ = {each.name: each.annotation for each in parameters}
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined] # PEP 362
