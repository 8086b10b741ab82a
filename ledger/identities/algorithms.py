"""Which algorithms a signature and the certificates above it may use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pyhanko_certvalidator.policy_decl import AlgorithmUsageConstraint, AlgorithmUsagePolicy

from ledger.errors import Rejected

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["Accepted", "check_national", "is_accepted"]

_HASHES: Final = frozenset({"sha256", "sha384", "sha512"})
_CURVES: Final = frozenset({"secp256r1", "secp384r1"})
_KEYS: Final = {"rsassa_pkcs1v15": ("rsa",), "rsassa_pss": ("rsa", "rsassa_pss"), "ecdsa": ("ec",)}
_BITS: Final = range(2048, 8193)
_NATIONAL: Final = ("1.2.398.3.10.1.", "1.2.643.")
"""Where GOST stands among the object identifiers: Kazakhstan's and Russia's."""


class Accepted(AlgorithmUsagePolicy):
    """RSA of 2048 to 8192 bits (PKCS #1 v1.5 or PSS) and ECDSA on P-256 or P-384, with SHA-2."""

    def digest_algorithm_allowed(
        self,
        algo: Any,
        moment: datetime | None,  # noqa: ARG002 - the library's signature
    ) -> AlgorithmUsageConstraint:
        """Whether a hash may be used."""
        return AlgorithmUsageConstraint(algo["algorithm"].native in _HASHES)

    def signature_algorithm_allowed(
        self,
        algo: Any,
        moment: datetime | None,  # noqa: ARG002 - as above
        public_key: Any,
    ) -> AlgorithmUsageConstraint:
        """Whether a signature may be made so, with this key."""
        return AlgorithmUsageConstraint(_hash_of(algo) in _HASHES and _fits(algo, public_key))


def is_accepted(algorithm: Any, digest: Any, key: Any) -> bool:
    """Whether a signer's algorithm, its hash and its key are accepted, and agree with each other.

    The hash of `rsaEncryption`, which many signers write, is that of the digest (RFC 8933).
    """
    named, own = digest["algorithm"].native, _hash_of(algorithm)
    return named in _HASHES and own in {None, named} and _fits(algorithm, key)


def check_national(*algorithms: Any) -> None:
    """Name GOST where it is used, for it is not taken: Rejected("identity.gost", oid=)."""
    for each in algorithms:
        oid = each["algorithm"].dotted
        if oid.startswith(_NATIONAL):
            raise Rejected("identity.gost", oid=oid)


def _fits(algorithm: Any, key: Any) -> bool:
    try:
        kind = algorithm.signature_algo
    except ValueError:
        return False
    if key is None or key.algorithm not in _KEYS.get(kind, ()):
        return False
    if key.algorithm == "ec":
        return key.curve[0] == "named" and key.curve[1] in _CURVES
    return key.bit_size in _BITS


def _hash_of(algorithm: Any) -> str | None:
    try:
        found: str = algorithm.hash_algo
    except ValueError:
        return None
    return found
