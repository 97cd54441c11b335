"""The forms by which the officer lets a vacancy go on: a longer call, another one, another seat."""

from collections.abc import Mapping
from datetime import date

from wtforms import DateField, HiddenField, RadioField, SelectField
from wtforms.validators import InputRequired, Optional

from portal.selection.forms import CallForm
from portal.web.forms import CommandForm, said
from portal.web.i18n.texts import gettext, lazy
from shared.reference.panels import LONGER_TERMS
from shared.reference.selection_files import HOLDS
from shared.reference.vacancies import EXTENSIONS, LAPSES, MORE_CALLS


class MoreCallForm(CallForm):
    reason = SelectField(
        lazy("Reason"),
        [InputRequired(lazy("Choose a reason"))],
        choices=said(
            {"": lazy("Choose a reason"), **{code: lazy(why) for code, why in EXTENSIONS.items()}}
        ),
        description=lazy("It becomes public with the new date."),
    )


class AgainForm(MoreCallForm):
    reason = SelectField(
        lazy("Reason"),
        [InputRequired(lazy("Choose a reason"))],
        choices=said(
            {"": lazy("Choose a reason"), **{code: lazy(why) for code, why in MORE_CALLS.items()}}
        ),
        description=lazy("It becomes public with the new date."),
    )


class LapseForm(CommandForm):
    reason = RadioField(
        lazy("Why does the vacancy lapse?"),
        [InputRequired(lazy("Choose a reason"))],
        choices=said({code: lazy(why) for code, why in LAPSES.items()}),
        description=lazy("It becomes public."),
    )


class HoldForm(CommandForm):
    reason = RadioField(
        lazy("Why are they kept for longer?"),
        [InputRequired(lazy("Choose a reason"))],
        choices=said({code: lazy(why) for code, why in HOLDS.items()}),
        description=lazy("Only selection officers see it."),
    )


class SeatForm(CommandForm):
    """``member.choices`` are filled in by ``offer``."""

    member = SelectField(
        lazy("Who takes the seat?"), [InputRequired(lazy("Choose who takes the seat"))]
    )
    cause = RadioField(
        lazy("For what reason?"),
        [InputRequired(lazy("Choose a reason"))],
        choices=said(
            {
                "alternate": lazy("The member cannot take part: an alternate for this vacancy"),
                "successor": lazy("The member resigned: a successor"),
            }
        ),
    )

    ends_on = DateField(
        lazy("Last day of the term (optional)"),
        [Optional()],
        description=lazy(
            "Leave it empty for the rest of the term. If the term is over, enter another last day."
        ),
    )

    def offer(self, people: Mapping[str, str]) -> None:
        """Let these accounts, by id and name, be chosen."""
        self.member.choices = {"": gettext("Choose a person"), **people}


class LongerForm(CommandForm):
    """``member``: who had the seat when it was checked."""

    member = HiddenField()
    ends_on = DateField(
        lazy("New last day of the term"), [InputRequired(lazy("Enter the last day of the term"))]
    )
    reason = RadioField(
        lazy("Why is the term extended?"),
        [InputRequired(lazy("Choose a reason"))],
        choices=said({code: lazy(why) for code, why in LONGER_TERMS.items()}),
    )

    @property
    def last(self) -> date:
        return self.ends_on.data or date.min
