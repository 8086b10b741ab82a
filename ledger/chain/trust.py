"""Whether a node serves the chain that the deployment file names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eth_utils.crypto import keccak

from ledger.chain.rpc import well_formed
from ledger.errors import VerificationError

if TYPE_CHECKING:
    from ledger.chain.rpc import Rpc
    from ledger.deployment import Deployment

__all__ = ["check_chain", "check_identity"]


def check_chain(rpc: Rpc, deployment: Deployment) -> None:
    """Check a node against the deployment.

    1. The chain id is the deployment's: VerificationError("chain.wrong-chain", expected=, found=).
    2. So is the hash of block 0: VerificationError("chain.wrong-genesis", expected=, found=).
    3. The code at each contract's address has the deployment's keccak-256:
       VerificationError("chain.code-differs", contract=).
    """
    check_identity(rpc, deployment)  # 1. and 2.
    # 3.
    contracts = deployment.contracts
    codes = rpc.batch([("eth_getCode", [info.address, "latest"]) for info in contracts.values()])
    for (name, info), code in zip(contracts.items(), codes, strict=True):
        with well_formed("code"):
            code_hash = "0x" + keccak(bytes.fromhex(code[2:])).hex()
        if code_hash != info.code_hash:
            raise VerificationError("chain.code-differs", contract=name)


def check_identity(rpc: Rpc, deployment: Deployment) -> None:
    """The first two steps of `check_chain`: it is this chain, whatever stands on it."""
    # 1.
    with well_formed("chain id"):
        chain_id = int(rpc.call("eth_chainId"), 16)
    if chain_id != deployment.chain_id:
        raise VerificationError("chain.wrong-chain", expected=deployment.chain_id, found=chain_id)
    # 2.
    with well_formed("genesis"):
        found = str(rpc.call("eth_getBlockByNumber", "0x0", False)["hash"])
    if found != deployment.genesis_hash:
        raise VerificationError(
            "chain.wrong-genesis", expected=deployment.genesis_hash, found=found
        )
