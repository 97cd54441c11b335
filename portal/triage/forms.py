"""What the desk decides about a submission."""

from wtforms import (
    BooleanField,
    Field,
    RadioField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from portal.forms import CommandForm, no_control_characters, tidy
from shared.reference import NOT_ACTIONED, mandates

URGENCY = {"urgent": "Urgent", "ordinary": "Ordinary"}


class ShareForm(CommandForm):
    urgency = RadioField(
        "How urgent is it?",
        [InputRequired("Say how urgent it is")],
        choices=URGENCY,
    )
    admissible = BooleanField("I confirm that it is admissible")
    mandates = SelectMultipleField(
        "Share it with",
        choices=lambda: {m.mandate: m.name for m in mandates().values()},
        validate_choice=False,
    )

    def validate_mandates(self, field: Field) -> None:
        if not field.data:
            raise ValidationError("Choose at least one mandate to share it with")
        if any(mandate not in mandates() for mandate in field.data):
            raise ValidationError("Choose mandates from the list")


class NotActionedForm(CommandForm):
    reason = RadioField(
        "Why is it not acted on?",
        [InputRequired("Choose the reason")],
        choices=dict(NOT_ACTIONED),
    )


class QuestionForm(CommandForm):
    question = TextAreaField(
        "Your question",
        [
            DataRequired("Write the question"),
            Length(max=4_000, message="Shorten the question to 4,000 characters"),
            no_control_characters,
        ],
        filters=[tidy],
    )
