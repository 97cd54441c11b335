"""The forms of the register of standing invitations: an entry, and what it names."""

from typing import Final
from uuid import UUID

from wtforms import HiddenField, RadioField, SelectMultipleField
from wtforms.validators import InputRequired

from portal.followup.invitations import words
from portal.web.fields import line
from portal.web.forms import CommandForm, DayField, said, shown_number
from portal.web.i18n import names
from portal.web.i18n.texts import lazy
from shared.core.message import derive_id
from shared.reference.coverage import LONGEST_SOURCE

_ANSWERS: Final = ("dated_on", "source", "mandates", "pledge")


class SeenForm(CommandForm):
    """``seen``: how many steps the page showed, which the service compares."""

    seen = HiddenField(default="0")

    @property
    def shown(self) -> int:
        return shown_number(self.seen.data)


class EntryForm(SeenForm):
    dated_on = DayField(
        lazy("From which day does it hold?"), validators=[InputRequired(lazy("Enter the day"))]
    )
    source = line(
        lazy("Public source"),
        lazy("Enter the source"),
        lazy("A document symbol, or an address that begins with https. Everybody reads it."),
        most=LONGEST_SOURCE,
    )

    @property
    def id(self) -> UUID:
        """Return another id for other answers: what is sent again is one command, or is refused."""
        answers = [self[name].data for name in _ANSWERS if name in self]
        return derive_id("invitation entry form", super().id, *answers)


class LimitForm(EntryForm):
    mandates = SelectMultipleField(
        lazy("For which mandates does the State honour it?"),
        choices=lambda: list(names.mandates().items()),
        validators=[InputRequired(lazy("Choose at least one mandate"))],
    )


class PledgeForm(EntryForm):
    dated_on = DayField(
        lazy("On which day was it pledged?"), validators=[InputRequired(lazy("Enter the day"))]
    )
    pledge = RadioField(
        lazy("What did the State pledge?"),
        choices=said(words.PLEDGES),
        validators=[InputRequired(lazy("Choose what was pledged"))],
    )
