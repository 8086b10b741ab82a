"""What a running command holds: settings, language, the way it prints."""

from __future__ import annotations

import json
import locale
import math
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

import typer

from cli.exits import Exit, UsageError, exit_of, faults, sentence
from ledger.errors import QoimaError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from api.languages import Language, Messages
    from cli.settings import Settings
    from qoima.client.agent import Agent
    from qoima.client.http import Client

__all__ = ["Session", "open_session"]

_LANGUAGES = ("kk", "ru", "en")


@dataclass(frozen=True)
class Session:
    """One run of one command."""

    settings: Settings
    language: Language
    as_json: bool

    @cached_property
    def messages(self) -> Messages:
        """What this program says in the session's language."""
        from cli.speech import speech

        return speech(self.language, "cli")

    @cached_property
    def console(self) -> Console:
        """Where a person reads answers."""
        from rich.console import Console

        return Console(highlight=False, soft_wrap=True)

    @cached_property
    def errors(self) -> Console:
        """Where progress and refusals go, so that stdout holds answers only."""
        from rich.console import Console

        return Console(stderr=True, highlight=False, soft_wrap=True)

    def client(self, url: str | None = None) -> Client:
        """A client of the API at `url`, or of the one that the settings name; to be closed.

        Only the latter is shown the credential of the settings or the session.
        """
        from cli.credentials import shown
        from qoima.client.http import Client
        from qoima.client.patience import Patience

        address = url or self.settings.server_url
        patience = Patience(self.settings.patience_seconds, self._waiting)
        credential = shown(self.settings, address)
        return Client.connect(address, self.language, credential, patience)

    def _waiting(self, seconds: float) -> None:
        self.note("cli-waiting", seconds=math.ceil(seconds))

    @contextmanager
    def agent(self, key: str) -> Iterator[Agent]:
        """One who acts with the named key, trusting the deployment file of the settings.

        Raises UsageError `settings.no-deployment` (path), `key.*`, Rejected `key.wrong-password`.
        """
        from cli.keys import find, open_key
        from ledger.deployment import read_deployment
        from qoima.client.agent import Agent

        if not self.settings.deployment_file.is_file():
            raise UsageError("settings.no-deployment", path=str(self.settings.deployment_file))
        trusted = read_deployment(self.settings.deployment_file)
        account = open_key(self.settings, find(self.settings, key))
        with self.client() as client:
            yield Agent(client, account, trusted)

    def note(self, message_id: str, **arguments: str | int) -> None:
        """One line for a person on stderr; machines are spared."""
        if not self.as_json:
            self.errors.print(self.messages(message_id, **arguments), markup=False)

    def show(self, answer: Any) -> None:
        """Print an answer: JSON for machines, a table of labels and values for a person."""
        if self.as_json:
            print(json.dumps(answer, ensure_ascii=False, indent=2, sort_keys=True), flush=True)
            return
        from cli.output import lines

        for line in lines(answer, self.messages, self.console.width):
            self.console.print(line)


@contextmanager
def open_session(*, as_json: bool, language: str | None) -> Iterator[Session]:
    """A session from the environment; errors inside it end the program with their exit code."""
    session = _session(as_json=as_json, language=language)
    try:
        yield session
    except QoimaError as error:
        _complain(session, error)
        raise typer.Exit(exit_of(error)) from error
    except BrokenPipeError:
        sys.stderr.close()
        raise typer.Exit(Exit.OK) from None


def _session(*, as_json: bool, language: str | None) -> Session:
    from pydantic import ValidationError

    from cli.settings import PREFIX, Settings

    try:
        settings = Settings()
        chosen = language or settings.language or _system_language()
        if chosen not in _LANGUAGES:
            raise UsageError("input.language-unknown", language=chosen)
    except ValidationError as error:
        first = error.errors()[0]
        name = PREFIX + "_".join(str(each) for each in first["loc"]).upper()
        print(f"{name}: {first['msg']}. See docs/settings.md.", file=sys.stderr)
        raise typer.Exit(Exit.USAGE) from error
    except UsageError as error:
        print(f"--language: {error.facts['language']} is not kk, ru or en.", file=sys.stderr)
        raise typer.Exit(exit_of(error)) from error
    return Session(settings, cast("Language", chosen), as_json)


def _system_language() -> str:
    tag = (locale.getlocale()[0] or "").partition("_")[0]
    return tag if tag in _LANGUAGES else "en"


def _complain(session: Session, error: QoimaError) -> None:
    from cli.speech import speech

    messages = speech(session.language)
    said, advice = sentence(error, messages)
    found = faults(error, messages)
    if session.as_json:
        facts: dict[str, Any] = dict(error.facts)
        facts |= {"code": error.code, "message": said, "advice": advice}
        if found:
            facts["errors"] = [fault._asdict() for fault in found]
        print(json.dumps(facts, ensure_ascii=False, sort_keys=True), file=sys.stderr)
        return
    session.errors.print(said, style="bold red", markup=False)
    if advice:
        session.errors.print(advice, markup=False)
    for fault in found:
        named = "" if fault.field in fault.message else f"{fault.field}: "
        session.errors.print(f"  {named}{fault.message}", markup=False)
