"""The forms of a recommendation: issue it, send information about it, assess it."""

from typing import Any

from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Regexp

from portal.web.forms import Choice, CommandForm, at_most, tidy
from portal.web.i18n import names
from portal.web.i18n.texts import gettext, lazy
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
            Length(max=longest, message=at_most(longest)),
        ],
        filters=[tidy],
        description=hint,
        render_kw={"rows": rows},
    )


class IssueForm(CommandForm):
    """``mandates``: those that the person holds. ``communication``: the letter it follows from."""

    communication = HiddenField()
    mandate = Choice(lazy("Mandate"), [InputRequired(lazy("Choose the mandate"))])
    addressee = SelectField(
        lazy("State"),
        [InputRequired(lazy("Choose the State"))],
        description=lazy("The State that is to implement it"),
    )
    text = _text(
        lazy("Recommendation"),
        lazy("Enter the recommendation"),
        rows=8,
        hint=lazy(
            "The Government addressed reads it at once, and everybody once you make it public. "
            "Name nobody who must stay protected."
        ),
    )

    def __init__(self, *, mandates: list[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.mandate.offer({one: mandate_acronym(one) for one in mandates})
        states = names.addressees(others=False)
        self.addressee.choices = {"": gettext("Choose a State"), **states}


class InformForm(CommandForm):
    text = _text(
        lazy("What has been done, or not"),
        lazy("Enter what you know"),
        rows=12,
        longest=LONGEST_INFORMATION,
        hint=lazy("Only the mandate and your own organisation read it."),
    )


class AssessForm(CommandForm):
    grade = RadioField(
        lazy("How far has it been implemented?"),
        [InputRequired(lazy("Choose a grade"))],
        choices=names.listed(IMPLEMENTATION.values),
        render_kw={
            "hints": {
                "fully": lazy("It is done: the recommendation counts as implemented."),
                "partially": lazy("Some of it is done."),
                "not": lazy("Nothing, or the contrary, is done."),
            }
        },
    )
    rationale = _text(
        lazy("Reasons"),
        lazy("Give your reasons"),
        rows=8,
        hint=lazy(
            "Only those who work for the mandate read your reasons. Everybody concerned sees the "
            "grade."
        ),
    )


class ShareForm(CommandForm):
    organisation_id = StringField(
        lazy("Code of the organisation"),
        filters=[tidy],
        validators=[
            DataRequired(lazy("Enter the code of the organisation")),
            Length(max=88, message=at_most(88)),
            Regexp(r"^[A-Za-z0-9._-]+$", message=lazy("Use letters, digits, dots and dashes only")),
        ],
    )


class UnshareForm(CommandForm):
    """``invited``: the organisations to choose from."""

    organisation_id = RadioField(
        lazy("Whose invitation is taken back?"), [InputRequired(lazy("Choose the organisation"))]
    )

    def __init__(self, *, invited: list[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.organisation_id.choices = {one: one for one in invited}


class WithdrawForm(CommandForm):
    reason = RadioField(
        lazy("Why is it taken back?"),
        [InputRequired(lazy("Choose why it is taken back"))],
        choices=names.listed(WITHDRAWAL_REASONS),
    )
    note = _text(lazy("Note for those who work on it"), lazy("Write a note"), rows=4)


class PublishForm(CommandForm):
    text = _text(
        lazy("What everybody may read"), lazy("Enter the text that everybody may read"), rows=10
    )
