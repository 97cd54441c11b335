"""The forms of actions and indicators."""

from collections.abc import Mapping
from typing import Any, Final

from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Optional, Regexp

from portal.followup.actions import words
from portal.web.fields import NumberField, line, long
from portal.web.forms import CommandForm, DayField, shown_number, tidy
from portal.web.i18n import names
from portal.web.i18n.texts import lazy
from shared.reference.actions import LONGEST_TEXT, NUMBER
from shared.reference.publication import WITHDRAWAL_REASONS

_TITLE, _LINE = 200, 200  # characters
_NO_NAMES: Final = lazy("Name no victim, and nobody who told you of it.")


class SeenForm(CommandForm):
    """``seen``: the steps of the action that the page showed, which the service compares."""

    seen = HiddenField(default="0")

    @property
    def shown(self) -> int:
        return shown_number(self.seen.data)


class PlanForm(SeenForm):
    """``offered``: the recommendations, by id."""

    title = line(lazy("What do you do?"), lazy("Enter what you do"), _NO_NAMES, most=_TITLE)
    details = long(lazy("Details (optional)"), hint=_NO_NAMES, most=LONGEST_TEXT, rows=6)
    links = SelectMultipleField(
        lazy("Which recommendations is it about?"),
        validators=[InputRequired(lazy("Choose at least one recommendation"))],
    )
    starts_on = DayField(lazy("It begins on (optional)"), validators=[Optional()])
    target_on = DayField(lazy("It is to be done by (optional)"), validators=[Optional()])
    target_text = line(
        lazy("By when, in words (optional)"),
        hint=lazy("Where no day says it, such as: once the law is in force"),
        most=_LINE,
    )
    budget = line(lazy("Budget (optional)"), most=_LINE)

    def __init__(self, *, offered: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.links.choices = dict(offered)


class PercentField(NumberField):
    optional = True
    wrong = lazy("Enter a number from 0 to 100")


class ProgressForm(SeenForm):
    percent = PercentField(lazy("Per cent of what you mean to do (optional)"), least=0, most=100)
    text = long(
        lazy("What was done"),
        lazy("Enter what was done"),
        lazy("Say where it can be read. Name no victim, and nobody who told you of it."),
        most=LONGEST_TEXT,
        rows=8,
    )


class AbandonForm(SeenForm):
    text = long(
        lazy("Why is it abandoned?"),
        lazy("Enter why it is abandoned"),
        _NO_NAMES,
        most=LONGEST_TEXT,
        rows=5,
    )


def _number(label: str) -> StringField:
    return StringField(
        label,
        filters=[tidy],
        description=lazy("Such as 12 or 12.5"),
        validators=[
            InputRequired(lazy("Enter a number")),
            Regexp(
                f"^({NUMBER.pattern})$",
                NUMBER.flags,
                message=lazy("Enter a number, such as 12 or 12.5"),
            ),
        ],
    )


class ScheduleForm(SeenForm):
    starts_on = DayField(
        lazy("A report is due first on"), validators=[InputRequired(lazy("Enter the day"))]
    )
    ends_on = DayField(lazy("None is due after"), validators=[InputRequired(lazy("Enter the day"))])
    every_months = SelectField(lazy("How often?"), default="6")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.every_months.choices = {str(one): str(each) for one, each in words.EVERY.items()}


class IndicatorForm(ScheduleForm):
    title = line(lazy("What is measured?"), lazy("Enter what is measured"), _NO_NAMES, most=_TITLE)
    unit = line(lazy("Unit (optional)"), hint=lazy("Such as: persons, per cent"), most=_LINE)
    baseline = _number(lazy("Value at the beginning"))
    target = _number(lazy("Value to be reached"))


class ReportForm(SeenForm):
    value = _number(lazy("Value"))
    text = long(lazy("Note (optional)"), hint=_NO_NAMES, most=LONGEST_TEXT, rows=5)


class TakeBackForm(CommandForm):
    """For those who are not of its owner, who owe a reason."""

    reason = RadioField(
        lazy("Why is it taken back?"),
        choices=names.listed(WITHDRAWAL_REASONS),
        validators=[InputRequired(lazy("Choose why it is taken back"))],
    )
