"""What all forms of the portal share: the command they will send, and clean text.

A form mints its command's id when it is shown first and keeps it when it is shown again, so that
a double click, or sending again after an answer got lost, is still one command.

Choices are given as a dict of value to label, or by a callable; WTForms gives up lists of pairs.
"""

import unicodedata
from uuid import UUID, uuid4

from flask_wtf import FlaskForm
from wtforms import Field, Form, HiddenField
from wtforms.validators import ValidationError

_LINES = "\n\t"


def tidy(text: str | None) -> str | None:
    """Trim, write line ends the Unix way and letters in one way (NFC). A filter for text fields."""
    if text is None:
        return None
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def no_control_characters(_: Form, field: Field) -> None:
    """Refuse what no keyboard types and no database keeps. A validator for text fields."""
    if any(is_control(letter) for letter in field.data or ""):
        raise ValidationError(
            "This text holds characters that cannot be shown. "
            "Paste it as plain text, or type it again"
        )


def is_control(letter: str) -> bool:
    # Cs: half a character; Cc: control. Cf stays: Arabic and Persian need its joiners.
    return letter not in _LINES and unicodedata.category(letter) in {"Cc", "Cs"}


class PageForm(FlaskForm):  # type: ignore[misc]  # flask-wtf is untyped
    """A form without a command, such as signing in or a filter."""


class CommandForm(PageForm):
    """A form that asks a service for something. Subclass it; send ``id`` with the command."""

    command_id = HiddenField(default=lambda: str(uuid4()))

    def validate_command_id(self, field: Field) -> None:
        try:
            UUID(field.data)
        except (ValueError, TypeError, AttributeError):
            raise ValidationError("This form is damaged. Open the page again") from None

    @property
    def id(self) -> UUID:
        """The command's id. Only after ``validate()``."""
        return UUID(self.command_id.data)
