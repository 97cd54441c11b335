"""The forms of requests for advice: a question, who answers, the answer, why it is closed."""

from collections.abc import Mapping

from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.stakeholders.advice import words
from portal.web.forms import CommandForm, at_most, said, tidy
from portal.web.i18n.texts import gettext, lazy
from shared.reference.advice import ANSWERED, WITHOUT_ANSWER

_LONG = 8_000


def _long(label: str, needed: str, hint: str = "", *, rows: int = 10) -> TextAreaField:
    return TextAreaField(
        label,
        filters=[tidy],
        validators=[InputRequired(needed), Length(max=_LONG, message=at_most(_LONG))],
        description=hint,
        render_kw={"rows": rows, "max": _LONG},
    )


class RequestForm(CommandForm):
    topic = SelectField(
        lazy("What is it about?"),
        choices=said(words.TOPICS),
        validators=[InputRequired(lazy("Choose what it is about"))],
    )
    language = SelectField(
        lazy("Language of the question"), choices=said(words.LANGUAGES), default="en"
    )
    question = _long(
        lazy("Your question"),
        lazy("Enter your question"),
        lazy("Nothing about a case of somebody: that is a submission."),
    )


class FurtherForm(CommandForm):
    question = _long(lazy("Your question"), lazy("Enter your question"))


class AssignForm(CommandForm):
    officer_id = SelectField(
        lazy("Who answers it?"), validators=[InputRequired(lazy("Choose the officer"))]
    )

    def offer(self, officers: Mapping[str, str]) -> None:
        self.officer_id.choices = {"": gettext("Choose an officer"), **officers}


class AnswerForm(CommandForm):
    answer = _long(
        lazy("The answer"),
        lazy("Enter the answer"),
        lazy("The institution reads it at once, and nobody else outside."),
    )


class CloseForm(CommandForm):
    code = RadioField(
        lazy("Why is it closed?"),
        choices=[],
        validators=[InputRequired(lazy("Choose a reason"))],
        description=lazy("The institution reads the reason"),
    )

    def offer(self, *, answered: bool) -> None:
        codes = (ANSWERED,) if answered else sorted(WITHOUT_ANSWER)
        self.code.choices = [(code, str(words.CLOSINGS[code])) for code in codes]
