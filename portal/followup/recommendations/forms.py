"""The forms of a recommendation: issue it, send information about it, assess it."""

from typing import Any

from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Regexp

from portal.web.forms import CommandForm, tidy
from shared.reference import IMPLEMENTATION, OTHER, mandate_acronym, recipients
from shared.reference.publication import WITHDRAWAL_REASONS

LONGEST_TEXT = 10_000
LONGEST_INFORMATION = 50_000


def _text(label: str, required: str, longest: int) -> TextAreaField:
    return TextAreaField(
        label,
        [
            DataRequired(required),
            Length(max=longest, message=f"Use at most {longest:,} characters"),
        ],
        filters=[tidy],
    )


class IssueForm(CommandForm):
    """``mandates``: those that the person holds. ``communication``: the letter it follows from."""

    communication = HiddenField()
    mandate = RadioField("Mandate", [InputRequired("Choose the mandate")])
    addressee = SelectField("State", [InputRequired("Choose the State")])
    text = _text("Recommendation", "Enter the recommendation", LONGEST_TEXT)

    def __init__(self, *, mandates: list[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.mandate.choices = {one: mandate_acronym(one) for one in mandates}
        if len(mandates) == 1:
            self.mandate.data = mandates[0]
        states = {code: name for code, name in recipients().items() if code != OTHER}
        self.addressee.choices = {"": "Choose a State", **states}


class InformForm(CommandForm):
    text = _text("What has been done, or not", "Enter what you know", LONGEST_INFORMATION)


class AssessForm(CommandForm):
    grade = RadioField(
        "How far has it been implemented?",
        [InputRequired("Choose a grade")],
        choices=dict(IMPLEMENTATION.values),
    )
    rationale = _text("Reasons", "Give your reasons", LONGEST_TEXT)


class ShareForm(CommandForm):
    organisation_id = StringField(
        "Code of the organisation",
        filters=[tidy],
        validators=[
            DataRequired("Enter the code of the organisation"),
            Length(max=88, message="Use at most 88 characters"),
            Regexp(r"^[A-Za-z0-9._-]+$", message="Use letters, digits, dots and dashes only"),
        ],
    )


class UnshareForm(CommandForm):
    """``invited``: the organisations to choose from."""

    organisation_id = RadioField(
        "Whose invitation is taken back?", [InputRequired("Choose the organisation")]
    )

    def __init__(self, *, invited: list[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.organisation_id.choices = {one: one for one in invited}


class WithdrawForm(CommandForm):
    reason = RadioField(
        "Why is it taken back?",
        [InputRequired("Choose why it is taken back")],
        choices=dict(WITHDRAWAL_REASONS),
    )
    note = _text("Note for those who work on it", "Write a note", LONGEST_TEXT)


class PublishForm(CommandForm):
    text = _text("What everybody may read", "Enter the text that everybody may read", LONGEST_TEXT)
