"""The forms of the editors' desk."""

from wtforms import HiddenField, RadioField, SelectField
from wtforms.validators import InputRequired

from portal.public.briefings import words
from portal.web.fields import long
from portal.web.forms import CommandForm, said
from portal.web.i18n.languages import LANGUAGES as WRITTEN
from portal.web.i18n.texts import gettext, lazy
from shared.contracts.stakeholders_briefings import Kind
from shared.reference.briefings import LANGUAGES, SECTIONS

_LONGEST = 600  # characters
_HINT = lazy("No case, no source and no name of a victim. It is not translated.")


class VersionForm(CommandForm):
    """``version``: of the issue as the page showed it, which the service compares."""

    version = HiddenField()

    @property
    def seen(self) -> int:
        typed = self.version.data or ""
        return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else -1  # noqa: PLR2004  # digits


class HandInForm(VersionForm):
    """``items``: a hash of those that the page counted."""

    items = HiddenField()


class _WrittenForm(CommandForm):
    language = SelectField(
        lazy("Language of the text"),
        choices=lambda: {code: WRITTEN[code].name for code in LANGUAGES},
        validators=[InputRequired(lazy("Choose the language"))],
    )


class NoteForm(_WrittenForm):
    text = long(lazy("Sentence below the item"), "", _HINT, most=_LONGEST, rows=3)


class AddForm(_WrittenForm):
    section = SelectField(lazy("Section"), validators=[InputRequired(lazy("Choose the section"))])
    edition = RadioField(
        lazy("Who reads it?"),
        choices=said(words.EDITIONS),
        validators=[InputRequired(lazy("Choose who reads it"))],
    )
    text = long(lazy("Text"), lazy("Enter the text"), _HINT, most=_LONGEST, rows=4)

    def offer(self, kind: Kind) -> None:
        sections = {code: str(words.SECTIONS[code]) for code in SECTIONS[kind]}
        self.section.choices = {"": gettext("Choose"), **sections}
        if kind != "briefing":
            self.edition.choices = {"public": str(words.EDITIONS["public"])}


class SkipForm(CommandForm):
    code = RadioField(
        lazy("Why is this issue skipped?"),
        choices=said(words.SKIPPED),
        validators=[InputRequired(lazy("Choose a reason"))],
    )
