"""The forms of digital mining as JSON Schema, and their complete examples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.forms.schema import schema_of
from mining_registry.editions import NOTIFICATION
from mining_registry.reading import read_form

if TYPE_CHECKING:
    from mining_registry.form import NotificationForm

__all__ = ["example_form", "form_schema"]


def example_form() -> NotificationForm:
    """The complete example that ships with the form (`examples/notification.yaml`)."""
    return read_form(NOTIFICATION.latest.example())


def form_schema() -> dict[str, Any]:
    """JSON Schema of the last edition; check digits and rules between fields are not in it."""
    return schema_of(NOTIFICATION, NOTIFICATION.latest)
