"""RLP, tries, form and trust, against libraries that no one here wrote, and what is refused."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import fastjsonschema
import pytest
import rlp as outside  # type: ignore[import-untyped] # has no types
from eth_keys.datatypes import PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from trie.hexary import HexaryTrie

from ledger.canonical import canonical_json
from ledger.errors import Rejected, VerificationError
from ledger.proofs.form import read_bundle
from ledger.proofs.model import MAX_BYTES
from ledger.proofs.packing import pack, unpack
from ledger.proofs.rlp import decode, encode
from ledger.proofs.schema import schema
from ledger.proofs.signatures import signer_of
from ledger.proofs.trie import values_at
from ledger.proofs.trust import read_trust
from ledger.proofs.ways import way_to
from tests.ledger.proofs.corpus import read
from tests.support.forge import trust_of

ITEMS = st.recursive(
    st.binary(max_size=80), lambda inner: st.lists(inner, max_size=20), max_leaves=40
)


@given(ITEMS)
def test_rlp_is_written_and_read_as_others_do(item: Any) -> None:
    assert encode(item) == outside.encode(item)
    assert decode(encode(item)) == item


@given(st.binary(max_size=60))
def test_rlp_is_read_only_if_others_would_write_it_so(data: bytes) -> None:
    try:
        item = decode(data)
    except ValueError:
        with pytest.raises(outside.exceptions.DecodingError):
            outside.decode(data)
    else:
        assert outside.encode(item) == data


@given(st.lists(st.binary(max_size=9) | st.integers(1, 600).map(bytes), max_size=9).map(b"".join))
def test_zeros_are_shortened_and_come_back(data: bytes) -> None:
    assert unpack(pack(data), len(data)) == data
    if data:
        with pytest.raises(ValueError, match="too large"):
            unpack(pack(data), len(data) - 1)


@given(st.lists(st.sampled_from([0, 0, 1, 255])).map(bytes))
def test_of_all_that_might_be_shortened_zeros_one_form_is_taken(data: bytes) -> None:
    try:
        whole = unpack(data, 1 << 20)
    except ValueError:
        return
    assert pack(whole) == data


@given(
    st.dictionaries(
        st.binary(min_size=3, max_size=3), st.binary(min_size=1, max_size=40), min_size=1
    ),
    st.data(),
)
def test_a_trie_proves_what_another_library_put_in(
    values: dict[bytes, bytes], data: st.DataObject
) -> None:
    tree: Any = HexaryTrie({})
    for each, value in values.items():
        tree.set(each, value)
    root, nodes = bytes(tree.root_hash), list(tree.db.values())
    keys = data.draw(st.lists(st.sampled_from(sorted(values)), min_size=1, unique=True))
    way = way_to(keys, root, nodes)
    assert values_at(way, root, keys) == tuple(values[key] for key in keys)
    absent = data.draw(st.binary(min_size=3, max_size=3).filter(lambda key: key not in values))
    with pytest.raises((ValueError, KeyError)):
        way_to([absent], root, nodes)
    with pytest.raises(ValueError):  # noqa: PT011 - that it is refused is all that matters
        values_at(way, root, [*keys[1:], absent])
    with pytest.raises(ValueError):  # noqa: PT011 - as above
        values_at(way, bytes(32), keys)


@given(st.binary(max_size=200), st.lists(st.binary(min_size=2, max_size=2), min_size=1))
def test_no_way_breaks_its_reader(way: bytes, keys: list[bytes]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - as above
        values_at(way, bytes(32), keys)


@given(st.binary(min_size=32, max_size=32), st.integers(1, 2**200))
def test_signers_are_found_as_another_library_finds_them(digest: bytes, secret: int) -> None:
    key = PrivateKey(secret.to_bytes(32, "big"))
    signature = key.sign_msg_hash(digest).to_bytes()
    assert signer_of(digest, signature) == key.public_key.to_canonical_address()


def test_the_verifier_needs_no_network_no_database_and_no_web3() -> None:
    source = (
        "import sys\n"
        "import depository.proving\n"
        "import ledger.proofs.trust\n"
        "print(*sorted(each.partition('.')[0] for each in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", source], capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    assert {"coincurve", "ledger"} <= loaded
    foreign = {"web3", "sqlmodel", "sqlalchemy", "httpx", "requests", "eth", "pydantic", "fastapi"}
    assert not foreign & loaded


def test_a_bundle_over_the_limit_is_not_even_read() -> None:
    with pytest.raises(VerificationError, match=r"proof\.too-large"):
        read_bundle(b"[" * (MAX_BYTES + 1))


def test_the_published_schema_takes_what_is_well_formed_and_nothing_else() -> None:
    checked: Any = fastjsonschema.compile(schema())
    taken = refused = 0
    for case in read():
        if case.code not in {"proof.not-canonical", "proof.unknown-format", "proof.malformed"}:
            checked(json.loads(case.document))
            taken += 1
        elif case.code != "proof.not-canonical" and case.name not in _BEYOND_A_SCHEMA:
            with pytest.raises(fastjsonschema.JsonSchemaValueException):
                checked(json.loads(case.document))
            refused += 1
    assert taken > 100
    assert refused > 20


_BEYOND_A_SCHEMA = {
    "number of 257 bits",
    "base64 with loose bits",
    "witness of nothing",
    "zeros shortened twice",
    "zero without its count",
    "header of zeros",
    "way of zeros",
}


def test_the_schema_in_the_documentation_is_the_one_that_is_served() -> None:
    committed = Path(__file__).parents[3] / "docs" / "proof.schema.json"
    assert json.loads(committed.read_bytes()) == schema()


def test_a_trust_file_says_what_it_must() -> None:
    plain = trust_of()
    assert read_trust(canonical_json(plain)).following == 2
    assert read_trust(canonical_json(trust_of(1))).following == 0
    witness = "0x" + "01" * 20
    for field, value in {
        "chain_id": "1",
        "genesis_hash": "0x00",
        "signers": [],
        "contracts": {"depository": {}},
        "witnesses": {"accepted": [witness], "required": 2},
    }.items():
        with pytest.raises(Rejected) as refused:
            read_trust(canonical_json(plain | {field: value}))
        assert refused.value.facts["field"] == field
    twice = canonical_json(plain).replace(b'"chain_id"', b'"chain_id":1,"chain_id"')
    for document in (twice, b"", b"[]", b"\xff", b" " * (2 << 20)):
        with pytest.raises(Rejected, match=r"proof\.trust-malformed"):
            read_trust(document)
