"""Verifies a proof bundle against what a reader trusts: no network, no database, no clock."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from eth_hash.auto import keccak

from ledger.errors import VerificationError
from ledger.merkle import check_inclusion, leaf_digest
from ledger.proofs.checks import Check
from ledger.proofs.form import read_bundle
from ledger.proofs.headers import check_seals, check_time, read_headers
from ledger.proofs.kinds import shown, slot_key, to_word
from ledger.proofs.model import Proven
from ledger.proofs.receipts import read_receipt, receipt_key, said
from ledger.proofs.rlp import decode
from ledger.proofs.trie import values_at
from ledger.proofs.witnesses import check_witnesses
from ledger.types import Digest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.proofs.headers import Header
    from ledger.proofs.model import Bundle, Demands, Place, Record, Section
    from ledger.proofs.receipts import Receipt
    from ledger.proofs.trust import Trust

__all__ = ["verify"]


def verify(document: bytes, trust: Trust, demands: Demands) -> Proven:
    """Make the checks 1 to 14 of `Check` in their order, as far as the bundle has what they ask.

    Raises VerificationError "proof.…" with the `check` that failed, the first one.
    """
    bundle = read_bundle(document)
    checks = [Check.FORM]
    _check_chain(bundle, trust)
    checks.append(Check.CHAIN)
    _check_contract(bundle, trust)
    checks.append(Check.CONTRACT)
    blocks: dict[str, Header] = {}
    if bundle.statement is not None and bundle.place is not None:
        blocks["statement"] = _statement(bundle, bundle.statement, bundle.place, trust, demands)
        checks += [Check.HEADERS, Check.SEALS, Check.TIME, Check.INCLUSION, Check.STATEMENT]
    if bundle.state is not None:
        blocks["state"] = _state(bundle, bundle.state, trust, demands)
        checks += [Check.STATE_HEADERS, Check.STATE_SEALS, Check.STATE_TIME]
        checks += [Check.ACCOUNT, Check.STORAGE]
    check_witnesses(bundle, blocks, trust)
    return Proven(bundle, (*checks, Check.WITNESSES))


def _check_chain(bundle: Bundle, trust: Trust) -> None:
    if bundle.chain_id != trust.chain_id:
        raise VerificationError(
            "proof.other-chain",
            check=Check.CHAIN,
            expected=trust.chain_id,
            found=bundle.chain_id,
        )
    if bundle.genesis != trust.genesis:
        raise VerificationError("proof.other-genesis", check=Check.CHAIN)


def _check_contract(bundle: Bundle, trust: Trust) -> None:
    name = bundle.kind.contract
    trusted = trust.contracts.get(name)
    if trusted is None or trusted.address != bundle.contract:
        raise VerificationError("proof.other-contract", check=Check.CONTRACT, contract=name)


def _statement(
    bundle: Bundle, section: Section, place: Place, trust: Trust, demands: Demands
) -> Header:
    headers = read_headers(section, trust, Check.HEADERS)
    check_seals(headers, trust, Check.SEALS)
    check_time(headers, demands.now, Check.TIME)
    receipt = _included(section, place, headers[0])
    _check_statement(bundle, section, place, receipt)
    return headers[0]


def _included(section: Section, place: Place, header: Header) -> bytes:
    (way,) = section.ways
    try:
        (receipt,) = values_at(way, header.receipts_root, [receipt_key(place.index)])
    except ValueError as error:
        raise VerificationError("proof.receipt-not-proven", check=Check.INCLUSION) from error
    return receipt


def _check_statement(bundle: Bundle, section: Section, place: Place, data: bytes) -> None:
    """Check what the receipt's log says.

    1. It is a receipt. 2. It succeeded. 3. The log is of this contract and event. 4. It says what
    the bundle says. 5. It is about the bundle's subject. 6. The record stands at its place in the
    list whose root it names. 7. The CID is of the root in the record, or else in the event.
    """
    check = Check.STATEMENT
    try:
        receipt = read_receipt(data)  # 1
    except ValueError as error:
        raise VerificationError("proof.receipt-malformed", check=check) from error
    if not receipt.succeeded:  # 2
        raise VerificationError("proof.transaction-failed", check=check)
    found = _logged(bundle, place, receipt)
    if not found:  # 3
        raise VerificationError("proof.other-event", check=check)
    if field := _different(found, section.says):  # 4
        raise VerificationError("proof.statement-differs", check=check, field=field)
    name = next(iter(found))
    if found[name] != bundle.subject[name]:  # 5
        raise VerificationError("proof.subject-differs", check=check)
    about = found
    if bundle.record is not None:  # 6
        _check_record(bundle, bundle.record, found)
        about = bundle.record.says
    if bundle.content is not None and bundle.content.cid != _root_cid(about["root"]):  # 7
        raise VerificationError("proof.cid-differs", check=check)


def _check_record(bundle: Bundle, record: Record, batch: Mapping[str, str]) -> None:
    """Check that a record stands in the tree of a batch (RFC 9162, section 2.1.3.2)."""
    said = [record.says[each.name] for each in bundle.kind.record]
    leaf = leaf_digest(b"".join(to_word(each) for each in said))
    path, root = [Digest(each) for each in record.path], Digest(to_word(batch["tree"]))
    try:
        check_inclusion(leaf, int(bundle.subject["index"]), int(batch["records"]), path, root)
    except VerificationError as error:
        raise VerificationError("proof.record-not-proven", check=Check.STATEMENT) from error


def _logged(bundle: Bundle, place: Place, receipt: Receipt) -> Mapping[str, str]:
    """The words of the log at a place, if it is of the bundle's contract and event."""
    event, log = bundle.kind.event, next(iter(receipt.logs[place.log : place.log + 1]), None)
    if event is None or log is None or log.address != bundle.contract:
        return {}
    try:
        return said(event, log)
    except ValueError:
        return {}


def _state(bundle: Bundle, section: Section, trust: Trust, demands: Demands) -> Header:
    headers = read_headers(section, trust, Check.STATE_HEADERS)
    if bundle.statement is not None and section.block.number < bundle.statement.block.number:
        raise VerificationError("proof.state-too-early", check=Check.STATE_HEADERS)
    check_seals(headers, trust, Check.STATE_SEALS)
    check_time(headers, demands.now, Check.STATE_TIME)
    if section.block.number < demands.not_before:
        raise VerificationError(
            "proof.state-stale",
            check=Check.STATE_TIME,
            number=section.block.number,
            wanted=demands.not_before,
        )
    to_account, to_slots = section.ways
    storage = _account(bundle, to_account, headers[0], trust)
    _check_storage(bundle, section, to_slots, storage)
    return headers[0]


def _account(bundle: Bundle, way: bytes, header: Header, trust: Trust) -> bytes:
    """The root of the contract's storage."""
    try:
        (account,) = values_at(way, header.state_root, [keccak(bundle.contract)])
        _, _, storage, code = decode(account)
    except (ValueError, TypeError) as error:
        raise VerificationError("proof.account-not-proven", check=Check.ACCOUNT) from error
    name = bundle.kind.contract
    if code != trust.contracts[name].code_hash:
        raise VerificationError("proof.other-code", check=Check.ACCOUNT, contract=name)
    return bytes(storage)


def _check_storage(bundle: Bundle, section: Section, way: bytes, root: bytes) -> None:
    slots, found = bundle.kind.state, {}
    keys = [keccak(slot_key(slot, bundle.subject)) for slot in slots]
    try:
        for slot, written in zip(slots, values_at(way, root, keys), strict=True):
            value = decode(written)
            if not 0 < len(value) <= 32 or value[:1] == b"\0":
                raise ValueError("no word")
            found[slot.word.name] = shown(slot.word, value.rjust(32, b"\0"))
    except (ValueError, TypeError, AttributeError) as error:
        raise VerificationError("proof.storage-not-proven", check=Check.STORAGE) from error
    if field := _different(found, section.says):
        raise VerificationError("proof.state-differs", check=Check.STORAGE, field=field)


def _different(found: Mapping[str, str], says: Mapping[str, str]) -> str | None:
    """The first field of which the bundle says something else than was found."""
    return next((name for name, value in found.items() if says[name] != value), None)


def _root_cid(root: str) -> str:
    """The CID of a dag-pb block by its SHA-256: version 1, in base32 (multiformats)."""
    data = b"\x01\x70\x12\x20" + bytes.fromhex(root[2:])
    return "b" + base64.b32encode(data).decode().rstrip("=").lower()
