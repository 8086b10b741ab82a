"""What inputs and choices are called: by the forms of the law themselves, or by the catalogues."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from api.languages import Messages

__all__ = ["Names"]


@dataclass(frozen=True)
class Names:
    """The names of what one act of one contract asks for, in one language."""

    messages: Messages
    contract: str
    slug: str

    def label(self, name: str, schema: dict[str, Any]) -> str:
        """What an input is called; raises MissingMessage for one that nobody has named."""
        titles = schema.get("x-titles")
        if titles is not None:
            return str(titles[self.messages.language])
        word = name.replace("_", "-")
        candidates = (
            f"portal-field-{self.slug}-{word}",
            f"portal-field-{word}",
            f"field-{self.contract}_{word}",
            f"field-{word}",
        )
        found = next((each for each in candidates if each in self.messages), candidates[1])
        return self.messages(found)

    def choice(self, name: str, value: str, schema: dict[str, Any]) -> str:
        """What one of a closed list is called; raises as `label`."""
        choices = schema.get("x-choices")
        if choices is not None:
            return str(choices[value][self.messages.language])
        candidates = (f"portal-choice-{value}", f"{name}-{value}", f"cli-value-{value}")
        found = next((each for each in candidates if each in self.messages), candidates[0])
        return self.messages(found)

    def help(self, name: str) -> str | None:
        """A sentence on what is meant by an input, where one is needed."""
        word = name.replace("_", "-")
        candidates = (f"portal-help-{self.slug}-{word}", f"portal-help-{word}")
        return next((self.messages(each) for each in candidates if each in self.messages), None)
