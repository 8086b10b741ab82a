"""The colour roles of the style sheet: contrast by WCAG 2.2 in the light and in the dark."""

from __future__ import annotations

import re

import pytest

from api.pages.static import STATIC

_TEXT = 4.5
"""WCAG 2.2, 1.4.3: text on its ground."""

_SHAPE = 3.0
"""WCAG 2.2, 1.4.11: edges of fields, marks, the ring of focus."""


def _roles(scheme: str) -> dict[str, str]:
    style = (STATIC / "site.css").read_text("utf-8")
    light, dark = style.split("@media (prefers-color-scheme: dark)")[:2]
    pairs = re.compile(r"--([a-z-]+): (#[0-9a-f]{6});")
    roles = dict(pairs.findall(light))
    return roles | dict(pairs.findall(dark.split("*, *::before")[0])) if scheme == "dark" else roles


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


_GROUNDS = ("paper", "sheet")
_WORDS = [
    *((text, ground) for text in ("ink", "quiet", "deep") for ground in (*_GROUNDS, "seal-wash")),
    *((tone, f"{tone}-wash") for tone in ("good", "wait", "bad", "ended")),
    *((tone, "sheet") for tone in ("good", "wait", "bad")),
    *(("ink", f"{tone}-wash") for tone in ("wait", "bad", "ended")),
    ("band-ink", "band"),
    ("band-quiet", "band"),
    ("deep-ink", "deep"),
]
_MARKS = [(mark, ground) for mark in ("edge", "focus", "seal") for ground in _GROUNDS]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), _WORDS)
def test_words_stand_out_from_their_ground(scheme: str, text: str, ground: str) -> None:
    roles = _roles(scheme)
    assert _contrast(roles[text], roles[ground]) >= _TEXT


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("mark", "ground"), _MARKS)
def test_marks_stand_out_from_their_ground(scheme: str, mark: str, ground: str) -> None:
    roles = _roles(scheme)
    assert _contrast(roles[mark], roles[ground]) >= _SHAPE


def test_the_measure_is_that_of_wcag() -> None:
    assert _contrast("#000000", "#ffffff") == pytest.approx(21)
    assert _contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_styles_and_scripts_name_no_other_host() -> None:
    paths = [path for path in STATIC.rglob("*") if path.is_file()]
    assert {path.suffix for path in paths} >= {".css", ".js", ".html"}
    for path in paths:
        text = path.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?:|//[a-z]+\.|@import|@font-face", text), path.name
