"""Whether the contracts on a chain are what their sources compile to, and their rules in words."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from importlib import import_module
from importlib.metadata import requires
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from eth_abi.abi import encode
from eth_utils.crypto import keccak

from cli.exits import UsageError
from cli.installation import node_errors
from contracts import build, loader
from ledger.chain.refusals import reverted
from ledger.chain.rpc import Rpc, well_formed
from ledger.chain.trust import check_identity
from ledger.deployment import read_deployment
from ledger.errors import Rejected, Unavailable, VerificationError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from cli.settings import Settings
    from ledger.chain.rpc import RpcError
    from ledger.deployment import ContractInfo, Deployment
    from ledger.errors import QoimaError

__all__ = ["check_compiler", "compare_contracts", "rules_of"]

_ASK_RULES: Final = "0x" + keccak(b"validation_rules()")[:4].hex()


@dataclass(frozen=True)
class _Row:
    """One contract: `expected` and `code_hash` are of the compiled code and of that on the chain.

    `status` is `same`, `code-differs` or `rules-differ`.
    """

    contract: str
    address: str
    source_digest: str
    expected: str
    code_hash: str
    rules: str
    status: str


def compare_contracts(settings: Settings, url: str | None, folder: Path | None) -> dict[str, Any]:
    """Compile the sources, and compare with what stands on the chain, contract by contract.

    `folder` holds the sources, those of this program by default. In this order:
    1. the compiler is there, and is the one that the deployment names;
    2. the node serves the deployment's chain;
    3. each contract's code, with the recorded arguments of its constructor, is the chain's;
    4. the digest of its rules in words is the one that it names.

    Raises UsageError `settings.no-deployment`, Unavailable `compiler.missing`, VerificationError
    `compiler.differs`, `contracts.not-compiled`, and as `check_identity`; what differs is told by
    the rows.
    """
    if not settings.deployment_file.is_file():
        raise UsageError("settings.no-deployment", path=str(settings.deployment_file))
    deployment = read_deployment(settings.deployment_file)
    compiler = check_compiler(deployment)
    rpc = Rpc(url or settings.node_url)
    check_identity(rpc, deployment)
    rows = list(_rows(rpc, deployment, folder or loader.ARTIFACTS.parent))
    return {
        "compiler": compiler,
        "evm_version": build.EVM_VERSION,
        "contracts": [asdict(row) for row in rows],
    }


def check_compiler(deployment: Deployment) -> str:
    """The installed compiler's name and version, which must be those of the deployment.

    Raises Unavailable `compiler.missing` (requirement), VerificationError `compiler.differs`
    (expected, found).
    """
    if find_spec("vyper") is None:
        wanted = [each for each in requires("qoima") or () if each.startswith("vyper")]
        raise Unavailable("compiler.missing", requirement=wanted[0].partition(";")[0])
    found = f"vyper {import_module('vyper').__long_version__}"
    for info in deployment.contracts.values():
        if info.compiler != found:
            raise VerificationError("compiler.differs", expected=info.compiler, found=found)
    return found


def rules_of(settings: Settings, url: str | None, name: str, language: str) -> dict[str, str]:
    """The rules of a contract in a language, held to the digest that it names on the chain.

    Raises UsageError `settings.no-deployment`, `input.contract-unknown` (contract, known),
    VerificationError `rules.differ` (contract), and as `check_identity`.
    """
    if not settings.deployment_file.is_file():
        raise UsageError("settings.no-deployment", path=str(settings.deployment_file))
    deployment = read_deployment(settings.deployment_file)
    if name not in deployment.contracts or name not in loader.CONTRACTS:
        known = ", ".join(loader.CONTRACTS)
        raise UsageError("input.contract-unknown", contract=name[:80], known=known)
    rpc = Rpc(url or settings.node_url)
    check_identity(rpc, deployment)
    digest = "0x" + loader.rules_digest(name).hex()
    if _rules_on_chain(rpc, deployment.contracts[name]) != digest:
        raise VerificationError("rules.differ", contract=name)
    text = loader.rule_text(name, language)
    return {"contract": name, "language": language, "digest": digest, "text": text}


def _rows(rpc: Rpc, deployment: Deployment, folder: Path) -> Iterator[_Row]:
    sources = build.read_sources(folder)
    contracts = deployment.contracts
    codes = dict(zip(contracts, _codes(rpc, contracts), strict=True))
    present = {str(contracts[name].address): code for name, code in codes.items()}
    for name, info in contracts.items():
        artifact = _compiled(name, sources)
        expected = _hashed(_runtime(artifact, info, present))
        found = _hashed(codes[name])
        rules, status = "", "same"
        if "rules" in info.arguments:
            rules = "0x" + loader.rules_digest(name, folder / loader.RULES.name).hex()
            status = "same" if rules == _rules_on_chain(rpc, info) else "rules-differ"
        if expected != found:
            status = "code-differs"
        source_digest = str(artifact["source_digest"])
        yield _Row(name, info.address, source_digest, expected, found, rules, status)


def _codes(rpc: Rpc, contracts: Mapping[str, ContractInfo]) -> list[bytes]:
    asked = [("eth_getCode", [info.address, "latest"]) for info in contracts.values()]
    with well_formed("code"):
        return [bytes.fromhex(code[2:]) for code in rpc.batch(asked)]


def _compiled(name: str, sources: Mapping[str, str]) -> dict[str, Any]:
    try:
        artifact: dict[str, Any] = json.loads(build.build(name, sources))
    except Exception as error:
        detail = str(error).strip().partition("\n")[0][:200]
        raise VerificationError("contracts.not-compiled", contract=name, detail=detail) from error
    return artifact


def _runtime(
    artifact: Mapping[str, Any], info: ContractInfo, present: Mapping[str, bytes]
) -> bytes:
    """The code that the recorded creation leaves, of code compiled here."""
    from node.creation import runtime_code
    from node.primitives import parse_address

    inputs = next(each["inputs"] for each in artifact["abi"] if each["type"] == "constructor")
    kinds = [each["type"] for each in inputs]
    try:
        given = [bytes.fromhex(info.arguments[each["name"]][2:]) for each in inputs]
    except KeyError:
        return b""  # the sources ask for other arguments than were given
    creation = bytes.fromhex(artifact["bytecode"][2:]) + encode(kinds, given)
    others = {parse_address(address): code for address, code in present.items()}
    with node_errors():
        return runtime_code(creation, others)


def _rules_on_chain(rpc: Rpc, info: ContractInfo) -> str:
    """What the contract names; nothing when it refuses to answer."""
    call = {"to": info.address, "data": _ASK_RULES}
    try:
        return str(rpc.call("eth_call", call, "latest", refused=_refused))
    except Rejected:
        return ""


def _refused(error: RpcError) -> QoimaError:
    return reverted(error, "participants")


def _hashed(code: bytes) -> str:
    return "0x" + keccak(code).hex()
