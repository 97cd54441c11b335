"""Shared parts of all forms of the portal: the id of the command to send, and clean text.

A form makes its command's id when it is first shown and keeps it when it is shown again, so that a
double click, or sending again after a lost answer, is still one command.

Choices are given as a dict of value to label, or by a callable; WTForms gives up lists of pairs.
"""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, Final
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from flask_wtf import FlaskForm
from typing_extensions import override
from wtforms import DateField, Field, Form, HiddenField, PasswordField, RadioField, StringField
from wtforms.validators import Regexp, ValidationError

from portal.web.i18n.formats import number
from portal.web.i18n.texts import Lazy, counted, gettext, lazy
from portal.web.plain import without_hidden
from portal.web.refused_text import refusal
from shared.core.message import derive_id

OF_WTFORMS: Final = (
    "Invalid input.",
    "Not a valid choice.",
    "Not a valid date value.",
    "Not a valid datetime value.",
    "This field is required.",
)
"""What WTForms says by itself of the fields that our forms have, for translators."""
OF_WTFORMS_COUNTED: Final = (
    (
        "'%(value)s' is not a valid choice for this field.",
        "'%(value)s' are not valid choices for this field.",
    ),
    (
        "Field cannot be longer than %(max)d character.",
        "Field cannot be longer than %(max)d characters.",
    ),
)


_DIGITS: Final = 6
_ADDRESS: Final = r"^(?!.*=\?)[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$"


def one_address() -> Regexp:
    """Take one bare address of ASCII letters, as HTML does: no name, no brackets, no comment.

    A mail library may read anything else as another address, for which no limit was counted: it
    also decodes what follows ``=?``.
    """
    return Regexp(_ADDRESS, message=lazy("Enter an address as name@example.org"))


def tidy(text: str | None) -> str | None:
    """Trim, write line ends the Unix way and letters in one way (NFC). A filter for text fields."""
    if text is None:
        return None
    return unicodedata.normalize("NFC", _unix_lines(text)).strip()


def _unix_lines(text: str) -> str:
    """Browsers send CR and LF where a line of a text ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _reads_as_it_is(_: Form, field: Field) -> None:
    """Refuse characters that nobody sees, and show the field again without them.

    Nobody can find what is not seen. So they are taken out, and the text is read and sent again.
    """
    if not isinstance(field, StringField) or not isinstance(field.data, str):
        return
    field.data = _unix_lines(field.data)
    refused = refusal(field.data)
    if refused:
        field.data = without_hidden(field.data)
        raise ValidationError(
            gettext(
                "%(refused)s. They are taken out now: read the text and send it again",
                refused=refused,
            )
        )


class Choice(RadioField):
    """A question that is none where there is only one answer: then that is known, and hidden."""

    def offer(self, choices: Mapping[str, str]) -> None:
        self.choices = dict(choices)
        if not self.several:
            self.data = next(iter(choices), None)

    @property
    def several(self) -> bool:
        return len(self.choices or ()) > 1


class DayField(DateField):
    """A day, typed in one line where the browser has no picker."""

    not_a_day: ClassVar = lazy("Enter a day, such as 2026-11-24")

    @override
    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(self.not_a_day) from None


def given(field: DateField) -> date:
    """Return the day that was entered. Only after ``validate()``, of one that is required."""
    assert field.data is not None  # noqa: S101  # it was required
    return field.data


def shown_number(typed: str | None) -> int:
    """Return a number that a page showed and its form brings back; -1 of what was never shown."""
    known = typed and typed.isascii() and typed.isdecimal() and len(typed) <= _DIGITS
    return int(typed) if typed and known else -1


def shown_day(typed: str | None) -> date | None:
    """Return a day that a page showed and its form brings back; None: it showed none.

    What is no day was never shown: no thing has the first day of all.
    """
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        return date.min


def is_of_the_web(address: str) -> bool:
    """Whether it can be a link: a script in its place would run for whoever follows it."""
    try:
        return urlsplit(address).scheme in {"http", "https"}
    except ValueError:  # such as a bracket that is never closed
        return False


def at_most(longest: int) -> str:
    """Return what a field says of a text that is too long."""
    return lazy("Use at most %(most)s characters", most=Lazy(lambda: number(longest)))


def said(words: Mapping[str, str]) -> Callable[[], dict[str, str]]:
    """Return the choices of a field, each in the reader's language when the form is made."""
    return lambda: {value: str(label) for value, label in words.items()}


class _OwnWords:
    """The words of WTForms itself, from the catalogues of the pages."""

    def gettext(self, text: str) -> str:
        return gettext(text)

    def ngettext(self, one: str, many: str, count: int) -> str:
        return counted(one, many, count)


class PageForm(FlaskForm):  # type: ignore[misc]  # flask-wtf is untyped
    """A form without a command, such as signing in or a filter.

    No field of it takes characters that nobody sees, but for passwords, which nobody reads.
    """

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # likewise
        def get_translations(self, _: Form) -> _OwnWords:
            return _OwnWords()

    @override
    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        read = {
            name: [*(extra_validators or {}).get(name, ()), _reads_as_it_is]
            for name, field in self._fields.items()
            if not isinstance(field, PasswordField)
        }
        return bool(super().validate({**(extra_validators or {}), **read}))


class CommandForm(PageForm):
    """A form that asks a service for something. Subclass it; send ``id`` with the command.

    ``of_files``: the objects of the files that go with it. With others it is another command.
    """

    of_files: Sequence[str] = ()
    command_id = HiddenField(default=lambda: str(uuid4()))

    def validate_command_id(self, field: Field) -> None:
        try:
            UUID(field.data)
        except (ValueError, TypeError, AttributeError):
            raise ValidationError(gettext("This form is damaged. Open the page again")) from None

    @property
    def id(self) -> UUID:
        """The command's id. Only after ``validate()``."""
        sent = UUID(self.command_id.data)
        return derive_id("with files", sent, *self.of_files) if self.of_files else sent
