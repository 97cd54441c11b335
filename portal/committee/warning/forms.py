"""The forms of early warning: what follows from an alert, a rule's settings, a reference."""

from datetime import date
from typing import Any, Self

from wtforms import HiddenField, RadioField, SelectField, TextAreaField
from wtforms.validators import (
    AnyOf,
    DataRequired,
    InputRequired,
    Length,
    Optional,
    ValidationError,
)

from portal.committee.warning import words
from portal.committee.warning.queries import Alert
from portal.web.forms import CommandForm, DayField, at_most, said, tidy
from portal.web.i18n.texts import gettext, lazy
from portal.web.presentation import day
from shared.reference.early_warning import BANDS, FLOORS, QUIETS

_LONGEST = 4_000  # characters


class StepForm(CommandForm):
    """What the page showed of the alert, which the service compares (decision 0063)."""

    stage = HiddenField(validators=[AnyOf(list(words.STAGES))])
    level = HiddenField(validators=[AnyOf(list(words.LEVELS))])
    now = HiddenField(validators=[AnyOf([str(one) for one in BANDS])])

    def show(self, one: Alert) -> Self:
        if not self.is_submitted():
            self.stage.data, self.level.data, self.now.data = one.stage, one.level, str(one.now)
        return self

    @property
    def shown(self) -> dict[str, Any]:
        """What the page showed, for the command. Only after ``validate()``."""
        now = int(self.now.data or 0)
        return {"stage": self.stage.data, "level": self.level.data, "now": now}


class DecideForm(StepForm):
    outcome = RadioField(
        lazy("What follows from it?"),
        choices=said(words.OUTCOMES),
        validators=[InputRequired(lazy("Choose what follows from it"))],
        description=lazy("Nothing is sent to anybody by this, and never to a State."),
    )


class PinForm(CommandForm):
    """``before``: the day that the page showed; empty: there was no pin."""

    earliest: date = date.min  # before it there is too little to compare with
    before = HiddenField()
    until = DayField(
        lazy("Last day of the time to compare with"),
        validators=[Optional()],
        description=lazy("The 104 weeks up to this day. Leave it empty for the usual time."),
    )
    reason = RadioField(
        lazy("Why?"), choices=said(words.PINS), validators=[Optional()], default="crisis"
    )

    def validate_until(self, field: DayField) -> None:
        if field.data and field.data < self.earliest:
            raise ValidationError(
                gettext(
                    "There is too little history before %(day)s. Enter that day or a later one",
                    day=day(self.earliest),
                )
            )


class SettingsForm(CommandForm):
    floor = SelectField(
        lazy("Least number in 28 days"),
        choices={str(one): str(one) for one in FLOORS},
        description=lazy("Below it nothing is raised. Four is the least: one case is no alert."),
    )
    least = RadioField(lazy("What is raised?"), choices=said(words.LEAST), default="alert")
    quiet = SelectField(
        lazy("Quiet days after an alert"),
        choices={str(one): str(one) for one in QUIETS},
        description=lazy("In them only more than was told is raised again."),
    )


class AdoptForm(CommandForm):
    version = HiddenField(validators=[InputRequired()])
    reason = TextAreaField(
        lazy("Reasons"),
        filters=[tidy],
        validators=[
            DataRequired(lazy("Enter the reasons")),
            Length(max=_LONGEST, message=at_most(_LONGEST)),
        ],
        render_kw={"rows": 5, "max": _LONGEST},
    )


class SuspendForm(CommandForm):
    version = HiddenField(validators=[InputRequired()])
