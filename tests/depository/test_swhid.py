"""SWHIDs equal what Software Heritage publishes and what git itself makes of the same tree."""

from __future__ import annotations

import io
import os
import stat
import subprocess
import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from depository import bag
from depository.archive import entries
from depository.blocks import EmbeddedStore, NoStore
from depository.content import read_package, verify_package
from depository.package import pack
from depository.swhid import BlobHash, SourceFile, content_swhid, directory_swhid, tree_id
from depository.unixfs.builder import FileBuilder
from depository.unixfs.directory import build_directory
from depository.unixfs.node import Link
from depository.unixfs.reader import list_directory, read_file, resolve
from ledger.errors import Rejected, VerificationError
from tests.support.packages import KeyStream, description, written

if TYPE_CHECKING:
    from pathlib import Path

    from depository.cid import Cid

MIB = 1 << 20
QUOTE = bytes.fromhex("133693b125bad2b4ac318535b84901ebb1f6b638")
TREE = {
    "README.md": b"# read me\n",
    "run": b"#!/bin/sh\n",
    "lib/a": b"",
    "lib.c": b"int main;\n",
    "lib-c": b"x",
    "src/қойма/негізгі.py": b"print()\n",
    "large.bin": KeyStream("large", 2 * MIB + 5).read(2 * MIB + 5),
}
EXECUTABLE = {"run", "lib/a"}

parts = st.text("ab.-é仓", min_size=1, max_size=3).filter(lambda part: part.strip("."))
files = st.builds(
    SourceFile,
    st.lists(parts, min_size=1, max_size=4).map("/".join),
    st.booleans(),
    st.binary(min_size=20, max_size=20).filter(any),
)


def git(folder: Path, *arguments: str, given: bytes = b"") -> str:
    """What git answers in a repository."""
    clean = {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "PATH": os.environ["PATH"],
    }
    command = ["git", "-C", str(folder), *arguments]
    ran = subprocess.run(command, input=given, capture_output=True, check=True, env=clean)
    return ran.stdout.decode().strip()


def fresh(folder: Path) -> Path:
    """An empty repository."""
    folder.mkdir()
    git(folder, "init", "-q")
    return folder


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository whose index every example makes anew."""
    return fresh(tmp_path_factory.mktemp("git") / "repository")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A tree on the disk, with executable files."""
    folder = written(tmp_path / "tree", TREE)
    for path in TREE:
        (folder / path).chmod(0o755 if path in EXECUTABLE else 0o644)
    return folder


def test_the_published_swhids_of_a_sample_folder_come_out() -> None:
    """swh.model, `test_from_disk.py`: the folder `bar` of its sample."""
    inner = [SourceFile("another-quote.org", False, QUOTE)]
    outer = [SourceFile("barfoo/another-quote.org", False, QUOTE)]
    assert directory_swhid(inner) == "swh:1:dir:c3020f6bf135a38c6df3afeb5fb38232c5e07087"
    assert directory_swhid(outer) == "swh:1:dir:3c1f578394f4623f74a0ba7fe761729f59fc6ec4"
    assert directory_swhid([]) == "swh:1:dir:4b825dc642cb6eb9a060e54bf8d69288fbee4904"


def test_the_published_swhid_of_a_file_comes_out() -> None:
    """swh.model, `test_cli.py`: a file of four bytes; and git's well-known empty blob."""
    blob = BlobHash(4)
    blob.update(b"fo")
    blob.update(b"o\n")
    assert content_swhid(blob.digest()) == "swh:1:cnt:257cc5642cb1a054f08cc83f2d943e56fd3ebe99"
    assert BlobHash(0).digest().hex() == "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"


@given(st.lists(files, max_size=12))
@settings(max_examples=40, deadline=None)
def test_git_gives_any_tree_the_same_id(repository: Path, found: list[SourceFile]) -> None:
    try:
        ours = tree_id(found)
    except Rejected:
        names = [file.path for file in found]
        folders = {name[:at] for name in names for at, sign in enumerate(name) if sign == "/"}
        assert len(set(names)) < len(names) or folders & set(names)
        return
    lines = "".join(
        f"{'100755' if file.executable else '100644'} {file.blob.hex()}\t{file.path}\0"
        for file in found
    )
    git(repository, "read-tree", "--empty")
    git(repository, "update-index", "-z", "--index-info", given=lines.encode())
    assert git(repository, "write-tree", "--missing-ok") == ours.hex()


def test_git_gives_a_folder_on_the_disk_the_id_of_its_package(tmp_path: Path, tree: Path) -> None:
    package = pack(entries(tree), description(), NoStore())
    git(fresh(tmp_path / "repository"), "--work-tree", str(tree), "add", "--all")
    listed = git(tmp_path / "repository", "ls-files", "--stage", "-z").split("\0")
    assert {file.path for file in package.files if file.executable} == EXECUTABLE
    assert {
        f"{'100755' if f.executable else '100644'} {f.blob.hex()} 0\t{f.path}"
        for f in package.files
    } == set(filter(None, listed))
    assert package.swhid == "swh:1:dir:" + git(tmp_path / "repository", "write-tree")


def test_a_folder_its_tar_and_its_zip_have_one_swhid_and_one_cid(
    tmp_path: Path, tree: Path
) -> None:
    archives = [tree, tmp_path / "tree.tar.gz", tmp_path / "tree.tar", tmp_path / "tree.zip"]
    for archive, mode in zip(archives[1:3], ("w:gz", "w"), strict=True):
        with tarfile.open(archive, mode) as packed:  # type: ignore[call-overload]
            packed.add(tree, ".")
    with zipfile.ZipFile(archives[3], "w", zipfile.ZIP_DEFLATED) as packed:
        for path in TREE:
            packed.write(tree / path, path)
    packages = [pack(entries(archive), description(), NoStore()) for archive in archives]
    assert len({package.cid for package in packages}) == 1
    assert len({package.swhid for package in packages}) == 1


def test_who_may_execute_a_file_changes_the_swhid_and_the_package(tree: Path) -> None:
    before = pack(entries(tree), description(), NoStore())
    (tree / "run").chmod(0o655)
    after = pack(entries(tree), description(), NoStore())
    assert stat.S_IMODE((tree / "run").stat().st_mode) == 0o655
    assert (after.swhid == before.swhid, after.cid == before.cid) == (False, False)


def test_what_was_packed_is_known_by_the_same_swhids_when_read_back(
    tmp_path: Path, tree: Path
) -> None:
    store = EmbeddedStore(tmp_path / "store")
    package = pack(entries(tree), description(), store)
    for again in (read_package(store, package.cid), verify_package(store, package.cid)):
        assert again == package
        assert again.swhid == package.swhid
        assert [file.swhid for file in again.files] == [file.swhid for file in package.files]


def with_git_tree(store: EmbeddedStore, root: Cid, lines: bytes) -> Cid:
    """The same package with another git-tree.txt, and a tag manifest that fits it."""
    with store.batch() as batch, FileBuilder(batch) as builder:
        tree = builder.build(io.BytesIO(lines))
        listed = dict(bag.read_manifest(read_file(store, resolve(store, root, bag.TAG_MANIFEST))))
        tags = builder.build(
            io.BytesIO(b"".join(bag.manifest((listed | {bag.GIT_TREE: tree.sha256}).items())))
        )
        made = {bag.GIT_TREE: tree, bag.TAG_MANIFEST: tags}
        links = [
            Link(link.name, made[link.name].cid, made[link.name].total)
            if link.name in made
            else link
            for link in list_directory(store, root)
        ]
        other = build_directory("", links, batch).cid
        batch.sync()
    return other


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b"blob e69de29b", b"blob e69de29c", "bag.manifest-differs"),
        (b"\tlib.c\n", b"\tlib.d\n", "bag.manifest-differs"),
        (b"100755 blob", b"100777 blob", "bag.malformed"),
        (b"\tlib.c\n", b"\tlib.\xff\n", "bag.malformed"),
        (b"\tlib.c\n", b" lib.c\n", "bag.malformed"),
    ],
)
def test_a_bag_whose_git_tree_is_not_its_payload_s_does_not_verify(
    tmp_path: Path, tree: Path, old: bytes, new: bytes, code: str
) -> None:
    store = EmbeddedStore(tmp_path / "store")
    root = pack(entries(tree), description(), store).cid
    lines = b"".join(read_file(store, resolve(store, root, bag.GIT_TREE)))
    assert verify_package(store, with_git_tree(store, root, lines)).cid == root
    assert old in lines
    with pytest.raises(VerificationError, match=code):
        verify_package(store, with_git_tree(store, root, lines.replace(old, new, 1)))


@pytest.mark.parametrize(
    ("paths", "code"),
    [
        (["a", "a"], "archive.duplicate-name"),
        (["a", "a/b"], "archive.file-and-directory"),
        (["a/b", "a"], "archive.file-and-directory"),
    ],
)
def test_paths_that_clash_are_no_tree(paths: list[str], code: str) -> None:
    with pytest.raises(Rejected, match=code):
        tree_id([SourceFile(path, False, QUOTE) for path in paths])
