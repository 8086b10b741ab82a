"""Runs the demonstration on an installation of its own and leaves nothing behind."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from cli.demo.stage import set_stage
from cli.demo.steps import STEPS
from cli.exits import UsageError, sentence
from cli.installation import running, with_ports
from cli.processes import stop_signal, tail
from cli.speech import speech
from ledger.errors import QoimaError, Rejected

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator

    from cli.session import Session
    from cli.settings import Settings

__all__ = ["run_demo"]

_PORTS: Final = {"node_port", "api_port"}
_OWN: Final = {"deployment": None, "password_file": None, "database_url": "", "vault_url": ""}
"""What is set for another installation does not concern this one."""


def run_demo(session: Session, *, once: bool) -> None:
    """Show everything; then, unless `once`, leave the explorer until a signal comes.

    With `once` free ports are taken, unless ports are set.

    Raises Rejected `demo.failed` (step, reason), UsageError `input.home-not-empty` (path).
    """
    with suppress(KeyboardInterrupt), _home(session.settings) as home, stop_signal() as stopping:
        chosen: dict[str, Any] = {
            "home": home,
            "rpc_url": "",
            "deployment": None,
            "password_file": None,
        }
        if once:
            chosen |= dict.fromkeys(_PORTS - session.settings.model_fields_set, 0)
        settings = with_ports(session.settings.model_copy(update=chosen))
        _perform(session, settings, stopping, once=once)


def _perform(
    session: Session, settings: Settings, stopping: threading.Event, *, once: bool
) -> None:
    at = "cli-demo-start"
    try:
        _head(session, 0, at)
        with running(settings, stopping) as processes, set_stage(session, settings) as stage:
            answers: list[Any] = []
            for number, step in enumerate(STEPS, 1):
                at = step.heading
                _head(session, number, at)
                answers.append(step.act(stage))
                _tell(session, step.told(answers[-1]))
                if stopping.is_set():
                    return
            _finish(session, settings, answers, once=once)
            if not once:
                processes.watch()
    except QoimaError as error:
        _show_logs(session, settings)
        said, more = sentence(error, speech(session.language))
        reason = said if more is None else f"{said} {more}"
        raise Rejected("demo.failed", step=session.messages(at), reason=reason) from error


@contextmanager
def _home(settings: Settings) -> Iterator[Path]:
    """The home that was set, if it is new; else a temporary one, removed in the end."""
    if "home" in settings.model_fields_set:
        if settings.home.exists() and any(settings.home.iterdir()):
            raise UsageError("input.home-not-empty", path=str(settings.home))
        yield settings.home
        return
    folder = Path(tempfile.mkdtemp(prefix="qoima-demo-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _head(session: Session, number: int, message_id: str) -> None:
    if not session.as_json:
        text = f"{number}. {session.messages(message_id)}"
        session.console.print(f"\n{text}", style="bold cyan", markup=False)


def _tell(session: Session, answer: Any) -> None:
    if not session.as_json:
        session.show(answer)


def _finish(session: Session, settings: Settings, answers: list[Any], *, once: bool) -> None:
    if session.as_json:
        names = [step.heading.removeprefix("cli-demo-") for step in STEPS]
        session.show(dict(zip(names, answers, strict=True)))
        return
    url = f"http://{settings.api_host}:{settings.api_port}"
    closing = "cli-demo-done" if once else "cli-demo-open"
    session.console.print("\n" + session.messages(closing, url=url), style="bold", markup=False)


def _show_logs(session: Session, settings: Settings) -> None:
    for log in sorted(settings.logs_folder.glob("*.log")):
        session.errors.print(f"--- {log.name}", style="bold", markup=False)
        session.errors.print(tail(log), markup=False)
