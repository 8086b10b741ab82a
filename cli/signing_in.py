"""`qoima sign-in`: the key in hand signs, and the tokens go into the home."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from cli.credentials import Kept, forget, keep, kept
from cli.exits import UsageError
from qoima.client.access import sign_in as signed_in
from qoima.client.access import sign_out as signed_out
from qoima.client.errors import ProblemError
from qoima.client.http import Client

if TYPE_CHECKING:
    from cli.session import Session

__all__ = ["sign_in", "sign_out"]


def sign_in(session: Session, key: str) -> dict[str, Any]:
    """Sign in at the server of the settings; what is told holds no secret.

    Raises UsageError `settings.no-deployment` (path), and as `client.access.sign_in` does.
    """
    from cli.keys import find, open_key
    from ledger.deployment import read_deployment

    settings = session.settings
    if not settings.deployment_file.is_file():
        raise UsageError("settings.no-deployment", path=str(settings.deployment_file))
    trusted = read_deployment(settings.deployment_file)
    account = open_key(settings, find(settings, key))
    domains = {urlsplit(url).netloc for url in (settings.server_url, settings.shown_url)}
    with Client.connect(settings.server_url, session.language) as client:
        tokens = signed_in(client, account, domains, trusted.chain_id)
    keep(settings, Kept(settings.server_url, tokens))
    return {"account": account.address, "url": settings.server_url}


def sign_out(session: Session) -> dict[str, Any]:
    """End the session; its tokens are forgotten even if the server has ended it before."""
    found = kept(session.settings)
    try:
        if found is not None and found.url == session.settings.server_url:
            with session.client() as client:
                signed_out(client)
    except ProblemError as refused:
        if refused.status not in {401, 403}:
            raise
    forget(session.settings)
    return {"account": None if found is None else found.tokens.account}
