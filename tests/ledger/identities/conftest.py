"""An installation's anchors and lists of revocations, and a text that is to be signed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from ledger.errors import Rejected
from ledger.identities.model import Certified, Window
from ledger.identities.trust import Trust
from tests.support.pki import Party, Pki, cms, pki

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

TEXT = "Qoima: мекенжайды ұйымға байлау\nАдрес: 0x52908400098527886E0F7030069857D2E4169EE7"


@dataclass(frozen=True)
class Desk:
    """Where signatures are looked at."""

    folder: Path
    pki: Pki
    trust: Trust
    window: Window

    def sign(self, signer: Party | None = None, *options: str, text: str = TEXT) -> bytes:
        """A signature by openssl, with the authority's certificate beside it."""
        who = signer or self.pki.leaf
        return cms(self.folder, text.encode(), who, [self.pki.middle], *options)

    def check(self, signature: bytes, trust: Trust | None = None) -> Certified:
        """Who signed."""
        return (trust or self.trust).check(signature, TEXT, self.window)

    def refusal(self, signature: bytes, trust: Trust | None = None) -> str:
        """With which code a signature is refused."""
        with pytest.raises(Rejected) as refused:
            self.check(signature, trust)
        return refused.value.code

    def trusting(self, *revoked: Party, anchors: Iterable[Party] = ()) -> Trust:
        """Another trust, in folders of its own."""
        folder = self.folder / "other"
        at, lists = self.pki.publish(folder, *revoked)
        for number, each in enumerate(anchors):
            each.write(at, f"anchor-{number}")
            (at / f"anchor-{number}.key").unlink()
        return Trust.read(at, lists)


@pytest.fixture(scope="session")
def hierarchy() -> Pki:
    """Keys on P-256."""
    return pki()


@pytest.fixture
def desk(tmp_path: Path, hierarchy: Pki) -> Desk:
    """A desk with the hierarchy's root as its anchor."""
    anchors, lists = hierarchy.publish(tmp_path)
    now = dt.datetime.now(dt.UTC)
    window = Window(now - dt.timedelta(minutes=1), now + dt.timedelta(minutes=30), now)
    return Desk(tmp_path, hierarchy, Trust.read(anchors, lists), window)
