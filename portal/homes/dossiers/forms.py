"""The forms of country assessments: an entry, a version, and what takes one back."""

from wtforms import BooleanField
from wtforms.validators import InputRequired

from portal.followup.missions.forms import SeenForm
from portal.web.fields import line, long
from portal.web.forms import DayField
from portal.web.i18n.texts import lazy

_TEXT, _WHOM = 4_000, 150  # characters


class EntryForm(SeenForm):
    on = DayField(
        lazy("Day of what you write"),
        validators=[InputRequired(lazy("Enter the day"))],
        description=lazy("When it was so, or when it was said: not today's day by itself."),
    )
    origin = line(
        lazy("Where it is from"),
        lazy("Enter where it is from"),
        lazy("Such as the symbol of a document. Name no source."),
    )
    text = long(
        lazy("What stands in the assessment"),
        lazy("Enter what stands in the assessment"),
        lazy("Nothing of a reprisal: its history is a leaf of its own, for the group of a case."),
        most=_TEXT,
        rows=5,
    )
    shared = BooleanField(
        lazy("It is public, and stands in the version for partners too"),
    )


class VersionForm(SeenForm):
    pass


class CopyForm(SeenForm):
    whom = line(
        lazy("For whom is it?"),
        lazy("Enter for whom it is"),
        lazy("Person and organisation. It stands across each page, and is kept on record."),
        most=_WHOM,
    )
