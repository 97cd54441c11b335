"""The form that asks for the reason to open a source's identity."""

from wtforms import RadioField, TextAreaField
from wtforms.validators import DataRequired, Length

from portal.web.forms import CommandForm, tidy
from shared.reference.opening import REASONS


class OpeningForm(CommandForm):
    reason_code = RadioField(
        "Why do you need to know who the source is?",
        choices=dict(REASONS),
        validate_choice=False,
        validators=[DataRequired("Choose why you need to know")],
    )
    reason = TextAreaField(
        "What makes it necessary",
        [
            DataRequired("Write what makes it necessary"),
            Length(max=2_000, message="Shorten this to 2,000 characters"),
        ],
        filters=[tidy],
    )
