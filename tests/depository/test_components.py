"""The set of an information system is declared whole, or its want is told part by part (D-9)."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from depository import bag
from depository.archive import Entry
from depository.blocks import EmbeddedStore, NoStore
from depository.components import REQUIRED, Declaration, Part, check_complete
from depository.content import read_metadata, verify_package
from depository.metadata import PackageKind, from_codemeta, to_codemeta
from depository.package import pack
from depository.unixfs.reader import read_file, resolve
from ledger.canonical import canonical_json
from ledger.errors import Rejected
from tests.support.packages import description

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FILES = {"src/main.py": b"x", "docs/test.md": b"y", "setup.bin": b"z"}
WHOLE = {
    "source": ["src"],
    "installation": ["setup.bin"],
    "annotation": ["docs/test.md"],
    "description": ["docs"],
    "test-programme": ["docs/test.md"],
    "operation": ["docs"],
}
LEFT_OUT = {"additional-software": "Қажет емес", "certification": "Ещё не проведена"}


def _declared(present: Mapping[str, list[str]], absent: Mapping[str, str]) -> Declaration:
    found = Declaration.of(present, absent)
    assert found is not None
    return found


def _entries() -> list[Entry]:
    return [Entry(path, len(data), io.BytesIO(data)) for path, data in FILES.items()]


def test_a_whole_set_is_complete_and_what_is_at_wish_may_be_left_unsaid() -> None:
    declared = _declared(WHOLE, LEFT_OUT)
    check_complete(declared)
    assert declared.missing() == ()
    assert [state.part for state in declared.states()] == list(Part)
    assert Part.OTHER not in REQUIRED


@pytest.mark.parametrize("part", REQUIRED)
def test_each_part_of_which_nothing_is_said_is_missing(part: Part) -> None:
    present = {word: paths for word, paths in WHOLE.items() if word != part}
    absent = {word: why for word, why in LEFT_OUT.items() if word != part}
    with pytest.raises(Rejected, match=r"parts\.incomplete") as refused:
        check_complete(_declared(present, absent))
    assert refused.value.facts["parts"] == (part.value,)


def test_without_a_declaration_all_parts_are_missing() -> None:
    with pytest.raises(Rejected) as refused:
        check_complete(None)
    assert refused.value.facts["parts"] == tuple(part.value for part in REQUIRED)
    assert Declaration.of({}, {}) is None


def test_only_an_information_system_must_have_its_set() -> None:
    for kind in PackageKind:
        metadata = replace(description(), kind=kind)
        if kind is PackageKind.INFORMATION_SYSTEM:
            with pytest.raises(Rejected, match=r"parts\.incomplete"):
                metadata.check_complete()
        else:
            metadata.check_complete()


@pytest.mark.parametrize(
    ("present", "absent", "code"),
    [
        ({"sources": ["src"]}, {}, "parts.unknown"),
        ({}, {"sources": "none"}, "parts.unknown"),
        ({"source": ["src"]}, {"source": "secret"}, "parts.contradiction"),
        ({"source": ["../src"]}, {}, "parts.bad-path"),
        ({"source": ["/src"]}, {}, "parts.bad-path"),
        ({"source": [""]}, {}, "parts.bad-path"),
        ({"source": []}, {}, "parts.bad-path"),
        ({"source": ["a\nb"]}, {}, "parts.bad-path"),
        ({"source": ["n" * 1025]}, {}, "parts.bad-path"),
        ({"source": [str(n) for n in range(51)]}, {}, "parts.too-many-paths"),
        ({}, {"source": " "}, "parts.bad-reason"),
        ({}, {"source": "w" * 501}, "parts.bad-reason"),
        ({}, {"source": "a\nb"}, "parts.bad-reason"),
    ],
)
def test_a_declaration_that_cannot_be_is_refused(
    present: dict[str, list[str]], absent: dict[str, str], code: str
) -> None:
    with pytest.raises(Rejected, match=code.replace(".", r"\.")):
        Declaration.of(present, absent)


def test_a_declared_path_is_a_file_or_a_folder_of_the_package() -> None:
    _declared(WHOLE, {}).check_files(FILES)
    _declared({"source": ["./src/", "src/main.py"]}, {}).check_files(FILES)
    for path in ("sr", "src/main", "src/main.py/x", "docs/test.md~"):
        with pytest.raises(Rejected, match=r"parts\.no-such-file") as refused:
            _declared({"source": [path]}, {}).check_files(FILES)
        assert refused.value.facts == {"part": "source", "path": path}


def test_a_declaration_is_in_the_bag_and_is_read_back(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    metadata = replace(description(), parts=_declared(WHOLE, LEFT_OUT))
    package = pack(_entries(), metadata, store)
    assert read_metadata(store, package.cid) == metadata
    verify_package(store, package.cid)
    document = json.loads(b"".join(read_file(store, resolve(store, package.cid, bag.CODEMETA))))
    assert document["hasPart"][0] == {
        "@type": "CreativeWork",
        "identifier": "source",
        "path": ["src"],
    }


def test_the_order_of_a_declaration_changes_no_cid_and_the_declaration_does() -> None:
    turned = {word: paths[::-1] for word, paths in reversed(WHOLE.items())}
    cids = {
        pack(_entries(), replace(description(), parts=parts), NoStore()).cid
        for parts in (_declared(WHOLE, LEFT_OUT), _declared(turned, LEFT_OUT))
    }
    assert len(cids) == 1
    assert pack(_entries(), description(), NoStore()).cid not in cids


def test_a_package_without_a_declaration_is_what_it_was() -> None:
    document = to_codemeta(description())
    assert "hasPart" not in document
    assert len(document["@context"]) == 2
    assert from_codemeta(document).parts is None


@pytest.mark.parametrize(
    "parts", [1, [1], [{}], [{"identifier": 1, "path": []}], [{"identifier": "source"}]]
)
def test_parts_of_another_shape_are_no_description(parts: Any) -> None:
    document = json.loads(canonical_json(to_codemeta(description())))
    with pytest.raises(Rejected, match=r"metadata\.malformed"):
        from_codemeta({**document, "hasPart": parts})
