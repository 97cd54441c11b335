"""The forms of the Committee's meetings and action items."""

from collections.abc import Mapping

from wtforms import (
    BooleanField,
    HiddenField,
    MultipleFileField,
    RadioField,
    SelectField,
    SelectMultipleField,
)
from wtforms.validators import InputRequired

from portal.committee.meetings import words
from portal.committee.meetings.queries import Meeting
from portal.web.fields import line, long
from portal.web.forms import CommandForm, DayField, said
from portal.web.i18n.texts import gettext, lazy
from portal.web.moments import MomentField

_LONG = 20_000  # characters
_ITEM = 2_000
_STATES = ("state", "state_2", "state_3")


class SeenForm(CommandForm):
    """``seen``: what the page showed, so that nobody decides about something else."""

    seen = HiddenField(default="")


class MeetingForm(SeenForm):
    kind = RadioField(
        lazy("Which meeting?"),
        choices=said(words.KINDS),
        validators=[InputRequired(lazy("Choose which meeting it is"))],
    )
    starts = MomentField(
        lazy("Begins, by the clock in Geneva"), validators=[InputRequired(lazy("Enter it"))]
    )
    state = SelectField(lazy("State that it is about"))
    state_2 = SelectField(lazy("Second State"))
    state_3 = SelectField(lazy("Third State"))
    invited = SelectMultipleField(
        lazy("Desk officers to invite"),
        description=lazy("They are told, and work on the meeting with the Committee."),
    )
    place = line(
        lazy("Place, or how to join"), hint=lazy("Guests read it, too. You can leave it empty.")
    )
    agenda = long(lazy("Agenda"), lazy("Enter the agenda"), most=_LONG, rows=8)
    named_only = BooleanField(
        lazy("Only for the Committee and who is invited"),
        description=lazy("Say so where the meeting speaks of sources."),
    )

    def offer(self, states: Mapping[str, str], officers: Mapping[str, str]) -> None:
        for name in _STATES:
            self[name].choices = {"": gettext("None"), **states}
        self.invited.choices = dict(officers)

    def fill(self, one: Meeting, invited: list[str], agenda: str | None, place: str | None) -> None:
        self.kind.data, self.named_only.data = one.kind, one.named_only
        self.starts.suggest(one.starts_at)
        for name, code in zip(_STATES, one.states, strict=False):
            self[name].data = code
        self.invited.data, self.agenda.data = invited, agenda or ""
        self.place.data = place or ""

    @property
    def states(self) -> tuple[str, ...]:
        entered = (self[name].data for name in _STATES)
        return tuple(dict.fromkeys(one for one in entered if one))


class PaperForm(CommandForm):
    title = line(lazy("Title of the paper"), required=lazy("Enter the title"))
    readers = RadioField(
        lazy("Who reads it?"),
        choices=said(words.PAPERS),
        validators=[InputRequired(lazy("Choose who reads it"))],
    )
    files = MultipleFileField(lazy("Choose the file"))


class CancelForm(SeenForm):
    code = RadioField(
        lazy("Why is it cancelled?"),
        choices=said(words.CANCELLED),
        validators=[InputRequired(lazy("Choose a reason"))],
    )


class HeldForm(SeenForm):
    held_on = DayField(
        lazy("Day of the meeting"), validators=[InputRequired(lazy("Enter the day"))]
    )
    participants = SelectMultipleField(
        lazy("Who came?"), validators=[InputRequired(lazy("Choose who came"))]
    )


class MinutesForm(CommandForm):
    version = HiddenField(default="0")
    minutes = long(
        lazy("Minutes"),
        lazy("Enter the minutes"),
        lazy("Nothing about a case that a reader of the meeting may not know."),
        most=_LONG,
        rows=16,
    )


class AgreeForm(CommandForm):
    version = HiddenField(default="0")


class ReopenForm(CommandForm):
    version = HiddenField(default="0")


class ItemForm(CommandForm):
    text = long(lazy("What is to be done?"), lazy("Enter what is to be done"), most=_ITEM, rows=4)
    owner_id = SelectField(
        lazy("Who does it?"), validators=[InputRequired(lazy("Choose who does it"))]
    )
    due_on = DayField(lazy("Due on"), validators=[InputRequired(lazy("Enter the day"))])


class MoveForm(SeenForm):
    owner_id = SelectField(
        lazy("Who does it?"), validators=[InputRequired(lazy("Choose who does it"))]
    )
    due_on = DayField(lazy("Due on"), validators=[InputRequired(lazy("Enter the day"))])


class DropForm(SeenForm):
    reason = long(lazy("Why is it dropped?"), lazy("Enter the reason"), most=_ITEM, rows=4)


def choose(field: SelectField, people: Mapping[str, str]) -> None:
    field.choices = {"": gettext("Choose somebody"), **people}
