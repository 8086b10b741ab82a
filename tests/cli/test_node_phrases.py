"""What the node's newer rooms refuse is phrased in three languages, with facts that it has."""

from __future__ import annotations

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl
from fluent.syntax.visitor import Visitor

from api.languages import LANGUAGES, LOCALES, Language
from api.problems import message_id
from tests.support.refusals import constructions

SPACES = {"follow", "source", "compare", "witness", "check", "backup"}


class _Variables(Visitor):
    def __init__(self) -> None:
        self.found: set[str] = set()

    def visit_VariableReference(self, node: ftl.VariableReference) -> None:  # noqa: N802 - the library's name
        self.found.add(node.id.name)


def named(language: Language) -> dict[str, set[str]]:
    found = {}
    path = LOCALES / language / "problems-node.ftl"
    for entry in FluentParser().parse(path.read_text("utf-8")).body:
        if isinstance(entry, ftl.Message):
            visitor = _Variables()
            visitor.visit(entry)
            found[entry.id.name] = visitor.found
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_of_these_rooms_is_phrased(language: Language) -> None:
    phrased = named(language)
    made = [each for each in constructions("node", "cli") if each.code is not None]
    codes = {each.code: each.facts for each in made if str(each.code).split(".")[0] in SPACES}
    assert len(codes) > 10
    for code, facts in codes.items():
        assert phrased[message_id(str(code))] <= facts, code
    assert phrased.keys() == {message_id(str(code)) for code in codes}
