"""The forms of the forum."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask_wtf.file import MultipleFileField
from wtforms import HiddenField, RadioField, SelectField
from wtforms.validators import InputRequired, ValidationError

from portal.web.fields import line, long
from portal.web.forms import Choice, CommandForm, shown_number
from portal.web.i18n.texts import gettext, lazy
from shared.reference.forum import LEAST_CHOICES, MOST_CHOICES

_LONGEST: Final = 10_000  # characters


class OfficeForm(CommandForm):
    """``mandate``: in whose name somebody writes, which is only asked where there are several."""

    mandate = Choice(
        lazy("In the name of which mandate?"), validators=[InputRequired(lazy("Choose a mandate"))]
    )


class FilesForm(OfficeForm):
    """What can have files, and is kept as a draft."""

    files = MultipleFileField(lazy("Files"))

    def typed(self) -> dict[str, str]:
        """What was entered; nothing if it is only choices, which every form has from the start."""
        found = {name: self[name].data or "" for name in self.kept}
        return found if any(found.get(name, "").strip() for name in ("title", "text")) else {}

    def fill(self, typed: Mapping[str, str]) -> None:
        for name in self.kept:
            self[name].data = typed.get(name, "")

    @property
    def kept(self) -> Sequence[str]:
        """The fields that people type into."""
        return [name for name in ("title", "mandate", "text", "mentions") if name in self]


class WriteForm(FilesForm):
    text = long(lazy("Message"), lazy("Write the message"), most=_LONGEST, rows=10)
    mentions = SelectField(
        lazy("Mention"), description=lazy("Those who read this thread. Leave it empty for nobody.")
    )

    def offer(self, mandates: Mapping[str, str], people: Mapping[str, str]) -> None:
        self.mandate.offer(mandates)
        self.mentions.choices = {"": gettext("Nobody"), **people}


class StartForm(FilesForm):
    title = line(lazy("Title"), lazy("Enter a title"))
    text = long(lazy("Message"), lazy("Write the message"), most=_LONGEST, rows=10)


class CorrectForm(CommandForm):
    """``shown``: the version that the page showed, which the service compares."""

    version = HiddenField()
    text = long(lazy("Message"), lazy("Write the message"), most=_LONGEST, rows=10)

    @property
    def shown(self) -> int:
        return shown_number(self.version.data)


class PollForm(OfficeForm):
    text = long(lazy("Question"), lazy("Write the question"), most=2_000, rows=4)
    choices = long(
        lazy("Choices"),
        lazy("Write the choices"),
        lazy("One on each line, two to ten. Everybody who reads the thread sees who chose what."),
        most=2_000,
        rows=6,
    )

    @property
    def lines(self) -> list[str]:
        return [one.strip() for one in (self.choices.data or "").splitlines() if one.strip()]

    def validate_choices(self, _: Any) -> None:
        if not LEAST_CHOICES <= len(self.lines) <= MOST_CHOICES:
            raise ValidationError(gettext("Write two to ten choices, one on each line"))


class VoteForm(OfficeForm):
    choice = RadioField(
        lazy("Your choice"), validators=[InputRequired(lazy("Choose one of the choices"))]
    )


class InviteForm(CommandForm):
    officer = SelectField(lazy("Officer"), validators=[InputRequired(lazy("Choose an officer"))])

    def offer(self, officers: Mapping[str, str]) -> None:
        self.officer.choices = {"": gettext("Choose"), **officers}
