"""The particulars of a reprisal case (I.2): a form, what it seals, and how a page shows them."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from wtforms import HiddenField, RadioField
from wtforms.validators import Optional, ValidationError

from portal.followup.reprisals import words
from portal.web.context import today
from portal.web.fields import line, long
from portal.web.forms import CommandForm, DayField, said
from portal.web.i18n.formats import short_day
from portal.web.i18n.texts import gettext, lazy
from shared.contracts.followup_reprisals import DETAILS

DAYS: Final = ("began_on", "ended_on", "cooperated_on")
_SHORT, _LINE = 4_000, 300  # characters


def _day(name: str) -> DayField:
    return DayField(words.DETAILS[name], validators=[Optional()])


def _text(name: str, hint: str = "") -> Any:
    return long(words.DETAILS[name], "", hint, most=_SHORT, rows=3)


class DetailsForm(CommandForm):
    step = HiddenField(default="0")
    author = _text("author", lazy("A person, an office or a group, as far as it is known."))
    place = line(words.DETAILS["place"], most=_LINE)
    began_on = _day("began_on")
    ended_on = _day("ended_on")
    mechanism = line(words.DETAILS["mechanism"], most=_LINE)
    event = _text("event")
    cooperated_on = _day("cooperated_on")
    known = RadioField(words.DETAILS["known"], choices=said(words.KNOWN), validators=[Optional()])
    known_how = _text("known_how")
    protection = _text("protection")
    in_documents = _text("in_documents", lazy("Their symbols, or that there are none."))
    sg_mentions = _text("sg_mentions", lazy("Their years or symbols, or that there are none."))

    def validate_began_on(self, field: DayField) -> None:
        _not_later(field)

    def validate_cooperated_on(self, field: DayField) -> None:
        _not_later(field)

    def validate_ended_on(self, field: DayField) -> None:
        _not_later(field)
        began = self.began_on.data
        if field.data and began and field.data < began:
            raise ValidationError(gettext("The last day is not before the first."))


def _not_later(field: DayField) -> None:
    if field.data and field.data > today():
        raise ValidationError(gettext("Enter a day that is not after today"))


def typed(form: DetailsForm) -> dict[str, str | None]:
    """Return each field as the text that is sealed, or None where nothing was entered."""
    entered = {name: form[name].data for name in DETAILS}
    days = {name: entered[name].isoformat() for name in DAYS if entered[name]}
    return {name: text or None for name, text in {**entered, **days}.items()}


def fill(form: DetailsForm, known: Mapping[str, str | None]) -> None:
    """Show in the form what was recorded last."""
    for name, text in known.items():
        form[name].data = date.fromisoformat(text) if text and name in DAYS else text


def shown(known: Mapping[str, str | None]) -> list[tuple[str, str, str | None]]:
    """Return the name, label and text of each field; None: its key was destroyed."""
    return [(name, str(words.DETAILS[name]), _said(name, text)) for name, text in known.items()]


def _said(name: str, text: str | None) -> str | None:
    if text is None:
        return None
    if name in DAYS:
        return short_day(date.fromisoformat(text))
    return str(words.KNOWN.get(text, text)) if name == "known" else text
