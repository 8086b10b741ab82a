"""What makes a sealed header valid under Clique and London, given its parent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from eth.constants import EMPTY_UNCLE_HASH, ZERO_ADDRESS, ZERO_HASH32
from eth.vm.forks.london import LondonVM

from node.clique.extra import NONCE_AUTH, NONCE_DROP, SEAL, VANITY, signers_of
from node.clique.seal import signer_of
from node.errors import VerificationError
from node.primitives import ValidationError, hexed

if TYPE_CHECKING:
    from eth_typing import Address

    from node.clique.snapshot import Snapshot
    from node.headers import Header

__all__ = ["Clique"]


@dataclass(frozen=True)
class Clique:
    """The rules of one chain: `period` in seconds between blocks, `epoch` in blocks (EIP-225)."""

    period: int
    epoch: int

    def is_checkpoint(self, number: int) -> bool:
        """Whether the block at this height lists the signers and forgets all votes."""
        return number % self.epoch == 0

    def check(
        self,
        header: Header,
        parent: Header,
        snapshot: Snapshot,
        now: int,
    ) -> Address:
        """Return the signer of a valid header.

        1. It follows the parent, at least `period` and at least a second later, not in the future.
        2. Gas limit and base fee follow from the parent (London).
        3. The fields that Clique fixes are as it wants them; votes only between checkpoints.
        4. Extra data lists the signers at checkpoints, exactly, and nowhere else.
        5. The signer is one of them, has not signed recently, and states its turn truly.

        Raises VerificationError `block.*` and `clique.*`.
        """
        self._check_place(header, parent, now)  # 1
        _check_gas(header, parent)  # 2
        self._check_fixed(header)  # 3
        self._check_extra(header, snapshot)  # 4
        return _check_signer(header, snapshot)  # 5

    def _check_place(self, header: Header, parent: Header, now: int) -> None:
        number = header.block_number
        if number != parent.block_number + 1:
            raise VerificationError("block.number", number=number)
        if header.parent_hash != parent.hash:
            raise VerificationError("block.parent", number=number)
        if header.timestamp < parent.timestamp + max(self.period, 1):
            raise VerificationError("block.too-early", number=number, timestamp=header.timestamp)
        if header.timestamp > now:
            raise VerificationError("block.in-future", number=number, timestamp=header.timestamp)

    def _check_fixed(self, header: Header) -> None:
        number = header.block_number
        if header.mix_hash != ZERO_HASH32:
            raise VerificationError("clique.mix-hash", number=number)
        if header.uncles_hash != EMPTY_UNCLE_HASH:
            raise VerificationError("clique.uncles", number=number)
        if header.nonce not in (NONCE_AUTH, NONCE_DROP):
            raise VerificationError("clique.nonce", number=number)
        if self.is_checkpoint(number) and (header.nonce, header.coinbase) != (
            NONCE_DROP,
            ZERO_ADDRESS,
        ):
            raise VerificationError("clique.vote-at-checkpoint", number=number)

    def _check_extra(self, header: Header, snapshot: Snapshot) -> None:
        listed = signers_of(header.extra_data)
        expected = snapshot.signers if self.is_checkpoint(header.block_number) else ()
        if listed != expected or len(header.extra_data) != VANITY + 20 * len(expected) + SEAL:
            raise VerificationError("clique.signer-list", number=header.block_number)


def _check_gas(header: Header, parent: Header) -> None:
    try:
        LondonVM.validate_gas(header, parent)
    except ValidationError as error:
        raise VerificationError("block.gas-or-base-fee", number=header.block_number) from error
    if header.gas_used > header.gas_limit:
        raise VerificationError("block.gas-used", number=header.block_number)


def _check_signer(header: Header, snapshot: Snapshot) -> Address:
    number = header.block_number
    signer = signer_of(header)
    if signer not in snapshot.signers:
        raise VerificationError("clique.signer", number=number, signer=hexed(signer))
    if snapshot.signed_recently(signer, number):
        raise VerificationError("clique.signed-recently", number=number, signer=hexed(signer))
    if header.difficulty != snapshot.difficulty_of(signer, number):
        raise VerificationError("clique.difficulty", number=number, found=header.difficulty)
    return signer
