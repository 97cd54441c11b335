"""The forms of the planning board."""

from datetime import date, timedelta
from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, SelectField
from wtforms.validators import InputRequired, ValidationError

from portal.committee.plans import words
from portal.committee.plans.queries import Plan
from portal.web.context import today
from portal.web.fields import long
from portal.web.forms import CommandForm, DayField, said, shown_day
from portal.web.i18n.texts import gettext, lazy
from portal.web.presentation import day
from shared.reference.plans import AHEAD, LONGEST

_LONGEST_TEXT = 2_000  # characters


class _WhatForm(CommandForm):
    mandate = SelectField(lazy("Mandate"), validators=[InputRequired(lazy("Choose the mandate"))])
    kind = RadioField(
        lazy("What is planned?"),
        choices=said(words.KINDS),
        validators=[InputRequired(lazy("Choose what is planned"))],
    )
    state = SelectField(lazy("State"), validators=[InputRequired(lazy("Choose the State"))])

    def offer(self, mandates: dict[str, str], states: dict[str, str]) -> None:
        choose = {"": gettext("Choose")}
        self.mandate.choices = mandates if len(mandates) == 1 else {**choose, **mandates}
        self.state.choices = {**choose, **states}


class _PeriodForm(CommandForm):
    first = DayField(lazy("First day"), validators=[InputRequired(lazy("Enter the first day"))])
    last = DayField(
        lazy("Last day"),
        validators=[InputRequired(lazy("Enter the last day"))],
        description=lazy(
            "At most 60 days after the first one. Of a letter, when it is to be sent."
        ),
    )

    @property
    def begun(self) -> date | None:
        """The first day that it has already, which may have passed; None: it has none."""
        return None

    def validate_first(self, field: Any) -> None:
        on = today()
        if field.data in (None, self.begun):
            return
        if not on <= field.data <= on + AHEAD:
            said_day = day(on + AHEAD)
            raise ValidationError(
                gettext("Enter a day from today on, and not later than %(day)s", day=said_day)
            )

    def validate_last(self, field: Any) -> None:
        first = self.first.data
        if not (first and field.data):
            return  # one of them is no day, which is said already
        if not timedelta() <= field.data - first <= LONGEST:
            raise ValidationError(gettext("Enter the first day or a later one, within 60 days"))


class PlanForm(_WhatForm, _PeriodForm):
    reprisals = BooleanField(
        lazy("This plan rests on reprisals"),
        description=lazy("Then the desk officers of the State do not see the plan."),
    )


class ConfirmForm(CommandForm):
    """``was_first`` and ``was_last``: as the page showed them, which the service compares."""

    was_first = HiddenField()
    was_last = HiddenField()

    def show(self, one: Plan) -> None:
        self.was_first.data, self.was_last.data = (each.isoformat() for each in one.period)

    @property
    def shown(self) -> tuple[date, date]:
        first, last = (shown_day(each.data) for each in (self.was_first, self.was_last))
        return first or date.min, last or date.min


class MoveForm(_PeriodForm, ConfirmForm):
    """What goes on can be prolonged: its first day stays."""

    @property
    def begun(self) -> date | None:
        return self.shown[0]


class DropForm(CommandForm):
    code = RadioField(
        lazy("Why is this plan dropped?"),
        choices=said(words.DROPPED),
        validators=[InputRequired(lazy("Choose a reason"))],
    )


class CommentForm(CommandForm):
    text = long(
        lazy("Comment"),
        lazy("Enter the comment"),
        lazy("No case, no source and no name of a victim."),
        most=_LONGEST_TEXT,
        rows=5,
    )
