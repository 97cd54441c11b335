"""The forms of a recommendation: issue it, send information about it, assess it."""

from typing import Any

from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Regexp

from portal.web.forms import Choice, CommandForm, tidy
from portal.web.i18n import names
from shared.reference import IMPLEMENTATION, mandate_acronym
from shared.reference.publication import WITHDRAWAL_REASONS

LONGEST_TEXT = 10_000
LONGEST_INFORMATION = 50_000


def _text(
    label: str, required: str, *, rows: int, longest: int = LONGEST_TEXT, hint: str = ""
) -> TextAreaField:
    return TextAreaField(
        label,
        [
            DataRequired(required),
            Length(max=longest, message=f"Use at most {longest:,} characters"),
        ],
        filters=[tidy],
        description=hint,
        render_kw={"rows": rows},
    )


class IssueForm(CommandForm):
    """``mandates``: those that the person holds. ``communication``: the letter it follows from."""

    communication = HiddenField()
    mandate = Choice("Mandate", [InputRequired("Choose the mandate")])
    addressee = SelectField(
        "State",
        [InputRequired("Choose the State")],
        description="The State that is to implement it",
    )
    text = _text(
        "Recommendation",
        "Enter the recommendation",
        rows=8,
        hint="The Government addressed reads it at once, and everybody once you make it public. "
        "Name nobody who must stay protected.",
    )

    def __init__(self, *, mandates: list[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.mandate.offer({one: mandate_acronym(one) for one in mandates})
        states = names.addressees(others=False)
        self.addressee.choices = {"": "Choose a State", **states}


class InformForm(CommandForm):
    text = _text(
        "What has been done, or not",
        "Enter what you know",
        rows=12,
        longest=LONGEST_INFORMATION,
        hint="Only the mandate and your own organisation read it.",
    )


class AssessForm(CommandForm):
    grade = RadioField(
        "How far has it been implemented?",
        [InputRequired("Choose a grade")],
        choices=dict(IMPLEMENTATION.values),
        render_kw={
            "hints": {
                "fully": "It is done: the recommendation counts as implemented.",
                "partially": "Some of it is done.",
                "not": "Nothing, or the contrary, is done.",
            }
        },
    )
    rationale = _text(
        "Reasons",
        "Give your reasons",
        rows=8,
        hint="Only those who work for the mandate read your reasons. Everybody concerned sees the "
        "grade.",
    )


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
    note = _text("Note for those who work on it", "Write a note", rows=4)


class PublishForm(CommandForm):
    text = _text("What everybody may read", "Enter the text that everybody may read", rows=10)
