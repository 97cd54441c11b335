"""The forms of what moves from one entry, or one person, to another."""

from collections.abc import Mapping

from wtforms import RadioField
from wtforms.validators import InputRequired

from portal.web.forms import CommandForm
from portal.web.i18n.texts import lazy


class MergeForm(CommandForm):
    real = RadioField(
        lazy("Which entry stays?"),
        description=lazy("The entry that you came from leads to it from then on"),
        choices={},
        validators=[InputRequired(lazy("Choose the entry that stays"))],
    )

    def offer(self, entries: Mapping[str, str]) -> None:
        self.real.choices = dict(entries)


class HandOnForm(CommandForm):
    to = RadioField(
        lazy("Who takes over?"),
        choices={},
        validators=[InputRequired(lazy("Choose a focal point"))],
    )

    def offer(self, people: Mapping[str, str]) -> None:
        self.to.choices = dict(people)
