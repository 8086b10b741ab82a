"""Whether a sign-in message is meant for us, for now, and signed by the key that it names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from eth_hash.auto import keccak

from ledger.addresses import checksummed
from ledger.errors import Rejected
from ledger.proofs.signatures import signer_of
from ledger.sign_in.uris import instant

if TYPE_CHECKING:
    from ledger.sign_in.message import Message
    from ledger.types import Address

__all__ = ["Site", "check_message", "signer_of_text"]

_HALF_ORDER: Final = 0x7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF5D576E7357A4501DDFE92F46681B20A0
_SIGNATURE: Final = re.compile(r"0x[0-9a-fA-F]{130}")
_SKEW: Final = 60
"""Seconds by which the signer's clock may be ahead of ours."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where people sign in: what a message must name, taken from the settings and no request."""

    scheme: str
    domain: str
    uri: str
    chain_id: int

    @classmethod
    def of(cls, public_url: str, chain_id: int) -> Site:
        """The site at a public address, over a chain."""
        parts = urlsplit(public_url)
        return cls(parts.scheme, parts.netloc, f"{public_url}/sign-in", chain_id)

    @property
    def origin(self) -> str:
        """The origin of the pages (RFC 6454)."""
        return f"{self.scheme}://{self.domain}"


def check_message(message: Message, site: Site, now: float) -> None:
    """Refuse a message for another site, chain or time.

    1. The domain and the scheme. 2. The URI. 3. The chain. 4. It has not expired. 5. It is valid
    already. Source: ERC-4361. Raises Rejected("sign-in.other-domain", expected=),
    ("sign-in.other-uri", expected=), ("sign-in.other-chain", expected=), ("sign-in.expired"),
    ("sign-in.not-yet-valid").
    """
    if message.domain != site.domain or message.scheme not in {None, site.scheme}:
        raise Rejected("sign-in.other-domain", expected=site.domain)
    if message.uri != site.uri:
        raise Rejected("sign-in.other-uri", expected=site.uri)
    if message.chain_id != site.chain_id:
        raise Rejected("sign-in.other-chain", expected=site.chain_id)
    if message.expiration_time is not None and instant(message.expiration_time) <= now:
        raise Rejected("sign-in.expired")
    begins = [instant(message.issued_at) - _SKEW]
    begins += [] if message.not_before is None else [instant(message.not_before)]
    if max(begins) > now:
        raise Rejected("sign-in.not-yet-valid")


def signer_of_text(text: str, signature: str) -> Address:
    """Whose key signed a text (ERC-191, version 0x45, as `personal_sign` does).

    `signature` is `0x` and the hex of r, s and v, which is 0, 1, 27 or 28. Raises
    Rejected("sign-in.bad-signature") and, for the second signature that anybody can make of one,
    Rejected("sign-in.high-s") (EIP-2).
    """
    if not _SIGNATURE.fullmatch(signature):
        raise Rejected("sign-in.bad-signature")
    raw = bytes.fromhex(signature[2:])
    if int.from_bytes(raw[32:64], "big") > _HALF_ORDER:
        raise Rejected("sign-in.high-s")
    parity = raw[64] - 27 if raw[64] in {27, 28} else raw[64]
    data = text.encode()
    digest = keccak(b"\x19Ethereum Signed Message:\n" + str(len(data)).encode() + data)
    try:
        return checksummed(signer_of(digest, raw[:64] + bytes([parity])))
    except ValueError:
        raise Rejected("sign-in.bad-signature") from None
