"""Builds proof bundles from what a node answers; what it answers is believed no more than that."""

from __future__ import annotations

import base64
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from eth_hash.auto import keccak

from ledger.canonical import canonical_json
from ledger.chain.clique import header_rlp
from ledger.chain.finality import final_number
from ledger.chain.rpc import well_formed
from ledger.errors import NotFound, Unavailable
from ledger.proofs.headers import shortened
from ledger.proofs.kinds import KINDS, shown, slot_key
from ledger.proofs.model import FORMAT, Demands
from ledger.proofs.packing import pack
from ledger.proofs.receipts import read_receipt, said
from ledger.proofs.receipts_trie import receipt_of, receipt_proof
from ledger.proofs.trust import trust_of
from ledger.proofs.verify import verify
from ledger.proofs.ways import way_to
from ledger.proofs.witnessed import signatures_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledger.chain import Chain
    from ledger.proofs.keeping import Statements
    from ledger.proofs.kinds import Kind
    from ledger.proofs.receipts import Log
    from ledger.records import Recorded
    from ledger.types import Address

__all__ = ["Asked", "Prover"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a proof: the block `at` of its state, and whose signatures are in it.

    The state is else that of the last final block. A reader refuses a witness that is not trusted,
    so that none is in a proof who is not asked for.
    """

    at: int | None = None
    witnesses: tuple[Address, ...] = ()


_LAST: Final = Asked()


@dataclass(frozen=True, slots=True)
class Prover:
    """Makes bundles about records of one chain.

    Raises NotFound("block.unknown", block=) for a block that is not there,
    Unavailable("proof.not-final-yet", number=) for one on which too few stand, and
    what the gateway raises.
    """

    chain: Chain
    kept: Statements | None = None
    """Statements that need not be asked of the node again."""

    def prove(
        self,
        kind_name: str,
        subject: Mapping[str, str],
        recorded: Recorded | None,
        parts: Mapping[str, Any] | None = None,
        asked: Asked = _LAST,
    ) -> bytes:
        """Build a bundle, its canonical JSON.

        `recorded` is where the event of the kind stands, None for a kind without one; `parts` are
        the `content` and the `record` of a kind that has them.
        Raises NotFound("proof.no-statement") where there is no such event, and
        NotFound("proof.nothing-held") where a slot of the state is zero: absence is not proven;
        NotFound("proof.not-witnessed", number=, witness=) where one did not sign a block of it;
        and what `verify` raises where the node's answers do not prove it.
        """
        kind, deployment = KINDS[kind_name], self.chain.deployment
        contract = deployment.contracts[kind.contract]
        bundle: dict[str, Any] = {
            "chain": {"genesis": deployment.genesis_hash, "id": deployment.chain_id},
            "contract": contract.address.lower(),
            "format": FORMAT,
            "kind": kind_name,
            "subject": dict(subject),
            "witnesses": [],
        }
        if recorded is not None:
            bundle["statement"] = self.statement(kind_name, subject, recorded)
        bundle |= parts or {}
        number = int(self.chain.final_head().number) if asked.at is None else asked.at
        bundle["state"] = self._state(kind, subject, number)
        for name in ("statement", "state"):
            if name in bundle and asked.witnesses:
                number = bundle[name]["block"]["number"]
                bundle["witnesses"] += self._witnessed(name, number, asked.witnesses)
        document = canonical_json(bundle)
        accepted = frozenset(_bytes(each) for each in asked.witnesses)
        trust = replace(trust_of(deployment), witnesses=accepted, required=len(accepted))
        verify(document, trust, Demands(now=2**53))
        return document

    def _witnessed(
        self, section: str, number: int, witnesses: Sequence[Address]
    ) -> list[dict[str, str]]:
        signatures = signatures_of(self.chain, [self.chain.block(number)])[number]
        for each in witnesses:
            if each not in signatures:
                raise NotFound("proof.not-witnessed", number=number, witness=each)
        return [
            {
                "address": each.lower(),
                "section": section,
                "signature": base64.b64encode(signatures[each]).decode(),
            }
            for each in dict.fromkeys(witnesses)
        ]

    def statement(
        self, kind_name: str, subject: Mapping[str, str], recorded: Recorded
    ) -> dict[str, Any]:
        """The statement of a record, kept or made anew; raises as `prove`."""
        kind = KINDS[kind_name]
        if self.kept is not None and kind.event is not None:
            kept = self.kept.get(kind.event.name, int(subject[kind.event.words[0].name]))
            if kept is not None:
                return kept
        number = int(recorded.block.number)
        section = self._section(number)
        raw = self._raw_receipts(number)
        with well_formed("receipts"):
            index = [each["transactionHash"] for each in raw].index(recorded.transaction)
            receipt, way = receipt_proof([receipt_of(each) for each in raw], index)
        address = bytes.fromhex(self.chain.deployment.contracts[kind.contract].address[2:])
        for place, log in enumerate(read_receipt(receipt).logs):
            words = _words(kind, log) if log.address == address else {}
            name = next(iter(words), "")
            if name and words[name] == subject[name]:
                found = {"index": index, "log": place, "says": dict(words)}
                return section | found | {"receipt": _packed(way)}
        raise NotFound("proof.no-statement", number=number)

    def _state(self, kind: Kind, subject: Mapping[str, str], number: int) -> dict[str, Any]:
        section = self._section(number)
        keys = ["0x" + slot_key(slot, subject).hex() for slot in kind.state]
        address = self.chain.deployment.contracts[kind.contract].address
        answer = self.chain.rpc.call("eth_getProof", address, keys, hex(number))
        with well_formed("proof"):
            held = [int(each["value"], 16) for each in answer["storageProof"]]
            if not all(held):
                raise NotFound("proof.nothing-held", number=number)
            proofs = [each["proof"] for each in answer["storageProof"]]
            slots = [keccak(slot_key(slot, subject)) for slot in kind.state]
            storage = way_to(slots, _bytes(answer["storageHash"]), _nodes(*proofs))
            nodes = _nodes(answer["accountProof"])
            account = way_to([keccak(_bytes(address))], keccak(nodes[0]), nodes)
        values = zip(kind.state, held, strict=True)
        return section | {
            "account": _packed(account),
            "storage": _packed(storage),
            "says": {s.word.name: shown(s.word, v.to_bytes(32, "big")) for s, v in values},
        }

    def _section(self, number: int) -> dict[str, Any]:
        """A block and the headers that make it final."""
        head, signers = int(self.chain.head().number), len(self.chain.deployment.signers)
        if number > head:
            raise NotFound("block.unknown", block=str(number))
        last = next(
            (each for each in range(number, head + 1) if final_number(each, signers) >= number),
            None,
        )
        if last is None:
            raise Unavailable("proof.not-final-yet", number=number)
        raw = self.chain.rpc.batch(
            [("eth_getBlockByNumber", [hex(each), False]) for each in range(number, last + 1)]
        )
        with well_formed("block"):
            headers = [_packed(shortened(header_rlp(each))) for each in raw]
            parent, time = raw[0]["parentHash"], int(raw[0]["timestamp"], 16)
        return {
            "block": {"number": number, "parent": parent, "time": time},
            "headers": headers,
        }

    def _raw_receipts(self, number: int) -> list[Any]:
        if self.chain.block_receipts:
            found: list[Any] = self.chain.rpc.call("eth_getBlockReceipts", hex(number))
            return found
        block = self.chain.rpc.call("eth_getBlockByNumber", hex(number), False)
        return self.chain.rpc.batch(
            [("eth_getTransactionReceipt", [each]) for each in block["transactions"]]
        )


def _words(kind: Kind, log: Log) -> Mapping[str, str]:
    """What a log of the kind's event says; nothing for a log of another."""
    if kind.event is None or log.topics[:1] != (kind.event.topic,):
        return {}
    return said(kind.event, log)


def _nodes(*proofs: Sequence[str]) -> list[bytes]:
    return [_bytes(node) for proof in proofs for node in proof]


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text[2:])


def _packed(data: bytes) -> str:
    return base64.b64encode(pack(data)).decode()
