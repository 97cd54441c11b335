"""The forms of sessions: what one is, how many fit in, who asks for a seat."""

from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from wtforms import (
    BooleanField,
    Field,
    MultipleFileField,
    RadioField,
    SelectField,
    SelectMultipleField,
)
from wtforms.validators import InputRequired, Optional, ValidationError

from portal.stakeholders.sessions import words
from portal.stakeholders.sessions.queries import Session
from portal.web.fields import NumberField, line, long
from portal.web.forms import Choice, CommandForm, DayField, is_of_the_web, said
from portal.web.i18n import names
from portal.web.i18n.names import spelt
from portal.web.i18n.texts import gettext, lazy, lazy_pgettext
from portal.web.moments import MomentField
from shared.contracts.stakeholders_sessions import Capacity, SessionDetails
from shared.reference import REGIONS
from shared.reference.sessions import MOST_CAPACITY, ZONES

_LONG = 1000


class SeatsField(NumberField):
    """A number of seats in one line. ``number``: None if nothing was entered."""

    wrong = lazy("Enter a number of seats")
    optional = True

    def __init__(self, label: str, hint: str = "", *, least: int = 0, **kwargs: Any) -> None:
        super().__init__(label, hint, least=least, most=MOST_CAPACITY, **kwargs)


def _several(label: str, choices: dict[str, str], needed: str = "") -> SelectMultipleField:
    return SelectMultipleField(
        label,
        choices=said(choices),
        validators=[InputRequired(needed)] if needed else [],
    )


def _zones() -> list[tuple[str, str]]:
    """The same for everybody first, then cities as the reader sorts them."""
    [first, *others] = ((zone, words.place(zone)) for zone in ZONES)
    return [first, *sorted(others, key=lambda one: spelt(one[1]))]


def _zone(label: str, hint: str = "") -> SelectField:
    return SelectField(
        label,
        choices=_zones,
        description=hint,
    )


class DetailsForm(CommandForm):
    """What a session is. Times are typed by the clock of its place."""

    title = line(lazy("Title of the session"), required=lazy("Enter the title"))
    place = line(lazy("Room"), required=lazy("Enter the room"))
    zone = _zone(lazy("Time zone of the place"))
    starts = MomentField(
        lazy("Begins, by the clock of the place"), validators=[InputRequired(lazy("Enter it"))]
    )
    ends = MomentField(
        lazy("Ends, by the clock of the place"), validators=[InputRequired(lazy("Enter it"))]
    )
    access = RadioField(
        lazy("Who may read that it takes place?"), choices=said(words.ACCESS), default="open"
    )
    audience = _several(
        lazy("Whom it is for"), words.CATEGORIES, lazy("Choose whom the session is for")
    )
    languages = _several(lazy("Languages"), words.LANGUAGES)
    accessibility = long(
        lazy("Accessibility"), hint=lazy("Such as a ramp, a loop, captions"), most=_LONG, rows=3
    )
    input_call = long(
        lazy("What you ask for in writing"),
        hint=lazy("Leave it empty for nothing"),
        most=_LONG,
        rows=3,
    )
    input_until = DayField(lazy("Until which day"), validators=[Optional()])
    link = line(
        lazy("Link to take part online"), hint=lazy("Only those with a confirmed seat read it")
    )

    def validate_ends(self, _: Field) -> None:
        if self.begins and self.over and self.over <= self.begins:
            raise ValidationError(gettext("It ends before it begins"))

    def validate_link(self, field: Field) -> None:
        if field.data and not is_of_the_web(field.data):
            raise ValidationError(gettext("Enter an address that begins with https://"))

    @property
    def begins(self) -> datetime | None:
        return _there(self.starts, self.zone.data)

    @property
    def over(self) -> datetime | None:
        return _there(self.ends, self.zone.data)

    def fill(self, one: Session, link: str) -> None:
        self.title.data, self.place.data, self.zone.data = one.title, one.place, one.zone
        _suggest(self.starts, one.starts_at, one.zone)
        _suggest(self.ends, one.ends_at, one.zone)
        self.access.data = one.access
        self.audience.data, self.languages.data = list(one.audience), list(one.languages)
        self.accessibility.data = one.accessibility
        self.input_call.data, self.input_until.data = one.input_call, one.input_until
        self.link.data = link

    def details(self) -> SessionDetails:
        """Only after ``validate()``."""
        assert self.begins is not None  # noqa: S101  # it was required
        assert self.over is not None  # noqa: S101
        return SessionDetails(
            title=self.title.data or "",
            room=self.place.data or "",
            starts_at=self.begins,
            ends_at=self.over,
            zone=self.zone.data,
            access="closed" if self.access.data == "closed" else "open",
            audience=tuple(self.audience.data or ()),
            languages=tuple(self.languages.data or ()),
            accessibility=self.accessibility.data or "",
            input_call=self.input_call.data or "",
            input_until=self.input_until.data,
        )


_RESERVED: Final = {region: f"reserved_{region}" for region in REGIONS}


class CapacityForm(CommandForm):
    """How many fit in. ``reserved_…``: by regional group."""

    room = SeatsField(lazy("Seats in the room"))
    remote = SeatsField(lazy("Seats online"))
    per_organisation = SeatsField(
        lazy("Seats for an organisation while others wait"),
        lazy("Leave it empty for any number"),
        least=1,
    )
    reserved_AFR = SeatsField(lazy("Seats in the room kept for African States"))  # noqa: N815  # a code
    reserved_APG = SeatsField(lazy("Seats in the room kept for Asia-Pacific States"))  # noqa: N815
    reserved_EEG = SeatsField(lazy("Seats in the room kept for Eastern European States"))  # noqa: N815
    reserved_GRULAC = SeatsField(  # noqa: N815
        lazy("Seats in the room kept for Latin American and Caribbean States")
    )
    reserved_WEOG = SeatsField(  # noqa: N815
        lazy("Seats in the room kept for Western European and other States")
    )

    def validate_room(self, _: Field) -> None:
        if sum(self.reserved.values()) > (self.room.number or 0):
            raise ValidationError(gettext("More seats are kept than the room has"))

    @property
    def reserved(self) -> dict[str, int]:
        given = {region: self[name].number for region, name in _RESERVED.items()}
        return {region: number for region, number in given.items() if number}

    def suggest(self, one: Session) -> None:
        self.room.suggest(one.room)
        self.remote.suggest(one.remote)
        self.per_organisation.suggest(one.per_organisation)
        for region, number in one.reserved.items():
            self[_RESERVED[region]].suggest(number)

    def capacity(self) -> Capacity:
        return Capacity(
            room=self.room.number or 0,
            remote=self.remote.number or 0,
            reserved=self.reserved,
            per_organisation=self.per_organisation.number,
        )


class OpenForm(DetailsForm, CapacityForm):
    """Both, for a session that is opened."""


class AskForm(CommandForm):
    """``holder``: who is to have the seat; asked where somebody may choose."""

    holder = Choice(lazy("For whom is the seat?"), validators=[InputRequired(lazy("Choose one"))])
    kind = RadioField(
        lazy("Which kind of seat?"),
        choices=said(words.KINDS),
        validators=[InputRequired(lazy("Choose one"))],
    )
    companion = line(
        lazy("Somebody who must be there too"),
        hint=lazy("Such as an interpreter or an assistant: then two seats are asked for"),
    )
    needs = long(
        lazy("What the person needs to take part"),
        hint=lazy("Only stakeholder officers read it"),
        most=_LONG,
        rows=3,
    )
    zone = _zone(
        lazy("Time zone of the person"),
        lazy("The hours of an offer run between 8 and 20 o'clock there"),
    )
    shows_name = BooleanField(
        lazy("Others of the same kind of organisation who take part may read the name"),
        description=lazy("Only for a seat of your own: everybody chooses this for themselves"),
    )


class RefuseForm(CommandForm):
    code = RadioField(
        lazy("Why is the seat refused?"),
        choices=said(words.REFUSALS),
        validate_choice=False,
        validators=[InputRequired(lazy("Choose a reason"))],
    )


class AppealForm(CommandForm):
    reason = long(lazy("Why is the refusal wrong?"), lazy("Say why"), most=_LONG, rows=4)


class DecideForm(CommandForm):
    granted = RadioField(
        lazy("Is the appeal granted?"),
        choices=said(
            {
                "yes": lazy("Yes: back on the list, at the place of before"),
                "no": lazy("No, the refusal stays"),
            }
        ),
        validators=[InputRequired(lazy("Choose one"))],
    )


class CloseForm(CommandForm):
    called_off = RadioField(
        lazy("Does it take place?"),
        choices=said(
            {
                "no": lazy("Yes, and nobody can ask for a seat any more"),
                "yes": lazy("No, it is called off, and everybody with a seat is told"),
            }
        ),
        validators=[InputRequired(lazy("Choose one"))],
    )


class AttendanceForm(CommandForm):
    """``people``: those of one page of the list."""

    people = SelectMultipleField(
        lazy("Who is it about?"),
        choices=[],
        validate_choice=False,
        validators=[InputRequired(lazy("Choose at least one"))],
    )
    came = RadioField(
        lazy("Did they come?"),
        choices=said(
            {"yes": lazy_pgettext("attendance", "Yes"), "no": lazy_pgettext("attendance", "No")}
        ),
        default="yes",
    )


class PaperForm(CommandForm):
    title = line(lazy("Title of the paper"), required=lazy("Enter the title"))
    audience = RadioField(
        lazy("Who reads it?"),
        choices=said(words.PAPERS),
        validators=[InputRequired(lazy("Choose who reads it"))],
    )
    files = MultipleFileField(lazy("Choose the file"))


class StateForm(CommandForm):
    state = SelectField(
        lazy("Which State asked?"),
        choices=lambda: {"": "", **names.addressees(others=False)},
        validators=[InputRequired(lazy("Choose the State"))],
    )


def _there(field: MomentField, zone: str) -> datetime | None:
    """Return what was typed by the clock of this place."""
    if zone not in ZONES:
        return None
    try:
        typed = field.moment
    except ValueError:
        return None
    return typed and typed.replace(tzinfo=ZoneInfo(zone))


def _suggest(field: MomentField, at: datetime, zone: str) -> None:
    field.data = at.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M")
