"""The forms of a reply case."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask_wtf.file import MultipleFileField
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length, ValidationError

from portal.letters.communications.places import unfilled
from portal.web.forms import Choice, CommandForm, DayField, tidy
from portal.web.presentation import day
from shared.core.geneva import start_of
from shared.reference import (
    CONTACT_KINDS,
    COOPERATION,
    LANGUAGES,
    OUTCOMES,
    PARTIAL_PATTERNS,
    REPLY_KINDS,
    mandate_acronym,
)

LONGEST_REPLY = 50_000
LONGEST_NOTE = 5_000
LONGEST_OFFICE = 200


HINTS: Mapping[str, str] = {
    "substantive": "Answers what the letter asked. It stops the clock.",
    "acknowledgement": "A letter that says only that ours arrived. The clock goes on.",
    "holding": "Asks for time or for more information. The clock goes on.",
}
HINTS_TO_GOVERNMENT: Mapping[str, str] = {
    "substantive": "It answers what the letter asked. No further reply is awaited then.",
    "acknowledgement": "It says only that the letter arrived. A reply is still awaited.",
    "holding": "It asks for time or for more information. A reply is still awaited.",
}
GRADE_HINTS: Mapping[str, str] = {
    "full": "It answers every question in substance.",
    "partial": "It answers in part, denies without evidence, or argues form.",
    "none": "It does not engage with what was asked.",
    "pending": "It is being translated, or talks go on.",
}


def _text(
    label: str, missing: str, *, rows: int, longest: int = LONGEST_NOTE, hint: str = ""
) -> TextAreaField:
    return TextAreaField(
        label,
        [
            DataRequired(missing),
            Length(max=longest, message=f"Use at most {longest:,} characters"),
        ],
        filters=[tidy],
        description=hint,
        render_kw={"rows": rows},
    )


def _kind(hints: Mapping[str, str]) -> RadioField:
    return RadioField(
        "What kind of reply is it?",
        [InputRequired("Choose what kind of reply it is")],
        choices=dict(REPLY_KINDS),
        render_kw={"hints": hints},
    )


def _confidential(label: str) -> BooleanField:
    return BooleanField(
        label,
        description="Those who work on the case still read it. When replies are published, a note "
        "stands in its place.",
    )


def _language(label: str) -> SelectField:
    return SelectField(
        label,
        [InputRequired("Choose the language")],
        choices={"": "Choose a language", **LANGUAGES},
    )


class BareForm(CommandForm):
    """Nothing to fill in: the page says what pressing the button does."""


class ReceivedForm(CommandForm):
    """``earliest`` and ``latest``: the days on which it can have come."""

    received_on = DayField(
        "Day on which it came",
        [InputRequired("Enter the day it came")],
        description="As the recipient confirmed it",
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
        return start_of(on)

    def validate_received_on(self, field: DayField) -> None:
        if field.data is not None and not self.earliest <= field.data <= self.latest:
            raise ValidationError(
                f"Enter a day from {day(self.earliest)}, when the letter was transmitted, "
                f"to {day(self.latest)}"
            )


class FileReplyForm(CommandForm):
    """A Government files its reply: it comes when it is sent."""

    kind = _kind(HINTS_TO_GOVERNMENT)
    language = _language("Language")
    confidential_by_state = _confidential("Keep this reply confidential")
    text = _text("Text of the reply", "Enter the text of the reply", rows=14, longest=LONGEST_REPLY)
    files = MultipleFileField("Files (optional)")


class LogReplyForm(FileReplyForm, ReceivedForm):
    """The desk logs one that came another way."""

    kind = _kind(HINTS)
    received_on = DayField(
        "Day on which it came",
        [InputRequired("Enter the day it came")],
        description="A late reply is logged like any other",
    )
    confidential_by_state = _confidential("The Government asks to keep this reply confidential")
    files = MultipleFileField("Files, as they were received (optional)")


class DialogueForm(CommandForm):
    """``earliest`` and ``latest``: the days on which the contact can have been."""

    held_on = DayField(
        "Day of the contact",
        [InputRequired("Enter the day of the contact")],
        description="In Geneva",
    )
    kind = RadioField(
        "What kind of contact was it?",
        [InputRequired("Choose what kind of contact it was")],
        choices=dict(CONTACT_KINDS),
    )
    with_whom = StringField(
        "With which office?",
        [
            DataRequired("Enter the office"),
            Length(max=LONGEST_OFFICE, message=f"Use at most {LONGEST_OFFICE} characters"),
        ],
        filters=[tidy],
        description="An office, such as the Permanent Mission",
    )
    said = _text("What was said", "Enter what was said", rows=8)

    def __init__(self, *, earliest: date, latest: date, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.earliest = earliest
        self.latest = latest

    def validate_held_on(self, field: DayField) -> None:
        if field.data is not None and not self.earliest <= field.data <= self.latest:
            raise ValidationError(
                f"Enter a day from {day(self.earliest)}, when the letter was transmitted, "
                f"to {day(self.latest)}"
            )


class CorrectDialogueForm(DialogueForm):
    """``was``: how the entry reads that is to be corrected, by the names of the fields."""

    def __init__(self, *, was: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.was = was
        if not self.is_submitted():
            for name, value in was.items():
                self[name].data = value

    def validate_said(self, field: TextAreaField) -> None:
        if field.data and all(self[name].data == value for name, value in self.was.items()):
            raise ValidationError("Nothing is changed yet. Correct what is wrong")


class ExtensionForm(CommandForm):
    """``after``: the day on which the reply is due now."""

    until = DayField("Last day of the extended time", [InputRequired("Enter the last day")])

    def __init__(self, *, after: date, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.after = after

    def validate_until(self, field: DayField) -> None:
        if field.data is not None and field.data <= self.after:
            raise ValidationError(f"Enter a day after {day(self.after)}, when the reply is due")


class RequestExtensionForm(ExtensionForm):
    reason = _text("Reasons", "Give the reasons", rows=6)


class TranslateForm(CommandForm):
    language = _language("Into which language?")


class TranslationForm(CommandForm):
    text = _text(
        "Text of the translation",
        "Enter the text of the translation",
        rows=14,
        longest=LONGEST_REPLY,
    )


class MandateForm(CommandForm):
    """``mandates``: those that the person holds and that signed the letter."""

    mandate = Choice("Mandate", [InputRequired("Choose the mandate")])

    def __init__(self, *, mandates: list[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.mandate.offer({one: mandate_acronym(one) for one in mandates})


class AssessReplyForm(MandateForm):
    value = RadioField(
        "How far did the Government cooperate?",
        [InputRequired("Choose a grade")],
        choices=dict(COOPERATION.values),
        render_kw={"hints": GRADE_HINTS},
    )
    patterns = SelectMultipleField(
        "If it is partial: what kind of partial reply?",
        choices=dict(PARTIAL_PATTERNS),
        render_kw={"small": True},
    )
    rationale = _text("Reasons", "Give your reasons", rows=8)

    def validate_patterns(self, field: SelectMultipleField) -> None:
        if field.data and self.value.data != "partial":
            raise ValidationError("Choose partial cooperation, or none of these")


class ApproveReminderForm(MandateForm):
    """Bound to the text that was on the page."""

    content_hash = HiddenField()


class ReminderForm(CommandForm):
    text = _text(
        "Text of the reminder",
        "Write the text of the reminder",
        rows=14,
        longest=LONGEST_REPLY,
        hint="Another text takes the place of one that was not sent, and needs approval anew.",
    )

    def validate_text(self, field: TextAreaField) -> None:
        if places := unfilled(field.data):
            raise ValidationError(f"Fill in, or take out: {', '.join(one.name for one in places)}")


class CloseForm(MandateForm):
    outcome = RadioField(
        "With what outcome?", [InputRequired("Choose the outcome")], choices=dict(OUTCOMES)
    )
    reasons = _text("Reasons", "Give your reasons", rows=6)


class ReopenForm(MandateForm):
    reason = _text("Reason", "Give the reason", rows=6)


class TellForm(CommandForm):
    to = HiddenField(validators=[AnyOf(("state", "source"), "Choose who is told")])
