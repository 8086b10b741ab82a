"""Compiles the contracts into the committed artifacts, or checks that they are up to date.

`python -m contracts.build` writes `contracts/artifacts/` and names the source's digest at the head
of each text in `contracts/rules/`; `--check` compares instead, names every file that differs, and
exits 1. The compiler sees the sources by their paths relative to
`contracts/` only, so that the result does not depend on where the repository lies.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from importlib import import_module
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from contracts.loader import ARTIFACTS, CONTRACTS, RULES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

__all__ = ["SIZE_LIMIT", "ContractTooLargeError", "build", "digest_of", "main", "read_sources"]

SIZE_LIMIT: Final = 24_576
"""Bytes of code that one contract may have on the chain (EIP-170)."""

EVM_VERSION: Final = "london"
"""The rules of the chain that the code runs on: no opcode of a later fork."""


class ContractTooLargeError(Exception):
    """A contract's code on the chain would be larger than EIP-170 allows."""


def main(arguments: Sequence[str], folder: Path = ARTIFACTS.parent) -> int:
    """Write the artifacts of a folder's sources, or with `--check` compare them.

    Answers the exit status: 0, or 1 when an artifact differs, or 2 for unknown arguments.
    """
    if list(arguments) not in ([], ["--check"]):
        print("usage: python -m contracts.build [--check]", file=sys.stderr)
        return 2
    sources = read_sources(folder)
    artifacts = {folder / ARTIFACTS.name / f"{name}.json": name for name in CONTRACTS}
    stale = [path for path in artifacts if arguments and _is_of_others(path, sources)]
    texts = {path: build(artifacts[path], sources) for path in artifacts if path not in stale}
    for text in list(texts.values()):
        artifact = json.loads(text)
        for path in sorted((folder / RULES.name).glob(f"{artifact['name']}.*.md")):
            texts[path] = _stamped(path.read_text("utf-8"), artifact["source_digest"])
    if not arguments:
        for path, text in texts.items():
            path.write_text(text, encoding="utf-8")
        return 0
    stale += [path for path, text in texts.items() if not _holds(path, text)]
    for path in stale:
        print(f"contracts/{path.relative_to(folder).as_posix()} is not what its source makes it")
    return 1 if stale else 0


def read_sources(folder: Path) -> dict[str, str]:
    """Read every Vyper source below `folder`, by its path relative to it."""
    paths = sorted(path for path in folder.rglob("*") if path.suffix in {".vy", ".vyi"})
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in paths}


def build(name: str, sources: Mapping[str, str]) -> str:
    """Compile one contract and answer its artifact as JSON text.

    `sources` are all sources by path, as `read_sources` gives them. Raises `ContractTooLargeError`,
    and the compiler's own exceptions for a source that does not compile.
    """
    compiler = import_module("vyper")  # a developer's tool, without types: nothing else needs it
    compiled = _compile(name, sources)
    size = len(compiled.bytecode_runtime) + compiled.global_ctx.immutable_section_bytes
    if size > SIZE_LIMIT:
        message = f"{name}: {size} bytes of code, {SIZE_LIMIT} allowed"
        raise ContractTooLargeError(message)
    used = _used(compiled, sources)
    artifact = {
        "name": name,
        "compiler": f"vyper {compiler.__long_version__}",
        "evm_version": EVM_VERSION,
        "source_digest": digest_of(used),
        "sources": {path: _sha256(text) for path, text in used.items()},
        "runtime_size": size,
        "bytecode": "0x" + compiled.bytecode.hex(),
        "layout": _layout(compiled),
        "abi": [*_errors(used), *_abi(compiled)],
    }
    return json.dumps(artifact, indent=1, ensure_ascii=False) + "\n"


def digest_of(sources: Mapping[str, str]) -> str:
    """Digest sources by path: the SHA-256 in hex of what `sha256sum` prints for them, sorted."""
    return _sha256("".join(f"{_sha256(sources[path])}  {path}\n" for path in sorted(sources)))


def _is_of_others(path: Path, sources: Mapping[str, str]) -> bool:
    """Whether an artifact is missing or names other sources, which is seen without compiling."""
    if not path.is_file():
        return True
    named = json.loads(path.read_bytes())["sources"]
    return any(path not in sources or _sha256(sources[path]) != named[path] for path in named)


def _stamped(text: str, source_digest: str) -> str:
    """A text of rules with the digest of the source that it describes at its head."""
    return re.sub(r"\Asource_digest: .*", f"source_digest: {source_digest}", text)


def _compile(name: str, sources: Mapping[str, str]) -> Any:
    bundles = import_module("vyper.compiler.input_bundle")
    phases = import_module("vyper.compiler.phases")
    options = import_module("vyper.compiler.settings")
    contents = {PurePosixPath(path): {"content": text} for path, text in sources.items()}
    bundle = bundles.JSONInputBundle(contents, search_paths=[PurePosixPath()])
    settings = options.Settings(evm_version=EVM_VERSION, optimize=options.OptimizationLevel.GAS)
    file = bundle.load_file(PurePosixPath(f"{name}.vy"))
    compiled = phases.CompilerData(file, bundle, settings)
    with options.anchor_settings(compiled.settings):
        _ = compiled.bytecode, compiled.bytecode_runtime
    return compiled


def _used(compiled: Any, sources: Mapping[str, str]) -> dict[str, str]:
    inputs = compiled.resolved_imports.compiler_inputs
    paths = {file.resolved_path.as_posix() for file in (*inputs, compiled.file_input)}
    return {path: sources[path] for path in sorted(paths & sources.keys())}


def _abi(compiled: Any) -> list[dict[str, Any]]:
    output = import_module("vyper.compiler.output")
    entries: list[dict[str, Any]] = output.build_abi_output(compiled)
    return sorted(entries, key=lambda entry: (entry["type"], entry.get("name", "")))


def _layout(compiled: Any) -> dict[str, int]:
    """The slot of each variable in storage, by `<module>.<name>`, or by its name alone."""
    output = import_module("vyper.compiler.output")
    slots: dict[str, int] = {}
    for name, found in sorted(output.build_layout_output(compiled)["storage_layout"].items()):
        if "slot" in found:
            slots[name] = found["slot"]
        else:
            slots |= {f"{name}.{own}": found[own]["slot"] for own in sorted(found)}
    return slots


def _errors(sources: Mapping[str, str]) -> list[dict[str, Any]]:
    """The ABI's entries for errors: the compiler knows none, the sources name them in their texts.

    A line of such a text reads `error Name(type name, type name)`, and may be broken.
    """
    return [
        {"type": "error", "name": name, "inputs": [_parameter(each) for each in given.split(",")]}
        for path in sorted(sources)
        for name, given in re.findall(r"(?m)^ +error (\w+)\(([^)]+)\)", sources[path])
    ]


def _parameter(text: str) -> dict[str, Any]:
    kind, name = text.split()
    return {"name": name, "type": kind}


def _holds(path: Path, text: str) -> bool:
    return path.exists() and path.read_text("utf-8") == text


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
