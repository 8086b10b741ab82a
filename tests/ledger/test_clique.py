"""The sealer of a block, recovered from its seal."""

from __future__ import annotations

from typing import Any

from ledger.chain.clique import sealer_of

GOERLI_SIGNER = "0xe0a2bd4258d2768837baa26a28fe71dc079f84c7"
"""The only signer that Goerli's genesis names."""

EMPTY_ROOT = "0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421"

GOERLI_1: dict[str, Any] = {
    # Block 1 of the public test network Goerli, as py-evm's tests print its fields; its hash is
    # the parent that Goerli's block 2 names.
    "hash": "0x8f5bab218b6bb34476f51ca588e9f4553a3a7ce5e13a66c660a5283e97e9a85a",
    "parentHash": "0xbf7e331f7f7c1dd2e05159666b3bf8bc7a8a3a9eb1d518969eab529dd9b88c1a",
    "sha3Uncles": "0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347",
    "miner": "0x0000000000000000000000000000000000000000",
    "stateRoot": "0x5d6cded585e73c4e322c30c2f782a336316f17dd85a4863b9d838d2d4b8b3008",
    "transactionsRoot": EMPTY_ROOT,
    "receiptsRoot": EMPTY_ROOT,
    "logsBloom": "0x" + "00" * 256,
    "difficulty": "0x2",
    "number": "0x1",
    "gasLimit": hex(10475521),
    "gasUsed": "0x0",
    "timestamp": hex(1548947453),
    "extraData": "0x506172697479205465636820417574686f726974790000000000000000000000"
    "2bbf886181970654ed46e3fae0ded41ee53fec702c47431988a7ae80e6576f35"
    "52684f069af80ba11d36327aaf846d470526e4a1c461601b2fd4ebdcdc2b734a01",
    "mixHash": "0x" + "00" * 32,
    "nonce": "0x0000000000000000",
}


def test_the_sealer_of_a_published_goerli_block_is_the_signer_of_its_genesis() -> None:
    assert str(sealer_of(GOERLI_1)).lower() == GOERLI_SIGNER


def test_a_header_that_does_not_hash_to_its_block_has_no_sealer() -> None:
    assert sealer_of({**GOERLI_1, "gasUsed": "0x1"}) is None


def test_a_block_of_another_consensus_has_no_sealer() -> None:
    assert sealer_of({**GOERLI_1, "extraData": "0x"}) is None


def test_the_genesis_of_goerli_is_not_sealed() -> None:
    # Fields of Goerli's genesis in geth's sources: one signer, a seal of zeros.
    genesis = {
        **GOERLI_1,
        "hash": GOERLI_1["parentHash"],
        "parentHash": "0x" + "00" * 32,
        "difficulty": "0x1",
        "number": "0x0",
        "gasLimit": hex(10485760),
        "timestamp": hex(1548854791),
        "extraData": "0x22466c6578692069732061207468696e6722202d204166726900000000000000"
        "e0a2bd4258d2768837baa26a28fe71dc079f84c7" + "00" * 65,
    }
    assert sealer_of(genesis) is None
