"""The forms of the interviews."""

from datetime import datetime
from typing import Any, Final

from wtforms import IntegerField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from portal.selection.ending_forms import SeenForm
from portal.selection.slots import MISSED, WAYS
from portal.web.forms import CommandForm, said, tidy
from portal.web.i18n.formats import number
from portal.web.i18n.texts import Lazy, gettext, lazy, lazy_pgettext
from portal.web.moments import MomentField
from shared.reference import LANGUAGES

_LONGEST: Final = 10_000  # characters
_NEEDS: Final = 2_000
_YES, _NO = "yes", "no"


class QuestionsForm(CommandForm):
    questions = TextAreaField(
        lazy("Questions"),
        [
            InputRequired(lazy("Enter the questions")),
            Length(
                max=_LONGEST,
                message=lazy(
                    "Shorten the questions to %(most)s characters",
                    most=Lazy(lambda: number(_LONGEST)),
                ),
            ),
        ],
        filters=[tidy],
        description=lazy("One on each line."),
    )


class SlotForm(CommandForm):
    starts = MomentField(lazy("Begins"), [InputRequired(lazy("Enter when the interview begins"))])
    minutes = IntegerField(
        lazy_pgettext("of time", "Minutes"),
        [
            InputRequired(lazy("Enter how many minutes the interview takes")),
            NumberRange(10, 240, lazy("Enter from 10 to 240 minutes")),
        ],
        default=30,
    )
    way = RadioField(
        lazy("How do you meet?"),
        [InputRequired(lazy("Choose how you meet"))],
        choices=said(WAYS),
    )
    language = SelectField(
        lazy("Language in which the candidate speaks"),
        choices=said({code: lazy(name) for code, name in LANGUAGES.items()}),
    )


class MissedForm(CommandForm):
    reason = RadioField(
        lazy("Why was it missed?"),
        [InputRequired(lazy("Choose why it was missed"))],
        choices=said(MISSED),
    )


class AnswerForm(SeenForm):
    """``seen``: when the interview begins that the page shows."""

    comes = RadioField(
        lazy("Can you come at this time?"),
        [InputRequired(lazy("Say whether you can come"))],
        choices=said({_YES: lazy("Yes"), _NO: lazy("No, I need another time")}),
    )
    needs = TextAreaField(
        lazy("What you need, or other times"),
        [
            Optional(),
            Length(
                max=_NEEDS,
                message=lazy(
                    "Shorten the text to %(most)s characters", most=Lazy(lambda: number(_NEEDS))
                ),
            ),
        ],
        filters=[tidy],
        description=lazy(
            "For example an interpreter, a pause, captions, or a place without steps. Only the "
            "selection officer reads it, and it is no part of how you are judged."
        ),
    )

    @property
    def starts_at(self) -> datetime | None:
        """Return the time that is answered; None of what is no time."""
        try:
            return datetime.fromisoformat(self.seen.data or "")
        except ValueError:
            return None

    @property
    def can_come(self) -> bool:
        return bool(self.comes.data == _YES)

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        if not self.can_come and not self.needs.data:
            self.form_errors.append(gettext("Say which other times are possible"))
            return False
        return True
