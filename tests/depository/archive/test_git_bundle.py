"""A git bundle is read as git reads it: history, deltas, tags, and the tree of its HEAD."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depository.archive import entries, excluding
from depository.archive.git_delta import apply_delta
from depository.blocks import NoStore
from depository.package import Package, pack
from ledger.errors import Rejected
from tests.depository.archive.packs import (
    BLOB,
    COMMIT,
    TREE,
    PackMaker,
    bundle,
    delta,
    entry,
    size_of,
)
from tests.support.packages import KeyStream, committed, description, written

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LARGE = KeyStream("bundle", 300_000).read(300_000)


def _packed(path: Path, exclude: Callable[[str], bool] | None = None) -> Package:
    return pack(entries(path, exclude=exclude), description(), NoStore())


def _git(folder: Path, *arguments: str | Path) -> str:
    ran = subprocess.run(
        ["git", "-C", folder, "-c", "user.name=t", "-c", "user.email=t@example.org", *arguments],
        check=True,
        capture_output=True,
        text=True,
    )
    return ran.stdout.strip()


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A repository with a history of a file that grows, so that git makes deltas."""
    folder = written(tmp_path / "checkout", {"src/қойма.py": b"x = 1\n", "run.sh": b"#!/bin/sh\n"})
    (folder / "run.sh").chmod(0o755)
    for n in range(12):
        (folder / "large.bin").write_bytes(LARGE[: 200_000 + n * 5000] + b"%d" % n)
        (folder / f"other{n % 3}").write_bytes(LARGE[n:150_000])
        committed(folder)
    _git(folder, "repack", "-adfq", "--depth=50")
    return folder


def test_a_bundle_with_history_has_the_cid_of_the_checkout_and_gits_tree(
    tmp_path: Path, checkout: Path
) -> None:
    _git(checkout, "bundle", "create", tmp_path / "a", "--all")
    package = _packed(tmp_path / "a")
    assert package.swhid == "swh:1:dir:" + _git(checkout, "rev-parse", "HEAD^{tree}")
    assert package.cid == _packed(checkout, excluding(".git")).cid
    assert [file.path for file in package.files if file.executable] == ["run.sh"]
    deltas = _git(checkout, "cat-file", "--batch-all-objects", "--batch-check=%(deltabase)")
    assert set(deltas.split()) != {"0" * 40}


def test_the_tree_is_that_of_head_or_of_the_only_ref(tmp_path: Path, checkout: Path) -> None:
    expected = _packed(checkout, excluding(".git")).cid
    _git(checkout, "tag", "-am", "first", "v1", "HEAD")
    branch = _git(checkout, "branch", "--show-current")
    for refs in (["HEAD"], ["HEAD", "v1"], [branch], ["v1"], ["HEAD~3", "--all"]):
        _git(checkout, "bundle", "create", tmp_path / "a", *refs)
        assert _packed(tmp_path / "a").cid == expected, refs
    _git(checkout, "bundle", "create", "--version=3", tmp_path / "a", "HEAD")
    assert (tmp_path / "a").read_bytes().startswith(b"# v3")
    assert _packed(tmp_path / "a").cid == expected
    _git(checkout, "bundle", "create", tmp_path / "a", branch, "v1")
    with pytest.raises(Rejected, match=r"archive\.git-several-refs") as refused:
        _packed(tmp_path / "a")
    assert refused.value.facts["name"] == f"refs/heads/{branch}, refs/tags/v1"
    _git(checkout, "bundle", "create", tmp_path / "a", "HEAD", "^HEAD~2")
    with pytest.raises(Rejected, match=r"archive\.git-incomplete"):
        _packed(tmp_path / "a")


def test_a_bundle_of_a_shallow_clone_is_whole_enough(tmp_path: Path, checkout: Path) -> None:
    shallow = tmp_path / "shallow"
    _git(tmp_path, "clone", "-q", "--depth=1", f"file://{checkout}", shallow)
    _git(shallow, "bundle", "create", tmp_path / "a", "HEAD")
    assert _packed(tmp_path / "a").cid == _packed(checkout, excluding(".git")).cid


def test_links_and_submodules_are_refused_by_name(tmp_path: Path, checkout: Path) -> None:
    (checkout / "link").symlink_to("run.sh")
    head = _git(checkout, "rev-parse", "HEAD")
    _git(checkout, "update-index", "--add", "--cacheinfo", f"160000,{head},vendored")
    _git(checkout, "add", "link")
    _git(checkout, "commit", "-qm", "both")
    _git(checkout, "bundle", "create", tmp_path / "a", "HEAD")
    with pytest.raises(Rejected) as refused:
        _packed(tmp_path / "a")
    assert refused.value.facts["names"] == ("link", "vendored")
    assert refused.value.facts["codes"] == ("archive.symlink", "archive.submodule")


def test_deltas_by_name_and_by_offset_make_the_same_file(tmp_path: Path) -> None:
    first, second = b"0123456789" * 20, b"0123456789" * 20 + b"more"
    change = delta(len(first), len(second), b"\xb0" + len(first).to_bytes(2, "little") + b"\4more")
    cids = set()
    for form in ("whole", "offset", "name", "name in front"):
        maker = PackMaker()
        other = PackMaker().add(BLOB, second)
        base = PackMaker().add(BLOB, first)
        if form == "name in front":
            maker.add_by_name(base, change)
        maker.add(BLOB, first)
        if form == "whole":
            maker.add(BLOB, second)
        elif form == "offset":
            maker.add_by_offset(maker.place, change)
        elif form == "name":
            maker.add_by_name(base, change)
        tree = maker.add(TREE, entry("100644", "a", base) + entry("100755", "b", other))
        commit = maker.add(COMMIT, b"tree %s\n\n" % tree.hex().encode())
        (tmp_path / "a").write_bytes(bundle(maker.pack(), {"HEAD": commit}))
        package = _packed(tmp_path / "a")
        assert package.swhid == f"swh:1:dir:{tree.hex()}"
        cids.add(package.cid)
    assert len(cids) == 1


@given(base=st.binary(max_size=300), change=st.binary(max_size=60), size=st.integers(0, 400))
def test_any_bytes_as_a_delta_make_what_they_state_or_are_refused(
    base: bytes, change: bytes, size: int
) -> None:
    stated = size_of(len(base)) + size_of(size) + change
    try:
        made = apply_delta(base, stated, 300)
    except ValueError:
        return
    assert made is None if size > 300 else len(made or b"") == size
