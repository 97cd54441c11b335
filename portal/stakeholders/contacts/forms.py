"""The form of a contact: when, how, with whom, what for, and what is to be done after it."""

import re
from collections.abc import Mapping
from typing import Final

from wtforms import Field, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from portal.stakeholders.contacts import words
from portal.web.context import today
from portal.web.forms import CommandForm, DayField, at_most, said, tidy
from portal.web.i18n.texts import gettext, lazy
from shared.core.case_numbers import read_case_number

_LINE, _NOTE = 200, 500
_REFERENCE: Final = re.compile(r"\bJ?(?:UA|AL|OL)\s+[A-Z]{3}\s+\d+/\d{4}\b", re.IGNORECASE)


class LogForm(CommandForm):
    on = DayField(lazy("Day of the contact"), validators=[InputRequired(lazy("Enter the day"))])
    channel = RadioField(
        lazy("How"),
        choices=said(words.CHANNELS),
        validators=[InputRequired(lazy("Choose how you were in contact"))],
    )
    person = StringField(
        lazy("With whom"),
        filters=[tidy],
        validators=[
            InputRequired(lazy("Enter with whom you were in contact")),
            Length(max=_LINE, message=at_most(_LINE)),
        ],
        description=lazy("It is sealed, and can be erased for this person."),
    )
    purpose = SelectField(
        lazy("What for"),
        choices=said(words.PURPOSES),
        validators=[InputRequired(lazy("Choose what it was for"))],
    )
    mandate = SelectField(
        lazy("Mandate"), choices={}, validators=[InputRequired(lazy("Choose the mandate"))]
    )
    follow_up_on = DayField(
        lazy("To be followed up by"),
        validators=[Optional()],
        description=lazy("Leave it empty if nothing is to be done."),
    )
    note = TextAreaField(
        lazy("Note"),
        filters=[tidy],
        validators=[Length(max=_NOTE, message=at_most(_NOTE))],
        description=lazy(
            "Never the substance of a case: what somebody tells you about one is a submission."
        ),
        render_kw={"rows": 3, "max": _NOTE},
    )

    def offer(self, mandates: Mapping[str, str]) -> None:
        self.mandate.choices = dict(mandates)

    def validate_on(self, field: DayField) -> None:
        if field.data and field.data > today():
            raise ValidationError(gettext("Enter a day that is not in the future"))

    def validate_follow_up_on(self, field: DayField) -> None:
        if field.data and self.on.data and field.data < self.on.data:
            raise ValidationError(gettext("Enter the day of the contact or a later one"))

    def validate_note(self, field: Field) -> None:
        """A note that names a case would be about it."""
        written = field.data or ""
        if _REFERENCE.search(written) or any(map(read_case_number, written.split())):
            raise ValidationError(gettext("Leave out the number of the case: a note is about none"))
