"""`qoima deposit` of an information system asks for its whole set, and reads CodeMeta."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from cli.described import Description, declaration, described
from cli.exits import UsageError
from depository.components import Declaration, Part
from depository.metadata import PackageKind, to_codemeta
from ledger.errors import Rejected
from tests.support.packages import description, written

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import People
    from tests.cli.program import Up

_TITLES = ("--title-kk", "Жүйе", "--title-ru", "Система", "--title-en", "System")
_SAID = (*_TITLES, "--version", "1.0", "--license", "MIT", "--key", "depositor")
_SYSTEM = (*_SAID, "--kind", "information-system")
_WITHOUT = [
    word
    for part in ("additional-software", "annotation", "certification", "description", "operation")
    for word in ("--without", f"{part}=none yet")
]


def _document(path: Path, **changes: Any) -> Path:
    path.write_text(json.dumps({**to_codemeta(description()), **changes}), "utf-8")
    return path


def test_an_information_system_is_deposited_with_its_set_only(
    installation: Up, people: People, tmp_path: Path
) -> None:
    tree = str(written(tmp_path / "tree", {"src/a.py": b"a = 1\n", "setup.bin": b"bin"}))
    refused = installation.qoima("deposit", tree, *_SYSTEM, "--part", "source=src")
    assert (refused.code, refused.refusal["code"]) == (1, "parts.incomplete")
    assert "Installation package" in refused.err
    assert "Source code" not in refused.err
    parts = ("--part", "source=src/", "--part", "installation=setup.bin", *_WITHOUT)
    wrong = installation.qoima("deposit", tree, *_SYSTEM, *parts, "--part", "test-programme=t.md")
    assert wrong.refusal["code"] == "parts.no-such-file"
    done = installation.qoima(
        "deposit", tree, *_SYSTEM, *parts, "--without", "test-programme=керек емес"
    ).answer
    shown = installation.qoima("deposit", "show", str(done["number"])).answer["data"]
    found = {each["part"]: each for each in shown["described"]["parts"]}
    assert found["source"]["paths"] == ["src"]
    assert found["test-programme"]["reason"] == "керек емес"
    assert not any(each["missing"] for each in found.values())


def test_a_deposit_is_described_by_a_codemeta_document(
    installation: Up, people: People, tmp_path: Path
) -> None:
    tree = str(written(tmp_path / "tree", {"described.py": b"d = 1\n"}))
    said = ("--codemeta", str(_document(tmp_path / "codemeta.json")), "--key", "depositor")
    done = installation.qoima("deposit", tree, *said, "--version", "7").answer
    shown = installation.qoima("deposit", "show", str(done["number"])).answer["data"]["described"]
    assert (shown["title"]["kk"], shown["version"]) == ("Есеп жүйесі", "7")
    assert (shown["description"]["en"], shown["authors"]) == ("Description", ["Қойма"])
    plain = _document(tmp_path / "plain.json", name="A plain title")
    refused = installation.qoima("deposit", tree, "--codemeta", str(plain), "--key", "depositor")
    assert (refused.code, refused.refusal["code"]) == (2, "input.description-missing")
    assert "--title-kk, --title-ru, --title-en" in refused.err


def test_a_document_fills_what_is_not_given(tmp_path: Path) -> None:
    parts = declaration(["source=src", "source=lib"], ["other=none"])
    whole = to_codemeta(description())
    document = _document(
        tmp_path / "codemeta.json",
        softwareVersion="2.0",
        version=None,
        author={"givenName": "Aigul", "familyName": "Sadykova"},
        hasPart=[{"identifier": "source", "path": ["src"]}],
    )
    found = described(Description({}), document).metadata()
    assert (found.version, found.license) == ("2.0", "Apache-2.0")
    assert found.authors == ("Aigul Sadykova",)
    assert found.parts == Declaration(((Part.SOURCE, ("src",)),))
    given = Description({"kk": "К"}, "3", "MIT", "concept", authors=("X",), parts=parts)
    found = described(given, document).metadata()
    assert (found.titles.kk, found.titles.ru) == ("К", "Система учёта")
    assert (found.version, found.license, found.kind) == ("3", "MIT", PackageKind.CONCEPT)
    assert found.parts == Declaration(((Part.SOURCE, ("lib", "src")),), ((Part.OTHER, "none"),))
    assert described(given, None) is given
    (tmp_path / "own.json").write_text(json.dumps(whole), "utf-8")
    assert described(Description({}), tmp_path / "own.json").metadata() == description()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", 7),
        ("name", [{"@value": "x"}]),
        ("name", [{"@language": "kk", "@value": 1}]),
        ("version", 1),
        ("license", ["MIT", "BSD-3-Clause"]),
        ("author", [1]),
        ("kind", "song"),
        ("hasPart", [1]),
    ],
)
def test_a_field_that_cannot_be_read_is_named(tmp_path: Path, field: str, value: object) -> None:
    document = _document(tmp_path / "codemeta.json", **{field: value})
    with pytest.raises(UsageError, match=r"input\.codemeta-malformed") as refused:
        described(Description({}), document)
    assert str(refused.value.facts["field"]).startswith(f"/{field}")


@pytest.mark.parametrize("raw", [b"", b"[]", b"{", b"[" * 100_000, b"\xff", b" " * 300_000])
def test_what_is_no_document_is_refused(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "codemeta.json").write_bytes(raw)
    with pytest.raises(UsageError, match=r"input\.codemeta-unreadable"):
        described(Description({}), tmp_path / "codemeta.json")


def test_a_part_that_is_no_pair_is_refused() -> None:
    for given in ("source", "=src", ""):
        with pytest.raises(UsageError, match=r"input\.part-malformed"):
            declaration([given], [])
    with pytest.raises(Rejected, match=r"parts\.contradiction"):
        declaration(["source=src"], ["source=secret"])
