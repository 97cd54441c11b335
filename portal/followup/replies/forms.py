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
from portal.web.forms import Choice, CommandForm, DayField, at_most, tidy
from portal.web.i18n import names
from portal.web.i18n.formats import listed
from portal.web.i18n.texts import gettext, lazy
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
    "substantive": lazy("Answers what the letter asked. It stops the clock."),
    "acknowledgement": lazy("A letter that says only that ours arrived. The clock goes on."),
    "holding": lazy("Asks for time or for more information. The clock goes on."),
}
HINTS_TO_GOVERNMENT: Mapping[str, str] = {
    "substantive": lazy("It answers what the letter asked. No further reply is awaited then."),
    "acknowledgement": lazy("It says only that the letter arrived. A reply is still awaited."),
    "holding": lazy("It asks for time or for more information. A reply is still awaited."),
}
GRADE_HINTS: Mapping[str, str] = {
    "full": lazy("It answers every question in substance."),
    "partial": lazy("It answers in part, denies without evidence, or argues form."),
    "none": lazy("It does not engage with what was asked."),
    "pending": lazy("It is being translated, or talks go on."),
}


def _text(
    label: str, missing: str, *, rows: int, longest: int = LONGEST_NOTE, hint: str = ""
) -> TextAreaField:
    return TextAreaField(
        label,
        [
            DataRequired(missing),
            Length(max=longest, message=at_most(longest)),
        ],
        filters=[tidy],
        description=hint,
        render_kw={"rows": rows},
    )


def _kind(hints: Mapping[str, str]) -> RadioField:
    return RadioField(
        lazy("What kind of reply is it?"),
        [InputRequired(lazy("Choose what kind of reply it is"))],
        choices=names.listed(REPLY_KINDS),
        render_kw={"hints": hints},
    )


def _confidential(label: str) -> BooleanField:
    return BooleanField(
        label,
        description=lazy(
            "Those who work on the case still read it. When replies are published, a note stands "
            "in its place."
        ),
    )


def _language(label: str) -> SelectField:
    return SelectField(
        label,
        [InputRequired(lazy("Choose the language"))],
        choices=lambda: {"": gettext("Choose a language"), **names.listed(LANGUAGES)()},
    )


class BareForm(CommandForm):
    """Nothing to fill in: the page says what pressing the button does."""


class ReceivedForm(CommandForm):
    """``earliest`` and ``latest``: the days on which it can have come."""

    received_on = DayField(
        lazy("Day on which it came"),
        [InputRequired(lazy("Enter the day it came"))],
        description=lazy("As the recipient confirmed it"),
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
                gettext(
                    "Enter a day from %(first)s, when the letter was transmitted, to %(last)s",
                    first=day(self.earliest),
                    last=day(self.latest),
                )
            )


class FileReplyForm(CommandForm):
    """A Government files its reply: it comes when it is sent."""

    kind = _kind(HINTS_TO_GOVERNMENT)
    language = _language(lazy("Language"))
    confidential_by_state = _confidential(lazy("Keep this reply confidential"))
    text = _text(
        lazy("Text of the reply"),
        lazy("Enter the text of the reply"),
        rows=14,
        longest=LONGEST_REPLY,
    )
    files = MultipleFileField(lazy("Files (optional)"))


class LogReplyForm(FileReplyForm, ReceivedForm):
    """The desk logs one that came another way."""

    kind = _kind(HINTS)
    received_on = DayField(
        lazy("Day on which it came"),
        [InputRequired(lazy("Enter the day it came"))],
        description=lazy("A late reply is logged like any other"),
    )
    confidential_by_state = _confidential(
        lazy("The Government asks to keep this reply confidential")
    )
    files = MultipleFileField(lazy("Files, as they were received (optional)"))


class DialogueForm(CommandForm):
    """``earliest`` and ``latest``: the days on which the contact can have been."""

    held_on = DayField(
        lazy("Day of the contact"),
        [InputRequired(lazy("Enter the day of the contact"))],
        description=lazy("In Geneva"),
    )
    kind = RadioField(
        lazy("What kind of contact was it?"),
        [InputRequired(lazy("Choose what kind of contact it was"))],
        choices=names.listed(CONTACT_KINDS),
    )
    with_whom = StringField(
        lazy("With which office?"),
        [
            DataRequired(lazy("Enter the office")),
            Length(max=LONGEST_OFFICE, message=at_most(LONGEST_OFFICE)),
        ],
        filters=[tidy],
        description=lazy("An office, such as the Permanent Mission"),
    )
    said = _text(lazy("What was said"), lazy("Enter what was said"), rows=8)

    def __init__(self, *, earliest: date, latest: date, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.earliest = earliest
        self.latest = latest

    def validate_held_on(self, field: DayField) -> None:
        if field.data is not None and not self.earliest <= field.data <= self.latest:
            raise ValidationError(
                gettext(
                    "Enter a day from %(first)s, when the letter was transmitted, to %(last)s",
                    first=day(self.earliest),
                    last=day(self.latest),
                )
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
            raise ValidationError(lazy("Nothing is changed yet. Correct what is wrong"))


class ExtensionForm(CommandForm):
    """``after``: the day on which the reply is due now."""

    until = DayField(
        lazy("Last day of the extended time"), [InputRequired(lazy("Enter the last day"))]
    )

    def __init__(self, *, after: date, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.after = after

    def validate_until(self, field: DayField) -> None:
        if field.data is not None and field.data <= self.after:
            raise ValidationError(
                gettext("Enter a day after %(day)s, when the reply is due", day=day(self.after))
            )


class RequestExtensionForm(ExtensionForm):
    reason = _text(lazy("Reasons"), lazy("Give the reasons"), rows=6)


class TranslateForm(CommandForm):
    language = _language(lazy("Into which language?"))


class TranslationForm(CommandForm):
    text = _text(
        lazy("Text of the translation"),
        lazy("Enter the text of the translation"),
        rows=14,
        longest=LONGEST_REPLY,
    )


class MandateForm(CommandForm):
    """``mandates``: those that the person holds and that signed the letter."""

    mandate = Choice(lazy("Mandate"), [InputRequired(lazy("Choose the mandate"))])

    def __init__(self, *, mandates: list[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.mandate.offer({one: mandate_acronym(one) for one in mandates})


class AssessReplyForm(MandateForm):
    value = RadioField(
        lazy("How far did the Government cooperate?"),
        [InputRequired(lazy("Choose a grade"))],
        choices=names.listed(COOPERATION.values),
        render_kw={"hints": GRADE_HINTS},
    )
    patterns = SelectMultipleField(
        lazy("If it is partial: what kind of partial reply?"),
        choices=names.listed(PARTIAL_PATTERNS),
        render_kw={"small": True},
    )
    rationale = _text(lazy("Reasons"), lazy("Give your reasons"), rows=8)

    def validate_patterns(self, field: SelectMultipleField) -> None:
        if field.data and self.value.data != "partial":
            raise ValidationError(lazy("Choose partial cooperation, or none of these"))


class ApproveReminderForm(MandateForm):
    """Bound to the text that was on the page."""

    content_hash = HiddenField()


class ReminderForm(CommandForm):
    text = _text(
        lazy("Text of the reminder"),
        lazy("Write the text of the reminder"),
        rows=14,
        longest=LONGEST_REPLY,
        hint=lazy(
            "Another text takes the place of one that was not sent, and needs approval anew."
        ),
    )

    def validate_text(self, field: TextAreaField) -> None:
        if places := unfilled(field.data):
            said = listed(one.name for one in places)
            raise ValidationError(gettext("Fill in, or take out: %(places)s", places=said))


class CloseForm(MandateForm):
    outcome = RadioField(
        lazy("With what outcome?"),
        [InputRequired(lazy("Choose the outcome"))],
        choices=names.listed(OUTCOMES),
    )
    reasons = _text(lazy("Reasons"), lazy("Give your reasons"), rows=6)


class ReopenForm(MandateForm):
    reason = _text(lazy("Reason"), lazy("Give the reason"), rows=6)


class TellForm(CommandForm):
    to = HiddenField(validators=[AnyOf(("state", "source"), lazy("Choose who is told"))])
