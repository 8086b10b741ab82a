"""CodeMeta documents of others: what is taken from them, and what is refused where."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depository.codemeta import read_codemeta
from depository.metadata import Access, PackageKind, to_codemeta
from ledger.errors import Rejected
from tests.support.packages import description

_FIELDS = ("name", "version", "softwareVersion", "license", "kind", "access", "author")
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text("aқ/~", max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["@language", "@value", "name", "givenName", "identifier", "path", "x"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


def _at(document: Any, pointer: str) -> Any:
    """What a JSON pointer of a document leads to."""
    for name in pointer.split("/")[1:]:
        document = document[int(name)] if isinstance(document, list) else document[name]
    return document


def test_our_own_document_says_all_that_it_was_made_of() -> None:
    said, whole = read_codemeta(to_codemeta(description())), description()
    assert whole.description is not None
    assert (said.titles["kk"], said.titles["en"]) == (whole.titles.kk, whole.titles.en)
    assert (said.version, said.license, said.authors) == (
        whole.version,
        whole.license,
        whole.authors,
    )
    assert (said.kind, said.access) == (whole.kind, Access.PUBLIC)
    assert said.description["ru"] == whole.description.ru


def test_what_others_write_is_understood() -> None:
    said = read_codemeta(
        {
            "@context": "https://w3id.org/codemeta/3.0",
            "name": "A tool",
            "softwareVersion": "2.1",
            "license": "http://spdx.org/licenses/BSD-3-Clause.html",
            "author": [
                {"@type": "Person", "givenName": "Aigul", "familyName": "Sadykova"},
                {"@type": "Organization", "name": "Қойма"},
                "A. Somebody",
            ],
            "kind": "documentation",
            "description": None,
        }
    )
    assert (said.titles, said.description) == ({}, {})
    assert (said.version, said.license) == ("2.1", "BSD-3-Clause")
    assert said.authors == ("Aigul Sadykova", "Қойма", "A. Somebody")
    assert (said.kind, said.access) == (PackageKind.DOCUMENTATION, None)


@pytest.mark.parametrize(
    ("document", "pointer"),
    [
        ({"name": 7}, "/name"),
        ({"name": [{"@value": "x"}]}, "/name/0"),
        ({"name": [{"@language": "kk", "@value": "x"}, {"@language": "ru"}]}, "/name/1"),
        ({"name": [{"@language": "kk", "@value": 1}]}, "/name/0/@value"),
        ({"license": ["MIT", "BSD-3-Clause"]}, "/license"),
        ({"author": ["a", 1]}, "/author/1"),
        ({"author": {"name": 1}}, "/author/name"),
        ({"author": [{"givenName": 1}]}, "/author/0/givenName"),
        ({"kind": "song"}, "/kind"),
        ({"access": "restricted"}, "/access"),
        ({"hasPart": {"identifier": "source"}}, "/hasPart"),
        ({"hasPart": [{"identifier": "source"}]}, "/hasPart/0"),
        ({"hasPart": [{"identifier": "source", "path": "src"}]}, "/hasPart/0/path"),
        ({"hasPart": [{"identifier": "source", "path": ["a", 1]}]}, "/hasPart/0/path/1"),
        ({"hasPart": [{"identifier": "source", "absence": 1}]}, "/hasPart/0/absence"),
    ],
)
def test_what_has_another_form_is_named_by_its_place(document: Any, pointer: str) -> None:
    with pytest.raises(Rejected, match=r"codemeta\.malformed") as refused:
        read_codemeta(document)
    assert refused.value.facts == {"pointer": pointer}


@given(st.dictionaries(st.sampled_from([*_FIELDS, "description", "hasPart"]), _VALUES))
def test_any_document_is_read_or_refused_at_a_place_that_it_has(document: dict[str, Any]) -> None:
    try:
        said = read_codemeta(document)
    except Rejected as refusal:
        refused = refusal
    else:
        texts = [*said.titles.values(), *said.description.values(), *said.authors]
        assert all(isinstance(each, str) for each in texts)
        return
    assert refused.code == "codemeta.malformed"
    _at(document, str(refused.facts["pointer"]))
