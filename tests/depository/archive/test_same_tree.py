"""One tree gives one package, whatever it was carried in."""

from __future__ import annotations

import gzip
import io
import lzma
import struct
import subprocess
import tarfile
import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from depository.archive import ArchiveKind, Limits, detect, entries, excluding
from depository.blocks import NoStore
from depository.package import pack
from ledger.errors import NotFound, Rejected
from tests.support.packages import (
    KeyStream,
    bundled,
    description,
    refusal_of,
    tarred,
    tarred_xz,
    tarred_zst,
    written,
    zipped,
    zstd_packed,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from _typeshed import ReadableBuffer as Buffer

    from depository.cid import Cid

MIB = 1 << 20
PACKED = Path(__file__).parents[2] / "vectors" / "archives"
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "xz": lzma.compress,
    "zstd": zstd_packed,
}
TREE = {
    "README.md": b"# read me\n",
    ".git/config": b"[core]\n",
    "бума\u0493/қойма 仓库.txt": b"\xd2\x9b",
    "a/very/deep/folder/" + "n" * 200 + "/" + "m" * 200: b"long name",
    "empty": b"",
    "large": KeyStream("tree", 3 * MIB + 1).read(3 * MIB + 1),
    "zeros": bytes(MIB),
}


def _cid(path: Path, exclude: Callable[[str], bool] | None = None) -> Cid:
    return pack(entries(path, exclude=exclude), description(), NoStore()).cid


def _every_form(folder: Path, tree: dict[str, bytes]) -> dict[str, Path]:
    folder.mkdir(exist_ok=True)
    return {
        "directory": written(folder / "tree", tree),
        "deflated": zipped(folder / "deflated.zip", tree),
        "stored": zipped(folder / "stored.zip", tree, zipfile.ZIP_STORED),
        "pax": tarred(folder / "pax.tar", tree),
        "gnu": tarred(folder / "gnu.tar", tree, form=tarfile.GNU_FORMAT),
        "packed": tarred(folder / "packed.tar.gz", tree, "w:gz"),
        "xz": tarred_xz(folder / "packed.tar.xz", tree),
        "zst": tarred_zst(folder / "packed.tar.zst", tree),
    }


def test_a_tree_in_every_form_has_one_cid(tmp_path: Path) -> None:
    forms = _every_form(tmp_path, TREE)
    assert len({_cid(path) for path in forms.values()}) == 1
    names = {entry.path for entry in entries(forms["directory"])}
    assert names == set(TREE)


def test_archives_of_the_usual_programs_have_the_same_cid(tmp_path: Path) -> None:
    tree = written(tmp_path / "tree", TREE)
    cid = _cid(tree)
    for options in ([], ["--format=pax"]):
        subprocess.run(["tar", *options, "-cf", tmp_path / "a", "-C", tree, "."], check=True)
        assert _cid(tmp_path / "a") == cid, options
        plain = (tmp_path / "a").read_bytes()
        for packer in PACKERS.values():
            (tmp_path / "b").write_bytes(packer(plain))
            assert _cid(tmp_path / "b") == cid, options


@pytest.mark.parametrize("archive", sorted(PACKED.glob("*.tar.*")), ids=lambda path: path.name)
def test_what_the_usual_programs_have_packed_has_the_same_cid(
    tmp_path: Path, archive: Path
) -> None:
    lines = "".join(f"line {number} of a file that is packed\n" for number in range(1, 601))
    tree = {"a/lines.txt": lines.encode(), "қойма.txt": "қ".encode()}
    assert _cid(archive) == _cid(written(tmp_path / "tree", tree))


def test_an_archive_of_git_has_the_cid_of_the_tree(tmp_path: Path) -> None:
    tree = written(tmp_path / "tree", {"a.txt": b"a", "b/қ.txt": b"b"})
    git = ["git", "-C", str(tree), "-c", "user.name=t", "-c", "user.email=t@example.org"]
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", "one"]):
        subprocess.run([*git, *arguments], check=True)
    cid = _cid(tree, excluding(".git"))
    for form in ("tar", "tar.gz", "zip"):
        archive = tmp_path / f"archive.{form}"
        subprocess.run([*git, "archive", f"--format={form}", "-o", archive, "HEAD"], check=True)
        assert _cid(archive) == cid, form


names = st.text("aбқ仓.-_ 9", min_size=1, max_size=12).filter(lambda name: name not in {".", ".."})


@settings(max_examples=15, deadline=None)
@given(
    tree=st.dictionaries(
        st.lists(names, min_size=1, max_size=3).map("/".join),
        st.integers(0, 70_000).map(lambda size: KeyStream("any", size).read(size)),
        min_size=1,
        max_size=5,
    ).filter(lambda tree: not any(f"{a}/" in b for a in tree for b in tree))
)
def test_any_tree_in_every_form_has_one_cid(
    tmp_path_factory: pytest.TempPathFactory, tree: dict[str, bytes]
) -> None:
    forms = _every_form(tmp_path_factory.mktemp("forms"), tree)
    assert len({_cid(path) for path in forms.values()}) == 1


class Unseekable(io.RawIOBase):
    """A pipe, to which zip writes sizes behind the bytes and not before."""

    def __init__(self, target: io.BufferedWriter) -> None:
        self._target = target

    def writable(self) -> bool:
        return True

    def write(self, data: Buffer, /) -> int:
        return self._target.write(data)


def test_a_zip_written_to_a_pipe_is_read(tmp_path: Path) -> None:
    with (
        (tmp_path / "a.zip").open("wb") as file,
        zipfile.ZipFile(Unseekable(file), "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        for path, data in TREE.items():
            packed.writestr(path, data)
    assert _cid(tmp_path / "a.zip") == _cid(written(tmp_path / "tree", TREE))


def test_a_zip_with_sizes_of_64_bits_is_read(tmp_path: Path) -> None:
    # APPNOTE 6.3.10 §4.3.14 to 4.3.16 and 4.5.3, written out; zipfile reads it too.
    data, full = b"sixty-four", 0xFFFFFFFF
    checksum = zlib.crc32(data)
    sizes = struct.pack("<HHQQQ", 1, 24, len(data), len(data), 0)
    local = struct.pack("<4s5H3L2H", b"PK\x03\x04", 45, 0, 0, 0, 0, checksum, full, full, 1, 20)
    local += b"x" + struct.pack("<HHQQ", 1, 16, len(data), len(data)) + data
    central = struct.pack(
        "<4s6H3L5H2L",
        *(b"PK\x01\x02", 45, 45, 0, 0, 0, 0, checksum, full, full, 1, 28, 0, 0, 0, 0, full),
    )
    central += b"x" + sizes
    place = len(local) + len(central)
    end = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, len(central), len(local))
    end += struct.pack("<4sLQL", b"PK\x06\x07", 0, place, 1)
    end += struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, full, full, 0)
    archive = tmp_path / "a.zip"
    archive.write_bytes(local + central + end)
    assert zipfile.ZipFile(archive).read("x") == data
    assert _cid(archive) == _cid(written(tmp_path / "tree", {"x": data}))
    archive.write_bytes(local + central[:-9] + b"\xff" * 9 + end)
    with pytest.raises(Rejected, match=r"archive\.damaged"):
        list(entries(archive))


def test_a_stream_in_several_members_is_read_as_one(tmp_path: Path) -> None:
    whole = tarred(tmp_path / "whole", TREE).read_bytes()
    halves = (whole[:70_001], whole[70_001:])
    for name, packer in PACKERS.items():
        between = bytes(8) if name == "xz" else b""
        (tmp_path / name).write_bytes(between.join(map(packer, halves)))
        assert _cid(tmp_path / name) == _cid(tmp_path / "whole"), name
    with (tmp_path / "xz").open("ab") as file:
        file.write(bytes(4))
    assert _cid(tmp_path / "xz") == _cid(tmp_path / "whole")


def test_a_single_file_is_taken_as_it_is_under_its_name(tmp_path: Path) -> None:
    def cid(path: Path, name: str) -> Cid:
        return pack(entries(path, ArchiveKind.FILE, name=name), description(), NoStore()).cid

    for data in (b"", b"text", zipped(tmp_path / "a.zip", {"x": b"x"}).read_bytes()):
        folder = written(tmp_path / str(len(data)), {"бумағ.bin": data})
        assert cid(folder / "бумағ.bin", "бумағ.bin") == _cid(folder)
    for name, code in (
        ("a/b", r"archive\.path-not-plain"),
        ("..", r"archive\.path-escapes"),
        ("", r"archive\.absolute-path|archive\.path-not-plain"),
    ):
        with pytest.raises(Rejected, match=code):
            cid(tmp_path / "a.zip", name)
    with pytest.raises(Rejected, match=r"archive\.file-name"):
        entries(tmp_path / "a.zip", ArchiveKind.FILE)
    with pytest.raises(Rejected, match=r"archive\.file-name"):
        entries(tmp_path / "a.zip", ArchiveKind.ZIP, name="a.zip")


def test_a_broken_archive_is_no_single_file(tmp_path: Path) -> None:
    whole = zipped(tmp_path / "a.zip", {"x": b"x" * 5000}).read_bytes()
    (tmp_path / "a.zip").write_bytes(whole[:-9])
    assert refusal_of(tmp_path / "a.zip").code == "archive.truncated"


def test_names_are_taken_in_nfc(tmp_path: Path) -> None:
    decomposed, composed = "и\u0306.txt", "й.txt"
    assert _cid(zipped(tmp_path / "a.zip", {decomposed: b"x"})) == _cid(
        written(tmp_path / "tree", {composed: b"x"})
    )


def test_what_is_excluded_is_left_out_of_every_form_with_all_that_is_in_it(
    tmp_path: Path,
) -> None:
    tree = {**TREE, "a/.venv/lib/x": b"x", ".venv": b"file"}
    without = excluding(".git", ".venv")
    kept = {path: data for path, data in TREE.items() if not path.startswith(".git")}
    expected = _cid(written(tmp_path / "kept", kept))
    forms = _every_form(tmp_path / "forms", tree)
    (forms["directory"] / ".git" / "link").symlink_to("/")
    for path in forms.values():
        assert _cid(path, without) == expected


def test_a_kind_is_told_by_the_first_bytes(tmp_path: Path) -> None:
    tree = {"a": b"a"}
    assert detect(written(tmp_path / "tree", tree)) is ArchiveKind.DIRECTORY
    assert detect(zipped(tmp_path / "a.tar", tree)) is ArchiveKind.ZIP
    assert detect(tarred(tmp_path / "a.zip", tree)) is ArchiveKind.TAR
    assert detect(tarred(tmp_path / "a.txt", tree, "w:gz")) is ArchiveKind.TAR_GZ
    subprocess.run(
        ["tar", "--format=v7", "-cf", tmp_path / "v7", "-C", tmp_path, "a.txt"], check=True
    )
    assert detect(tmp_path / "v7") is ArchiveKind.TAR
    assert [entry.path for entry in entries(tmp_path / "v7")] == ["a.txt"]
    assert detect(tarred_xz(tmp_path / "a.gz", tree)) is ArchiveKind.TAR_XZ
    assert detect(tarred_zst(tmp_path / "a.xz", tree)) is ArchiveKind.TAR_ZST
    assert detect(bundled(tmp_path / "a.zst", tree)) is ArchiveKind.GIT_BUNDLE
    (tmp_path / "other").write_bytes(b"Rar!\x1a\x07\x00")
    with pytest.raises(Rejected, match=r"archive\.unknown-kind"):
        detect(tmp_path / "other")
    with pytest.raises(NotFound, match=r"archive\.missing"):
        detect(tmp_path / "nothing")


def test_seventy_thousand_files_are_taken_and_one_more_than_the_limit_is_not(
    tmp_path: Path,
) -> None:
    archive = zipped(tmp_path / "many.zip", {f"d/{n}": b"" for n in range(70_000)}, 0)
    assert sum(1 for _ in entries(archive)) == 70_000
    with pytest.raises(Rejected, match=r"archive\.too-many-files"):
        list(entries(archive, limits=Limits(max_files=69_999)))
