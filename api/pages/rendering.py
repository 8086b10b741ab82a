"""Templates turned into answers: one Jinja environment per language, autoescape everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from api.languages import LANGUAGES, Catalogue, Language, Messages
from api.pages.cells import Moment
from api.pages.formats import day_text, machine_time, moment_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from api.pages.cells import Phrase
    from api.pages.static import StaticFiles
    from ledger.records import BlockRef

__all__ = ["TEMPLATES", "Renderer"]

TEMPLATES: Final = Path(__file__).parent.parent / "templates"

_NAMES: Final[Mapping[Language, str]] = {"kk": "Қазақша", "ru": "Русский", "en": "English"}
_REGISTERS: Final = (
    ("/deposits", "page-deposits"),
    ("/assets", "page-assets"),
    ("/notifications", "page-notifications"),
    ("/participants", "page-participants"),
    ("/blocks", "page-blocks"),
    ("/statistics", "page-statistics"),
    ("/verify", "page-verify"),
)


@dataclass(frozen=True)
class Renderer:
    """Renders templates in one language."""

    language: Language
    messages: Messages
    _environment: Environment

    @classmethod
    def of(cls, catalogue: Catalogue, language: Language, static: StaticFiles) -> Renderer:
        """Prepare the templates of `language`."""
        messages = catalogue.messages(language)
        environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        renderer = cls(language, messages, environment)
        environment.filters.update(
            number=messages.number,
            size=messages.size,
            day=lambda day: day_text(day, language),
            moment=lambda timestamp: moment_text(timestamp, language),
            machine_time=machine_time,
        )
        environment.globals.update(
            t=messages,
            phrase=renderer.phrase,
            href=renderer.href,
            static=static.href,
            language=language,
            registers=tuple({"href": href, "label": label} for href, label in _REGISTERS),
        )
        return renderer

    def phrase(self, phrase: Phrase) -> str:
        """The sentence of a phrase."""
        return self.messages(phrase.message, **dict(phrase.facts))

    def href(self, path: str) -> str:
        """The address of a page in this language."""
        return f"/{self.language}{path}"

    def page(
        self,
        request: Request,
        template: str,
        as_of: BlockRef | None,
        status: int = 200,
        **context: Any,
    ) -> HTMLResponse:
        """Answer with a page; `as_of` is the block that it stands on, None when it is unknown."""
        path = request.url.path.removeprefix(f"/{self.language}") or "/"
        html = self._environment.get_template(template).render(
            path=path,
            languages=self._languages(path, request.url.query),
            as_of=as_of,
            as_of_time=Moment(as_of.timestamp) if as_of else None,
            **({"query": ""} | context),
        )
        headers = {"Content-Language": self.language, "Cache-Control": "no-cache"}
        return HTMLResponse(html, status, headers)

    def _languages(self, path: str, query: str) -> tuple[dict[str, object], ...]:
        rest = f"{path}?{query}" if query else path
        return tuple(
            {
                "code": each,
                "name": _NAMES[each],
                "href": f"/{each}{rest}",
                "current": each == self.language,
            }
            for each in LANGUAGES
        )
