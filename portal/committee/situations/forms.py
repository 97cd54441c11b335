"""The forms of the watch-list."""

from datetime import date

from typing_extensions import override
from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired

from portal.committee.situations import words
from portal.web.fields import line, long
from portal.web.forms import CommandForm, DayField, said, shown_number
from portal.web.i18n import names
from portal.web.i18n.texts import gettext, lazy
from shared.reference.coverage import LONGEST_SOURCE
from shared.reference.situations import REVIEWED_IN

_LONGEST = 2_000  # characters
_THEMES = ("theme", "theme_2", "theme_3")
_NO_CASE = lazy("No case, no source and no name of a victim: totals and what is public alone.")


class ProposeForm(CommandForm):
    state = SelectField(lazy("State"), validators=[InputRequired(lazy("Choose the State"))])
    theme = SelectField(lazy("Mandate on the theme"))
    theme_2 = SelectField(lazy("Second mandate"))
    theme_3 = SelectField(lazy("Third mandate"))
    codes = SelectMultipleField(
        lazy("Which indicators apply?"),
        choices=said(words.INDICATORS),
        validators=[InputRequired(lazy("Choose at least one indicator"))],
        description=lazy("Of the early-warning indicators of CERD and the Framework of Analysis."),
    )
    level = RadioField(
        lazy("At which level?"),
        choices=said({key: word for key, (word, _) in words.LEVELS.items()}),
        default="watch",
    )
    reason = long(lazy("Reasons"), lazy("Enter the reasons"), _NO_CASE, most=_LONGEST, rows=6)
    reprisals = BooleanField(
        lazy("It rests on reprisals"),
        description=lazy("Then the desk officers of the State do not see it."),
    )

    def offer(self, states: dict[str, str]) -> None:
        self.state.choices = {"": gettext("Choose"), **states}
        for name in _THEMES:
            self[name].choices = {"": gettext("None"), **names.mandates()}

    @property
    def themes(self) -> tuple[str, ...]:
        entered = (self[name].data for name in _THEMES)
        return tuple(dict.fromkeys(one for one in entered if one))


class StepForm(CommandForm):
    """``step``: how many steps the page showed, which the service compares."""

    step = HiddenField(default="0")

    @property
    def shown(self) -> int:
        return shown_number(self.step.data)

    def suggest(self, today: date) -> None:
        """Fill in what is usual."""


class _UntilForm(StepForm):
    review_on = DayField(
        lazy("Next review until"),
        validators=[InputRequired(lazy("Enter the day"))],
        description=lazy("At most 90 days from today."),
    )

    @override
    def suggest(self, today: date) -> None:
        self.review_on.data = today + REVIEWED_IN


class OpenForm(_UntilForm):
    pass


class DeclineForm(StepForm):
    code = RadioField(
        lazy("Why is it not opened?"),
        choices=said(words.DECLINED),
        validators=[InputRequired(lazy("Choose a reason"))],
    )


class ReviewForm(_UntilForm):
    note = long(lazy("What the review found"), lazy("Enter it"), _NO_CASE, most=_LONGEST, rows=6)


class LevelForm(StepForm):
    level = RadioField(
        lazy("New level"),
        choices=said({key: word for key, (word, _) in words.LEVELS.items()}),
        validators=[InputRequired(lazy("Choose the level"))],
    )
    reason = long(lazy("Reasons"), lazy("Enter the reasons"), _NO_CASE, most=_LONGEST, rows=6)


class CloseForm(StepForm):
    code = RadioField(
        lazy("Why is it closed?"),
        choices=said(words.CLOSED),
        validators=[InputRequired(lazy("Choose a reason"))],
    )
    reason = long(lazy("Reasons"), lazy("Enter the reasons"), _NO_CASE, most=_LONGEST, rows=6)


class ReopenForm(_UntilForm):
    reason = long(lazy("Reasons"), lazy("Enter the reasons"), _NO_CASE, most=_LONGEST, rows=6)


class ActionForm(CommandForm):
    kind = RadioField(
        lazy("What did the Government do?"),
        choices=said(words.ACTIONS),
        validators=[InputRequired(lazy("Choose what it did"))],
    )
    acted_on = DayField(lazy("On which day?"), validators=[InputRequired(lazy("Enter the day"))])
    source = line(
        lazy("Public source"),
        required=lazy("Enter the source"),
        hint=lazy(
            "The symbol of a document, such as A/HRC/60/62, or an address that begins with https://"
        ),
        most=LONGEST_SOURCE,
    )
