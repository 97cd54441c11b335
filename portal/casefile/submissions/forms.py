"""The form of an answer."""

from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from portal.casefile.submissions import written
from portal.web.forms import CommandForm, tidy
from portal.web.i18n.texts import lazy


class AnswerForm(CommandForm):
    answer = TextAreaField(
        lazy("Your answer"),
        [
            DataRequired(lazy("Write your answer")),
            Length(max=20_000, message=lazy("Shorten your answer to 20,000 characters")),
        ],
        filters=[tidy],
    )
    language = written.field(lazy("In which language do you answer?"), default=written.likely)
