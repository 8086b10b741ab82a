"""A package is a bag that others validate, the same for the same files, and whole or not there."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
from typing import TYPE_CHECKING

import bagit  # type: ignore[import-untyped]  # it ships no types
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from depository import bag
from depository.archive import Entry, entries
from depository.blocks import EmbeddedStore, NoStore
from depository.content import (
    list_files,
    open_file,
    read_metadata,
    read_package,
    verify_package,
)
from depository.metadata import Access, Metadata, PackageKind, from_codemeta, to_codemeta
from depository.package import Package, pack
from depository.unixfs.directory import build_directory
from depository.unixfs.node import Link
from depository.unixfs.reader import list_directory, read_file, walk
from ledger.canonical import canonical_json
from ledger.errors import NotFound, Rejected, VerificationError
from ledger.localized import Localized
from tests.support.packages import KeyStream, description, written

if TYPE_CHECKING:
    from pathlib import Path

    from depository.cid import Cid

MIB = 1 << 20
TREE = {
    "README.md": b"# read me\n",
    ".hidden/config": b"",
    "src/қойма/негізгі.py": b"print('\xd2\x9b')\n",
    "src/仓库.txt": b"x" * 100,
    "large.bin": KeyStream("large", 2 * MIB + 5).read(2 * MIB + 5),
    "100 %.txt": b"percent",
}


def _entries(files: dict[str, bytes]) -> list[Entry]:
    return [Entry(path, len(data), io.BytesIO(data)) for path, data in files.items()]


def _packed(store: EmbeddedStore) -> Package:
    return pack(_entries(TREE), description(), store)


def _materialised(store: EmbeddedStore, root: Cid, folder: Path) -> Path:
    for file in walk(store, root):
        target = folder / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(b"".join(read_file(store, file.cid)))
    return folder


def test_a_package_lists_its_files_with_sizes_digests_and_cids(tmp_path: Path) -> None:
    package = _packed(EmbeddedStore(tmp_path))
    assert [file.path for file in package.files] == sorted(TREE, key=str.encode)
    assert package.size == sum(map(len, TREE.values()))
    assert package.file_count == len(TREE)
    assert package.root == package.cid.digest
    for file in package.files:
        assert file.sha256 == hashlib.sha256(TREE[file.path]).digest()


def test_what_was_packed_is_read_back_and_verifies(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    package = _packed(store)
    told: list[int] = []
    assert read_package(store, package.cid) == package
    assert verify_package(store, package.cid, told.append) == package
    assert sum(told) == package.size
    assert read_metadata(store, package.cid) == description()
    for path, data in TREE.items():
        opened = open_file(store, package.cid, path)
        assert opened.size == len(data)
        assert b"".join(opened.chunks) == data
    with pytest.raises(NotFound, match=r"content\.no-such-path"):
        open_file(store, package.cid, "../bagit.txt")


def test_a_package_written_to_the_disk_is_a_valid_bag_to_bagit(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "store")
    # bagit 1.9 does not undo the %25 that RFC 8493 §2.1.3 asks for, so no percent sign here.
    tree = {path: data for path, data in TREE.items() if "%" not in path}
    package = pack(_entries(tree), description(), store)
    folder = _materialised(store, package.cid, tmp_path / "bag")
    restored = bagit.Bag(str(folder))
    restored.validate()
    assert restored.info["Payload-Oxum"] == f"{package.size}.{package.file_count}"
    (folder / "data" / "README.md").write_bytes(b"# read you")
    with pytest.raises(bagit.BagValidationError):
        bagit.Bag(str(folder)).validate()


def test_the_same_tree_packs_to_the_same_cid_whatever_the_order_and_the_process(
    tmp_path: Path,
) -> None:
    backwards = dict(reversed(TREE.items()))
    cid = pack(_entries(TREE), description(), NoStore()).cid
    assert pack(_entries(backwards), description(), NoStore()).cid == cid
    folder = written(tmp_path / "tree", TREE)
    script = (
        "import sys; from pathlib import Path\n"
        "from depository.archive import entries; from depository.blocks import NoStore\n"
        "from depository.package import pack; from tests.support.packages import description\n"
        "print(pack(entries(Path(sys.argv[1])), description(), NoStore()).cid)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, str(folder)], capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == str(cid)
    assert pack(_entries(TREE), description("1.1"), NoStore()).cid != cid


def test_progress_tells_of_each_byte_of_payload(tmp_path: Path) -> None:
    told: list[int] = []
    package = pack(_entries(TREE), description(), NoStore(), progress=told.append)
    assert sum(told) == package.size


def test_a_cid_that_the_client_did_not_compute_refuses_the_package(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    cid = pack(_entries(TREE), description(), NoStore()).cid
    with pytest.raises(Rejected, match=r"package\.cid-differs"):
        pack(_entries({"other": b"x"}), description(), store, expected=cid)
    assert not [path for path in (tmp_path / "blocks").rglob("*") if path.is_file()]
    assert pack(_entries(TREE), description(), store, expected=cid).cid == cid


def test_no_files_are_no_package() -> None:
    with pytest.raises(Rejected, match=r"package\.empty"):
        pack([], description(), NoStore())


@pytest.mark.parametrize(
    ("names", "code"),
    [(["a", "a"], "archive.duplicate-name"), (["a", "a/b"], "archive.file-and-directory")],
)
def test_entries_that_clash_are_refused(names: list[str], code: str) -> None:
    clashing = [Entry(name, 1, io.BytesIO(b"x")) for name in names]
    with pytest.raises(Rejected, match=code.replace(".", r"\.")):
        pack(clashing, description(), NoStore())


def test_a_refusal_in_the_midst_keeps_nothing(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "store")
    folder = written(tmp_path / "tree", {"a": b"x" * MIB, "b": b"y" * 10})
    files = entries(folder)
    first = next(files)
    (folder / "b").write_bytes(b"changed meanwhile")

    def all_files() -> list[Entry]:
        return [first, *files]

    with pytest.raises(Rejected, match=r"archive\.changed"):
        pack(all_files(), description(), store)
    assert not [path for path in (tmp_path / "store" / "blocks").rglob("*") if path.is_file()]


TAGS = [bag.MANIFEST, bag.CODEMETA, bag.BAGIT_TXT, bag.BAG_INFO, bag.GIT_TREE]


@pytest.mark.parametrize("file", TAGS)
def test_a_bag_with_one_tag_file_changed_does_not_verify(tmp_path: Path, file: str) -> None:
    store = EmbeddedStore(tmp_path)
    package = _packed(store)
    with store.batch() as batch:
        changed = build_directory("", [], batch)  # an empty directory in the file's place
        links = [
            Link(link.name, changed.cid, changed.total) if link.name == file else link
            for link in list_directory(store, package.cid)
        ]
        root = build_directory("", links, batch).cid
        batch.sync()
    with pytest.raises((VerificationError, NotFound)):
        verify_package(store, root)


def test_a_payload_file_that_is_not_in_the_manifest_does_not_verify(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    package = _packed(store)
    links = list(list_directory(store, package.cid))
    (payload,) = (link for link in links if link.name == bag.PAYLOAD)
    inner = list_directory(store, payload.cid)
    for changed in ((*inner, Link("extra", inner[0].cid, 1)), inner[1:]):
        with store.batch() as batch:
            other = build_directory(bag.PAYLOAD, changed, batch)
            root = build_directory("", [other, *(x for x in links if x != payload)], batch).cid
            batch.sync()
        with pytest.raises(VerificationError, match=r"bag\.manifest-differs"):
            verify_package(store, root)


def test_damage_anywhere_in_a_package_is_found(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    package = _packed(store)
    for path in (tmp_path / "blocks").rglob("1220*"):
        whole = path.read_bytes()
        path.chmod(0o644)
        path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]) if whole else b"x")
        with pytest.raises(VerificationError, match=r"content\.damaged"):
            verify_package(store, package.cid)
        path.write_bytes(whole)
    verify_package(store, package.cid)


names = st.text(
    st.characters(blacklist_categories=("Cc", "Cs", "Cf", "Zl", "Zp"), blacklist_characters="/"),
    min_size=1,
    max_size=20,
)


@settings(max_examples=50)
@given(st.dictionaries(names, st.binary(min_size=32, max_size=32), max_size=8))
def test_a_manifest_is_read_back_as_it_was_written(digests: dict[str, bytes]) -> None:
    digests = {f"data/{name}": digest for name, digest in digests.items()}
    lines = bag.manifest(digests.items())  # type: ignore[arg-type]
    whole = b"".join(lines)
    pieces = [whole[at : at + 7] for at in range(0, len(whole), 7)]
    assert dict(bag.read_manifest(pieces)) == digests


def test_line_ends_and_percent_signs_in_names_are_escaped_as_the_rfc_asks() -> None:
    digest = hashlib.sha256(b"").digest()
    (line,) = bag.manifest([("data/50%\r\n", digest)])  # type: ignore[list-item]
    assert line == f"{digest.hex()}  data/50%25%0D%0A\n".encode()
    for broken in (b"abc  data/x\n", b"0" * 64 + b"\n", b"0" * 64 + b"  \xff\n", b"x" * 70_000):
        with pytest.raises(VerificationError, match=r"bag\.malformed-manifest"):
            list(bag.read_manifest([broken]))


def test_list_files_reads_no_payload(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    package = _packed(store)
    leaf = next(file for file in package.files if file.path == "README.md").cid
    (tmp_path / "blocks" / leaf.digest[:1].hex() / leaf.multihash.hex()).unlink()
    assert tuple(list_files(store, package.cid)) == package.files
    with pytest.raises(NotFound, match=r"content\.missing"):
        open_file(store, package.cid, "README.md")


def test_a_description_is_codemeta_in_three_languages_and_read_back() -> None:
    document = json.loads(canonical_json(to_codemeta(description())))
    assert document["@context"][0] == "https://w3id.org/codemeta/3.0"
    assert [name["@language"] for name in document["name"]] == ["kk", "ru", "en"]
    assert document["license"] == "https://spdx.org/licenses/Apache-2.0"
    assert from_codemeta(document) == description()
    for spoiled in ({}, {**document, "kind": "song"}, {**document, "version": 1}):
        with pytest.raises(Rejected, match=r"metadata\.malformed"):
            from_codemeta(spoiled)


@pytest.mark.parametrize(
    "license_", ["MIT", "GPL-2.0-or-later WITH Classpath-exception-2.0", "(MIT OR Apache-2.0)"]
)
def test_spdx_expressions_are_licences(license_: str) -> None:
    metadata = Metadata(Localized("а", "б", "c"), "1", license_, PackageKind.CONCEPT)
    assert from_codemeta(to_codemeta(metadata)) == metadata
    assert metadata.access is Access.PUBLIC


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"version": ""}, "metadata.empty"),
        ({"version": "1 2"}, "metadata.bad-version"),
        ({"version": "1" * 65}, "metadata.too-long"),
        ({"license": "MIT; rm"}, "metadata.bad-license"),
        ({"license": "(MIT"}, "metadata.bad-license"),
        ({"titles": Localized("а" * 301, "б", "c")}, "metadata.too-long"),
        ({"titles": Localized("а\u202e", "б", "c")}, "metadata.control-character"),
        ({"authors": ("x",) * 101}, "metadata.too-many-authors"),
        ({"authors": (" ",)}, "metadata.empty"),
        ({"description": Localized("а\x00", "б", "c")}, "metadata.control-character"),
    ],
)
def test_a_description_out_of_bounds_is_refused(change: dict[str, object], code: str) -> None:
    fields: dict[str, object] = {
        "titles": Localized("а", "б", "c"),
        "version": "1.0",
        "license": "MIT",
        "kind": PackageKind.PROGRAM_CODE,
    }
    with pytest.raises(Rejected, match=code.replace(".", r"\.")):
        Metadata(**{**fields, **change})  # type: ignore[arg-type]
