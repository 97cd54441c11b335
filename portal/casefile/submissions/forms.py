"""The forms of a source: an answer, and the language in which to write to it."""

from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from portal.casefile.submissions import written
from portal.web.forms import CommandForm, PageForm, tidy
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


class LanguageForm(PageForm):
    """The language from now on."""

    contact_language = written.field(lazy("In which language shall we write to you?"))


def language_form(chosen: str | None) -> LanguageForm:
    """Return the form with what was chosen, or the language of the page."""
    return LanguageForm(formdata=None, data={"contact_language": chosen or written.likely()})
