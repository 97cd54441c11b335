"""The form of a contact with a State: when, how, who with whom, what about, what was agreed."""

from collections.abc import Mapping
from typing import Final

from wtforms import HiddenField, RadioField, SelectField
from wtforms.validators import InputRequired, ValidationError

from portal.stakeholders.contacts import words
from portal.web.context import today
from portal.web.fields import long
from portal.web.forms import CommandForm, DayField, said
from portal.web.i18n.texts import gettext, lazy

NO_MANDATE: Final = "none"
_LONG: Final = 2_000  # characters


class ContactForm(CommandForm):
    """``corrects``: the entry in whose place this one stands."""

    corrects = HiddenField(default="")
    state = SelectField(
        lazy("State"), choices={}, validators=[InputRequired(lazy("Choose the State"))]
    )
    mandate = SelectField(
        lazy("Mandate"), choices={}, validators=[InputRequired(lazy("Choose the mandate"))]
    )
    on = DayField(lazy("Day of the contact"), validators=[InputRequired(lazy("Enter the day"))])
    channel = RadioField(
        lazy("How"),
        choices=said(words.CHANNELS),
        validators=[InputRequired(lazy("Choose how you were in contact"))],
    )
    people = long(
        lazy("Who was in contact with whom"),
        lazy("Enter who was in contact with whom"),
        lazy("Who of the office, and who of the State, with their functions."),
        most=_LONG,
        rows=3,
    )
    about = long(
        lazy("What about"),
        lazy("Enter what it was about"),
        lazy("Never who is a source, and nothing of a case that a reader may not know."),
        most=_LONG,
        rows=4,
    )
    agreed = long(
        lazy("What was agreed, and the next step"),
        hint=lazy("Leave it empty if nothing was."),
        most=_LONG,
        rows=4,
    )

    def offer(self, states: Mapping[str, str], mandates: Mapping[str, str]) -> None:
        """Offer these, and none of them until one is chosen where there are several."""
        for field, first, offered in (
            (self.state, gettext("Choose a State"), states),
            (self.mandate, gettext("Choose a mandate"), mandates),
        ):
            field.choices = {"": first, **offered} if len(offered) > 1 else dict(offered)

    def validate_on(self, field: DayField) -> None:
        if field.data and field.data > today():
            raise ValidationError(gettext("Enter a day that is not in the future"))
