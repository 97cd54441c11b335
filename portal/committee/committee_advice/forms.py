"""The forms of advice that OHCHR asks of the Committee."""

from wtforms import Field, HiddenField

from portal.web.caseless import NO_CASE, without_case
from portal.web.fields import long
from portal.web.forms import CommandForm
from portal.web.i18n.texts import lazy

_LONG, _SHORT = 20_000, 4_000  # characters


class AskForm(CommandForm):
    question = long(
        lazy("Question to the Committee"),
        lazy("Enter the question"),
        NO_CASE,
        most=_SHORT,
        rows=8,
    )

    def validate_question(self, field: Field) -> None:
        without_case(self, field)


class GiveForm(CommandForm):
    version = HiddenField(default="0")
    advice = long(
        lazy("Advice of the Committee"), lazy("Enter the advice"), NO_CASE, most=_LONG, rows=12
    )

    def validate_advice(self, field: Field) -> None:
        without_case(self, field)


class DeclineForm(CommandForm):
    reason = long(
        lazy("Why does the Committee decline?"),
        lazy("Enter the reason"),
        NO_CASE,
        most=_SHORT,
        rows=5,
    )

    def validate_reason(self, field: Field) -> None:
        without_case(self, field)


class DissentForm(CommandForm):
    version = HiddenField(default="0")
    dissent = long(
        lazy("From what do you dissent, and why?"),
        lazy("Enter your dissent"),
        NO_CASE,
        most=_SHORT,
        rows=6,
    )

    def validate_dissent(self, field: Field) -> None:
        without_case(self, field)
