"""The forms of the end of a selection."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Self

from wtforms import HiddenField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from portal.web.forms import CommandForm, DayField, at_most, said, tidy
from portal.web.i18n.texts import gettext, lazy
from shared.reference.vacancies import DEFERRALS

_LONGEST = 4_000
_DIGITS = 6
_TOO_LONG = at_most(_LONGEST)
_NUMBER = lazy("Enter the number of the session, such as 63")
_DECIDED = lazy("Enter the day on which the Council decided")


class SessionForm(CommandForm):
    session = IntegerField(
        lazy("Number of the session"),
        [InputRequired(_NUMBER), NumberRange(1, 999, _NUMBER)],
    )
    starts_on = DayField(
        lazy("First day of the session"), [InputRequired(lazy("Enter the first day"))]
    )
    report_by = DayField(
        lazy("Last day of the panel's report (optional)"),
        [Optional()],
        description=lazy("A month before the session, unless you enter another day."),
    )


class ReportForm(CommandForm):
    """A reason for each recommended person: see ``report_form``."""

    text = TextAreaField(
        lazy("How the panel worked (optional)"),
        [Optional(), Length(max=_LONGEST, message=_TOO_LONG)],
        filters=[tidy],
    )

    def reasons(self) -> dict[str, str]:
        return {
            field.name.removeprefix("reason_"): field.data or ""
            for field in self
            if field.name.startswith("reason_")
        }


def report_form(people: Sequence[tuple[str, str]]) -> ReportForm:
    """Return a form over these candidates: ids and names."""
    fields: dict[str, Any] = {
        f"reason_{candidate_id}": TextAreaField(
            gettext("Reason for %(name)s", name=name),
            [
                DataRequired(gettext("Give the reason for %(name)s", name=name)),
                Length(max=_LONGEST, message=_TOO_LONG),
            ],
            filters=[tidy],
        )
        for candidate_id, name in people
    }
    made: type[ReportForm] = type("ReportForm", (ReportForm,), fields)
    return made()


class SeenForm(CommandForm):
    """A form that says what it was about when it was shown, so that it never decides on another.

    ``seen``: the candidate before the Council, or the number of what was read.
    """

    seen = HiddenField()

    def shown_with(self, what: object) -> Self:
        """Note what the page is about, only as it is shown."""
        if not self.is_submitted():
            self.seen.data = str(what)
        return self

    @property
    def number(self) -> int:
        """The number of what was read; 0 of what is no number."""
        text = self.seen.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else 0


class BriefingForm(CommandForm):
    briefed_on = DayField(
        lazy("Day of the meeting"), [InputRequired(lazy("Enter the day of the meeting"))]
    )


class ReturnForm(SeenForm):
    reason = TextAreaField(
        lazy("Why should the panel look again?"),
        [
            DataRequired(lazy("Say why the panel should look again")),
            Length(max=_LONGEST, message=_TOO_LONG),
        ],
        filters=[tidy],
    )
    new_list_by = DayField(
        lazy("Last day for the new list"), [InputRequired(lazy("Enter the last day"))]
    )


class ProposeForm(CommandForm):
    """``reasons``: asked only where the proposal passes a higher group."""

    reasons = TextAreaField(
        lazy("Your reasons"),
        [
            DataRequired(lazy("Give your reasons: they are public")),
            Length(max=_LONGEST, message=_TOO_LONG),
        ],
        filters=[tidy],
        description=lazy("They are published with the proposal."),
    )


class DeferForm(SeenForm):
    decided_on = DayField(lazy("Day of the decision"), [InputRequired(_DECIDED)])
    reason = RadioField(
        lazy("Why did the Council defer?"),
        [InputRequired(lazy("Choose a reason"))],
        choices=said({code: lazy(words) for code, words in DEFERRALS.items()}),
    )


class RefuseForm(SeenForm):
    decided_on = DayField(lazy("Day of the decision"), [InputRequired(_DECIDED)])


class AppointForm(SeenForm):
    decision = StringField(
        lazy("Symbol of the decision"),
        [
            DataRequired(lazy("Enter the symbol of the decision, such as 61/101")),
            Length(max=100, message=at_most(100)),
        ],
        filters=[tidy],
    )
    decided_on = DayField(lazy("Day of the decision"), [InputRequired(_DECIDED)])
    starts_on = DayField(
        lazy("First day of the term"), [InputRequired(lazy("Enter the first day"))]
    )
    ends_on = DayField(
        lazy("Last day of the term (optional)"),
        [Optional()],
        description=lazy("Three years from the first day, unless you enter an earlier day."),
    )


def day(field: DayField) -> date:
    """Return the day that was entered in a field that is required."""
    return field.data or date.min
