"""The forms of coverage: which standards are adopted, one answer, and a sheet of answers."""

from flask_wtf.file import FileField
from wtforms import HiddenField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired

from portal.committee.coverage import words
from portal.web.fields import line
from portal.web.forms import CommandForm
from portal.web.i18n.texts import lazy
from shared.reference.coverage import LONGEST_SOURCE, standards


class AdoptForm(CommandForm):
    """``version``: of the set that the page shows (decision 0063)."""

    version = HiddenField()
    standards = SelectMultipleField(
        lazy("Which standards does the set have?"),
        description=lazy("Each is asked of every State, and none says which answer is good."),
        choices=lambda: {key: words.question(key, "") for key in standards()},
    )


class AnswerForm(CommandForm):
    """``seen``: what was on record when the page was shown."""

    seen = HiddenField(default="")
    value = line(lazy("Answer"), required=lazy("Enter the answer"), most=20)
    source = line(
        lazy("Source"),
        required=lazy("Enter the source"),
        hint=lazy(
            "The symbol of a document, such as A/HRC/60/62, or an address that begins with https://"
        ),
        most=LONGEST_SOURCE,
    )
    dated_on = line(
        lazy("Day of the source"),
        required=lazy("Enter the day of the source"),
        hint=lazy("Such as 2026-11-24"),
        most=10,
    )


class SheetForm(CommandForm):
    standard = SelectField(
        lazy("Which question does the sheet answer?"),
        choices=lambda: {"": "", **recorded()},
        validators=[InputRequired(lazy("Choose the question"))],
    )
    file = FileField(lazy("The list, as XLSX, ODS or CSV"))


def recorded() -> dict[str, str]:
    """Return what is recorded and not counted, with its question."""
    return {key: words.question(key, "") for key, one in standards().items() if not one.computed}
