"""A page in our one style: a heading, facts as labels and values, words, and a code to scan."""

from __future__ import annotations

import datetime as dt
import logging
from importlib.resources import files
from typing import TYPE_CHECKING, Final

import segno
from fpdf import FPDF
from fpdf.enums import MethodReturnValue, WrapMode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from api.languages import Language

__all__ = ["Paper"]

_FACE: Final = "Source Sans"
_FONTS: Final = files("font_source_sans_pro") / "files"
_WIDTH_MM: Final = 210
_MARGIN_MM: Final = 22
_LABEL_MM: Final = 52
_GAP_MM: Final = 4
_LINE_MM: Final = 5.2
_CODE_MM: Final = 38
_INK: Final = (22, 27, 34)
_SOFT: Final = (92, 102, 115)
_RULE: Final = (201, 207, 214)
_ACCENT: Final = (15, 92, 110)

# The library tells at length how it makes a font smaller.
logging.getLogger("fontTools").setLevel(logging.WARNING)


class Paper:
    """A document of A4 pages, the same bytes for the same words at any time.

    Source Sans, which has the letters of Kazakh, is embedded: nothing of the reader's machine is
    asked for. `made_at` is the time that the document's data stand on, in seconds since 1970.
    """

    def __init__(self, title: str, language: Language, made_at: int) -> None:
        """Begin the first page."""
        self._pdf = FPDF(format="A4")
        for style, name in (("", "Regular"), ("B", "Bold")):
            self._pdf.add_font(_FACE, style, str(_FONTS / f"SourceSansPro-{name}.ttf"))
        self._pdf.set_title(title)
        self._pdf.set_lang(language)
        self._pdf.set_creator("Qoima")
        self._pdf.set_creation_date(dt.datetime.fromtimestamp(made_at, dt.UTC))
        self._pdf.c_margin = 0
        self._pdf.set_margins(_MARGIN_MM, _MARGIN_MM)
        self._pdf.set_auto_page_break(auto=True, margin=_MARGIN_MM)
        self._pdf.add_page()

    def head(self, issuer: str, title: str, lead: str) -> None:
        """Who speaks, what this is, and which record it is about."""
        self._write(issuer, size=10, color=_ACCENT, bold=True)
        self._pdf.ln(3)
        self._write(title, size=24, bold=True, line=10)
        self._write(lead, size=14, color=_SOFT, line=7)
        self._pdf.ln(2)
        self._rule()

    def facts(self, facts: Iterable[tuple[str, str]]) -> None:
        """Labels to the left, values to the right; a value breaks where it must."""
        for label, value in facts:
            self._fact(label, value)
        self._pdf.ln(1)
        self._rule()

    def words(self, text: str) -> None:
        """A paragraph across the page."""
        self._write(text, size=9.5, color=_SOFT, line=4.8)
        self._pdf.ln(2)

    def code(self, address: str, text: str) -> None:
        """An address as a QR code (ISO/IEC 18004), with words beside it and itself below them."""
        if self._pdf.get_y() + _CODE_MM > self._pdf.h - _MARGIN_MM:
            self._pdf.add_page()
        top = self._pdf.get_y()
        self._modules(address, top)
        self._pdf.set_xy(_MARGIN_MM + _CODE_MM + 2 * _GAP_MM, top + 4)
        width = self._pdf.w - 2 * _MARGIN_MM - _CODE_MM - 2 * _GAP_MM
        self._write(text, size=11, width=width)
        self._pdf.set_x(_MARGIN_MM + _CODE_MM + 2 * _GAP_MM)
        self._write(address, size=9.5, color=_ACCENT, width=width, link=address)
        self._pdf.set_y(top + _CODE_MM + _GAP_MM)

    def bytes(self) -> bytes:
        """The document as a PDF file."""
        return bytes(self._pdf.output())

    def _fact(self, label: str, value: str) -> None:
        left, width = _MARGIN_MM + _LABEL_MM + _GAP_MM, _WIDTH_MM - 2 * _MARGIN_MM
        wide = width - _LABEL_MM - _GAP_MM
        needed = max(self._height(label, _LABEL_MM), self._height(value, wide))
        if self._pdf.get_y() + needed > self._pdf.h - _MARGIN_MM:
            self._pdf.add_page()
        top = self._pdf.get_y()
        self._write(label, size=10.5, color=_SOFT, width=_LABEL_MM)
        self._pdf.set_xy(left, top)
        self._write(value, size=10.5, width=wide)
        self._pdf.set_y(top + needed + 1.4)

    def _height(self, text: str, width: float) -> float:
        self._pdf.set_font(_FACE, "", 10.5)
        lines = self._pdf.multi_cell(
            *(width, _LINE_MM, text),
            dry_run=True,
            output=MethodReturnValue.LINES,
            wrapmode=_wrap(text),
        )
        return _LINE_MM * len(lines) if isinstance(lines, list) else _LINE_MM

    def _write(  # noqa: PLR0913 - how a text looks
        self,
        text: str,
        *,
        size: float,
        color: tuple[int, int, int] = _INK,
        bold: bool = False,
        width: float = 0,
        line: float = _LINE_MM,
        link: str = "",
    ) -> None:
        self._pdf.set_font(_FACE, "B" if bold else "", size)
        self._pdf.set_text_color(*color)
        self._pdf.multi_cell(
            *(width, line, text),
            align="L",
            link=link,
            new_x="LMARGIN",
            new_y="NEXT",
            wrapmode=_wrap(text),
        )

    def _rule(self) -> None:
        y = self._pdf.get_y()
        self._pdf.set_draw_color(*_RULE)
        self._pdf.set_line_width(0.3)
        self._pdf.line(_MARGIN_MM, y, self._pdf.w - _MARGIN_MM, y)
        self._pdf.set_y(y + 4)

    def _modules(self, address: str, top: float) -> None:
        rows = list(segno.make(address, error="m", micro=False).matrix_iter(border=0))
        module = _CODE_MM / len(rows)
        self._pdf.set_fill_color(*_INK)
        for y, row in enumerate(rows):
            for x, dark in enumerate(row):
                if dark:
                    place = (_MARGIN_MM + x * module, top + y * module)
                    self._pdf.rect(*place, module, module, style="F")


def _wrap(text: str) -> WrapMode:
    """Break at words, but a single long one, a digest say, anywhere."""
    return WrapMode.WORD if " " in text else WrapMode.CHAR
