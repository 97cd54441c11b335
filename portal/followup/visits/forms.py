"""The forms of a visit file: what a letter says, and what a holder decides."""

from wtforms import BooleanField, Field, Form, HiddenField, RadioField, SelectMultipleField
from wtforms.validators import InputRequired, Optional, StopValidation

from portal.followup.visits import words
from portal.web.fields import NumberField, line, long
from portal.web.forms import Choice, CommandForm, DayField, given, said, shown_number
from portal.web.i18n import names
from portal.web.i18n.texts import gettext, lazy
from shared.contracts.followup_visits import Side, Window
from shared.reference.schemes import current
from shared.reference.visits import CHANNELS, territories_of

_NOTE = 2_000  # characters
_SESSIONS, _HOURS = 300, 8_760


class SeenForm(CommandForm):
    """``seen``: how many steps the page showed, which the service compares."""

    seen = HiddenField(default="0")

    @property
    def shown(self) -> int:
        return shown_number(self.seen.data)


class LetterForm(SeenForm):
    dated_on = DayField(
        lazy("Date on the letter"), validators=[InputRequired(lazy("Enter the date on the letter"))]
    )
    passed_on = DayField(
        lazy("Sent or received on"),
        validators=[InputRequired(lazy("Enter the day on which it was sent or received"))],
    )
    channel = RadioField(
        lazy("How was it sent or received?"),
        choices=said({code: words.CHANNELS[code] for code in CHANNELS}),
        default="mission",
        validators=[InputRequired(lazy("Choose how it was sent or received"))],
    )
    reference = line(
        lazy("Reference"), hint=lazy("Such as that of a note verbale. Leave it empty if none.")
    )
    note = long(
        lazy("Note"),
        hint=lazy("Name no victim and nobody whom the mandate is to meet."),
        most=_NOTE,
        rows=3,
    )


def _both(form: Form, field: DayField) -> None:
    """Let both days stay empty, and neither alone."""
    typed = [
        bool(one.raw_data and one.raw_data[0].strip()) for one in (form["first"], form["last"])
    ]
    if all(typed):
        return
    if any(typed) and not (field.raw_data and field.raw_data[0].strip()):
        raise StopValidation(gettext("Enter both days of the visit, or none"))
    Optional()(form, field)


class Dated:
    """Days of a visit that may stay empty, both or none."""

    first = DayField(
        lazy("First day of the visit"),
        validators=[_both],
        description=lazy("Leave both days empty if there are none yet."),
    )
    last = DayField(
        lazy("Last day of the visit"),
        validators=[_both],
        description=lazy("For a quarter, enter its first and its last day."),
    )

    @property
    def window(self) -> Window | None:
        if self.first.data is None or self.last.data is None:
            return None
        return Window(first=self.first.data, last=self.last.data)


class _DatedForm(Dated, LetterForm):
    """A letter with days of a visit that may stay empty."""


class _SidedForm(CommandForm):
    """Whose letter it is. Where one answer is left, that is known, and hidden."""

    by = Choice(
        lazy("Whose letter is it?"), validators=[InputRequired(lazy("Choose whose letter it is"))]
    )

    def offer(self, sides: tuple[Side, ...]) -> None:
        self.by.offer({one: str(words.SIDES[one]) for one in sides})
        if self.by.raw_data:  # what is not offered is refused, and not taken for another
            self.by.data = self.by.raw_data[0]


class Asks(Dated):
    """What kind of visit is asked for, and for which days."""

    kind = RadioField(
        lazy("What kind of visit is it?"),
        choices=said(words.KINDS),
        default="official",
        validators=[InputRequired(lazy("Choose what kind of visit it is"))],
    )


class KindForm(SeenForm):
    kind = RadioField(
        lazy("What kind of visit is it?"),
        choices=said(words.KINDS),
        validators=[InputRequired(lazy("Choose what kind of visit it is"))],
    )


class RequestForm(Asks, LetterForm):
    pass


class ReminderForm(LetterForm):
    pass


class AnswerForm(_DatedForm):
    """An invitation or an acceptance."""


class AcknowledgementForm(LetterForm, _SidedForm):
    pass


class DeclinationForm(LetterForm, _SidedForm):
    reason = RadioField(
        lazy("For which reason?"),
        choices=said(words.DECLINED),
        validators=[InputRequired(lazy("Choose the reason"))],
    )


class Proposes:
    """Days of a visit that are to be entered."""

    first = DayField(
        lazy("First day of the visit"), validators=[InputRequired(lazy("Enter the first day"))]
    )
    last = DayField(
        lazy("Last day of the visit"),
        validators=[InputRequired(lazy("Enter the last day"))],
        description=lazy("For a quarter, enter its first and its last day."),
    )

    @property
    def window(self) -> Window:
        return Window(first=given(self.first), last=given(self.last))


class DatesForm(Proposes, LetterForm, _SidedForm):
    pass


class _HoursField(NumberField):
    wrong = lazy("Enter a number of hours, or leave it empty")
    optional = True


class PostponementForm(_DatedForm, _SidedForm):
    reason = RadioField(
        lazy("For which reason?"),
        choices=said(words.REASONS),
        validators=[InputRequired(lazy("Choose the reason"))],
    )
    hours_before = _HoursField(
        lazy("How many hours before the visit was to begin?"),
        lazy("Leave it empty if no day was set."),
        least=0,
        most=_HOURS,
    )


class CancellationForm(LetterForm, _SidedForm):
    reason = RadioField(
        lazy("For which reason?"),
        choices=said(words.REASONS),
        validators=[InputRequired(lazy("Choose the reason"))],
    )


class TermsForm(LetterForm):
    version = RadioField(
        lazy("Which terms of reference are they?"),
        choices=said(words.VERSIONS),
        default="2016",
        validators=[InputRequired(lazy("Choose which terms of reference they are"))],
    )


class AnswersTerms:
    """A field for each clause; the page shows those of the terms that were sent."""

    value = RadioField(
        lazy("What does the Government answer?"),
        choices=said(words.ANSWERS),
        validators=[InputRequired(lazy("Choose what the Government answers"))],
    )

    def clause(self, code: str) -> Field:
        field: Field = getattr(self, f"clause_{code}")
        return field


for _code, _word in words.CLAUSES.items():
    setattr(
        AnswersTerms,
        f"clause_{_code}",
        long(
            _word,
            hint=lazy("What it reserves about this clause, if anything"),
            most=_NOTE,
            rows=2,
        ),
    )


class TermsAnswerForm(AnswersTerms, LetterForm):
    pass


class ReservationForm(SeenForm):
    """``answer``: the document whose reservations the page showed."""

    answer = HiddenField()
    taken = RadioField(
        lazy("Do the terms hold with this reservation?"),
        choices=lambda: {
            "yes": gettext("Yes: I accept the reservation"),
            "no": gettext("No: the terms are not settled"),
        },
        validators=[InputRequired(lazy("Choose whether the terms hold"))],
    )


class AgreeForm(SeenForm):
    first = DayField(
        lazy("First day of the visit"), validators=[InputRequired(lazy("Enter the first day"))]
    )
    last = DayField(
        lazy("Last day of the visit"), validators=[InputRequired(lazy("Enter the last day"))]
    )


class TerritoriesForm(SeenForm):
    territories = SelectMultipleField(
        lazy("Which territories does the file concern?"),
        description=lazy("The note that is prescribed for each stands on the file."),
    )
    hosts = SelectMultipleField(
        lazy("States in which places abroad lie"),
        description=lazy(
            "A place in another State to which this State gives access, such as a base. The State "
            "in which it lies is not asked by this file, and does not count as visited."
        ),
    )

    def offer(self, state: str) -> None:
        """Offer what can be on the file of this State."""
        states = names.addressees(others=False)
        self.hosts.choices = {code: name for code, name in states.items() if code != state}
        codes = territories_of(state)
        if not codes:
            del self.territories
            return
        self.territories.choices = {code: str(words.TERRITORIES[code][0]) for code in codes}
        self.territories.render_kw = {
            "hints": {code: str(words.TERRITORIES[code][1]) for code in codes}
        }


class RaiseForm(SeenForm):
    session = NumberField(
        lazy("Session of the Human Rights Council"),
        lazy("Its number, such as 61"),
        least=1,
        most=_SESSIONS,
    )


class GradeForm(SeenForm):
    """Each choice is a scheme and a value of it."""

    grade = RadioField(
        lazy("How does the Government cooperate?"),
        choices=lambda: {
            f"{code}.{value}": names.word(word)
            for code, scheme in current("visit").items()
            for value, word in scheme.values.items()
        },
        validators=[InputRequired(lazy("Choose a grade"))],
    )
    public = BooleanField(
        lazy("Everybody may read it"),
        description=lazy("It stands on the public line of the visit, until you grade it anew."),
    )


class CarryForm(SeenForm):
    kept = RadioField(
        lazy("What becomes of what is open?"),
        choices=lambda: {
            "yes": gettext("It goes on: I take it over"),
            "no": gettext("It lapses: nothing is open any more"),
        },
        validators=[InputRequired(lazy("Choose what becomes of it"))],
    )


def mandates_for(codes: frozenset[str], *, every: bool) -> dict[str, str]:
    """Return the names of the mandates for which somebody opens a file."""
    return {code: name for code, name in names.mandates().items() if every or code in codes}
