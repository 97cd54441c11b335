"""The forms of reprisal cases."""

from collections.abc import Mapping

from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Optional

from portal.followup.reprisals import words
from portal.web.fields import NumberField, line, long
from portal.web.forms import CommandForm, DayField, said
from portal.web.i18n.texts import lazy

_LONG, _SHORT = 20_000, 4_000  # characters
_NEEDED = lazy("Choose one")
_DAY = lazy("Enter a day, such as 2026-11-24")


def _one(label: str, choices: Mapping[str, str]) -> RadioField:
    return RadioField(label, choices=said(choices), validators=[InputRequired(_NEEDED)])


def _note(label: str) -> TextAreaField:
    return long(label, most=_SHORT, rows=5)


def _look(*, needed: bool = True) -> DayField:
    return DayField(
        lazy("Next look on"),
        validators=[InputRequired(_DAY) if needed else Optional()],
        description=lazy("Within 90 days, and within 30 while it is imminent or worse."),
    )


def _told() -> DayField:
    return DayField(
        lazy("The victim was told on"),
        validators=[Optional()],
        description=lazy("The victim is told first. Leave it empty where there is no victim."),
    )


class ReportForm(CommandForm):
    submission = HiddenField()
    mandate = SelectField(lazy("Mandate"))
    state = SelectField(lazy("State"))
    relation = _one(lazy("Whom is it against?"), words.RELATIONS)
    act = SelectField(lazy("What was done?"), choices=said(words.ACTS))
    imminent = BooleanField(lazy("It is imminent, or goes on"))
    account = long(
        lazy("What happened, to whom, and for which cooperation?"),
        lazy("Enter what happened"),
        lazy("The group of this case alone reads it."),
        most=_LONG,
        rows=12,
    )


class StepForm(CommandForm):
    step = HiddenField(default="0")


class GroupForm(StepForm):
    holders = SelectMultipleField(lazy("Mandate-holders of this case"))
    officers = SelectMultipleField(lazy("Human-rights officers of this case"))


class PassForm(StepForm):
    mandate = SelectField(lazy("Mandate"))


class ContactForm(StepForm):
    channel = _one(lazy("How was the victim contacted?"), words.CHANNELS)


class ScreenForm(StepForm):
    scope = _one(
        lazy("Is it in scope?"),
        {"yes": lazy("Yes"), "no": lazy("No: it stays an ordinary submission")},
    )
    cooperation = long(
        lazy("What links it to cooperation with the United Nations?"),
        lazy("State the link"),
        lazy("It must be stated, and need not be proven."),
        most=_SHORT,
        rows=5,
    )
    next_look_on = _look(needed=False)


class ConsentForm(StepForm):
    consent = _one(lazy("For which action?"), words.CONSENTS)
    answer = _one(lazy("What is the answer?"), words.ANSWERS)
    given_by = _one(lazy("Who answered?"), words.GIVEN_BY)
    informed = BooleanField(lazy("They were told of the risk, and that they can withdraw it"))
    note = _note(lazy("Conditions or reason"))


class HarmForm(StepForm):
    consent = _one(lazy("For which action?"), words.CONSENTS)
    assessed_on = DayField(lazy("Assessed on"), validators=[InputRequired(_DAY)])
    assessment = long(
        lazy("What harm could it do?"), lazy("Enter the assessment"), most=_SHORT, rows=6
    )


class DecideForm(StepForm):
    action = _one(lazy("Which action?"), words.ACTIONS)


class TakeForm(StepForm):
    action = _one(lazy("Which action?"), words.ACTIONS)
    taken_on = DayField(lazy("Taken on"), validators=[InputRequired(_DAY)])
    note = long(
        lazy("To whom, and with which reference?"), lazy("Enter to whom"), most=_SHORT, rows=4
    )


class LetterForm(StepForm):
    letter = RadioField(
        lazy("Letter"),
        validators=[InputRequired(_NEEDED)],
        description=lazy("Letters of this mandate to this State that you may read."),
    )


class UnlinkForm(StepForm):
    number = RadioField(lazy("Letter"), validators=[InputRequired(_NEEDED)])


class ShowForm(StepForm):
    person = RadioField(lazy("Who reads it?"), validators=[InputRequired(_NEEDED)])
    until = DayField(
        lazy("Until"),
        validators=[InputRequired(_DAY)],
        description=lazy("The last day, within 90 days."),
    )
    text = long(
        lazy("What do they read?"),
        lazy("Enter the text"),
        lazy("This text, the State, the mandate and what was done, and nothing else of the case."),
        most=_LONG,
        rows=10,
    )


class UnshowForm(StepForm):
    person = RadioField(lazy("Who reads it?"), validators=[InputRequired(_NEEDED)])


class AnswerForm(StepForm):
    value = _one(lazy("What does the State answer?"), words.REPLIES)
    answered_on = DayField(lazy("Received on"), validators=[InputRequired(_DAY)])
    answer = _note(lazy("Its answer, in short"))


class SendForm(StepForm):
    year = NumberField(lazy("Report of the year"), least=2010, most=2100)
    part = _one(lazy("Part of the report"), words.PARTS)
    text = long(lazy("Text for the report"), lazy("Enter the text"), most=_LONG, rows=12)


class ShareForm(StepForm):
    copied = BooleanField(
        lazy("I have copied it to the mailbox"),
        validators=[InputRequired(lazy("Copy it first"))],
    )


class DocumentForm(StepForm):
    symbol = line(
        lazy("Symbol of the document"),
        lazy("Enter the symbol"),
        lazy("Such as A/HRC/42/30"),
        most=120,
    )
    published_on = DayField(lazy("Public since"), validators=[InputRequired(_DAY)])


class StrikeForm(StepForm):
    symbol = RadioField(lazy("Document"), validators=[InputRequired(_NEEDED)])
    note = long(lazy("Reason"), lazy("Say why"), most=_SHORT, rows=5)


class FollowForm(StepForm):
    condition = _one(lazy("How is it now?"), words.CONDITIONS)
    next_look_on = _look()
    note = _note(lazy("Note"))


class CloseForm(StepForm):
    reason = _one(lazy("Why is it closed?"), words.CLOSED)
    told_on = _told()


class ReopenForm(StepForm):
    told_on = _told()
    next_look_on = _look()


class PublishForm(CommandForm):
    symbol = RadioField(lazy("Document of the report"), validators=[InputRequired(_NEEDED)])
    mandates = SelectMultipleField(lazy("Mandates that the report names for it"))


class CorrectForm(CommandForm):
    symbol = RadioField(
        lazy("Document that corrects the report"), validators=[InputRequired(_NEEDED)]
    )
    text = long(lazy("Text as it is corrected"), lazy("Enter the text"), most=_LONG, rows=12)
