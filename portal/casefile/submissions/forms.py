"""The form of an answer."""

from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from portal.web.forms import CommandForm, tidy


class AnswerForm(CommandForm):
    answer = TextAreaField(
        "Your answer",
        [
            DataRequired("Write your answer"),
            Length(max=20_000, message="Shorten your answer to 20,000 characters"),
        ],
        filters=[tidy],
    )
