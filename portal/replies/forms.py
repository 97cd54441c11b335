"""The forms of a reply case: log what came, and grade it."""

from datetime import UTC, date, datetime, time
from typing import Any

from typing_extensions import override
from wtforms import BooleanField, DateField, RadioField, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from portal.forms import CommandForm, no_control_characters, tidy
from portal.presentation import day
from portal.replies.cases import GENEVA
from shared.reference import COOPERATION, LANGUAGES, REPLY_KINDS, mandate_acronym

LONGEST_REPLY = 50_000
LONGEST_RATIONALE = 5_000


class DayField(DateField):
    @override
    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError("Enter a day, such as 2026-11-24") from None


class LogReplyForm(CommandForm):
    """``earliest`` and ``latest``: the days on which the reply can have come."""

    kind = RadioField(
        "What kind of reply is it?",
        [InputRequired("Choose what kind of reply it is")],
        choices=dict(REPLY_KINDS),
    )
    received_on = DayField("Day on which it came", [InputRequired("Enter the day it came")])
    language = SelectField(
        "Language",
        [InputRequired("Choose the language")],
        choices={"": "Choose a language", **LANGUAGES},
    )
    confidential_by_state = BooleanField("The Government asks to keep this reply confidential")
    text = TextAreaField(
        "Text of the reply",
        [
            DataRequired("Enter the text of the reply"),
            Length(max=LONGEST_REPLY, message=f"Use at most {LONGEST_REPLY:,} characters"),
            no_control_characters,
        ],
        filters=[tidy],
    )

    def __init__(self, *, earliest: date, latest: date, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.earliest = earliest
        self.latest = latest

    @property
    def received_at(self) -> datetime:
        """The beginning of that day in Geneva. Only after ``validate()``."""
        on = self.received_on.data
        assert on is not None  # noqa: S101  # it was required
        return datetime.combine(on, time.min, GENEVA).astimezone(UTC)

    def validate_received_on(self, field: DayField) -> None:
        if field.data is not None and not self.earliest <= field.data <= self.latest:
            raise ValidationError(
                f"Enter a day from {day(self.earliest)}, when the letter was transmitted, "
                f"to {day(self.latest)}"
            )


class AssessReplyForm(CommandForm):
    """``mandates``: those that the person holds and that signed the letter."""

    mandate = RadioField("Mandate", [InputRequired("Choose the mandate")])
    value = RadioField(
        "How far did the Government cooperate?",
        [InputRequired("Choose a grade")],
        choices=dict(COOPERATION.values),
    )
    rationale = TextAreaField(
        "Reasons",
        [
            DataRequired("Give your reasons"),
            Length(max=LONGEST_RATIONALE, message=f"Use at most {LONGEST_RATIONALE:,} characters"),
            no_control_characters,
        ],
        filters=[tidy],
    )

    def __init__(self, *, mandates: list[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.mandate.choices = {one: mandate_acronym(one) for one in mandates}
        if len(mandates) == 1:
            self.mandate.data = mandates[0]
