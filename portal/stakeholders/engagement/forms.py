"""The forms of reports on engagement: which quarter, what is counted, and the text."""

from collections.abc import Mapping
from typing import Final

from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from portal.stakeholders.engagement import words
from portal.web.context import today
from portal.web.forms import CommandForm, at_most, tidy
from portal.web.i18n.texts import gettext, lazy
from shared.reference.engagement import QUARTERS, quarter_of

_LONG = 20_000
_YEARS: Final = 3
_DIGITS: Final = 3


def quarters() -> dict[str, str]:
    """Return the quarters of the last three years that are over, the newest first."""
    now = quarter_of(today())
    every = [
        (year, number)
        for year in range(now[0], now[0] - _YEARS, -1)
        for number in reversed(QUARTERS)
        if (year, number) < now
    ]
    return {f"{year}-{number}": words.quarter(year, number) for year, number in every}


class BeginForm(CommandForm):
    mandate = SelectField(lazy("Mandate"), validators=[InputRequired(lazy("Choose the mandate"))])
    quarter = SelectField(lazy("Quarter"), validators=[InputRequired(lazy("Choose the quarter"))])

    def offer(self, mandates: Mapping[str, str]) -> None:
        self.mandate.choices = {"": gettext("Choose a mandate"), **mandates}
        self.quarter.choices = {"": gettext("Choose a quarter"), **quarters()}


class TextForm(CommandForm):
    narrative = TextAreaField(
        lazy("What happened, and what came of it"),
        filters=[tidy],
        validators=[
            InputRequired(lazy("Enter what happened")),
            Length(max=_LONG, message=at_most(_LONG)),
        ],
        description=lazy(
            "Name nobody who did not agree to it: no person, and no organisation. Those that "
            "published a text with their name are listed by themselves."
        ),
        render_kw={"rows": 14, "max": _LONG},
    )


class DraftForm(TextForm):
    sessions = SelectMultipleField(
        lazy("Which sessions were of the mandate?"),
        choices={},
        description=lazy("Sessions of this quarter that everybody could find"),
    )
    consultations = SelectMultipleField(
        lazy("Which consultations were of the mandate?"),
        choices={},
        description=lazy("Consultations that closed in this quarter"),
    )
    visits = StringField(
        lazy("Country visits in this quarter"),
        filters=[tidy],
        default="0",
        description=lazy("A whole number, as it is known to everybody"),
    )

    def offer(self, sessions: Mapping[str, str], consultations: Mapping[str, str]) -> None:
        """A list without a choice is not shown."""
        self.sessions.choices, self.consultations.choices = dict(sessions), dict(consultations)

    def validate_visits(self, field: StringField) -> None:
        typed = field.data or ""
        if not (typed.isascii() and typed.isdecimal()) or len(typed) > _DIGITS:
            raise ValidationError(gettext("Enter a whole number, 0 or more"))
