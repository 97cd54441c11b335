"""The forms of what moves from one entry, or one person, to another."""

from collections.abc import Mapping

from wtforms import Field, RadioField, SelectMultipleField
from wtforms.validators import InputRequired, ValidationError

from portal.web.context import today
from portal.web.fields import line
from portal.web.forms import CommandForm, DayField
from portal.web.i18n.texts import gettext, lazy
from shared.reference.organisations import SPLIT_PARTS


class MergeForm(CommandForm):
    real = RadioField(
        lazy("Which entry stays?"),
        description=lazy("The entry that you came from leads to it from then on"),
        choices={},
        validators=[InputRequired(lazy("Choose the entry that stays"))],
    )

    def offer(self, entries: Mapping[str, str]) -> None:
        self.real.choices = dict(entries)


class SplitForm(CommandForm):
    name = line(
        lazy("Name of the new organisation"),
        hint=lazy("Its kind and country are those of this entry. You can change them afterwards."),
    )
    second = line(lazy("Name of a second new organisation, if there is one"))
    again = SelectMultipleField(lazy("Entries that are organisations of their own again"))
    since = DayField(lazy("Since which day?"), validators=[InputRequired(lazy("Enter the day"))])

    def offer(self, merged: Mapping[str, str]) -> None:
        """Let entries be chosen that were merged too long ago to be undone; there may be none."""
        self.again.choices = list(merged.items())
        if not merged:
            del self.again

    def validate_since(self, field: Field) -> None:
        if field.data and field.data > today():
            raise ValidationError(gettext("Choose a day that is not in the future."))

    def validate_name(self, _: Field) -> None:
        parts = [self.name.data, self.second.data, *(self.merged_ids)]
        if not 0 < len(list(filter(None, parts))) <= SPLIT_PARTS:
            raise ValidationError(
                gettext("Say into which organisations it splits: one or two others.")
            )

    @property
    def merged_ids(self) -> tuple[str, ...]:
        return tuple(self.again.data or ()) if "again" in self else ()


class WhereForm(CommandForm):
    to = RadioField(
        lazy("Where do you go?"),
        choices={},
        validators=[InputRequired(lazy("Choose an organisation"))],
    )

    def offer(self, places: Mapping[str, str]) -> None:
        self.to.choices = dict(places)


class HandOnForm(CommandForm):
    to = RadioField(
        lazy("Who takes over?"),
        choices={},
        validators=[InputRequired(lazy("Choose a focal point"))],
    )

    def offer(self, people: Mapping[str, str]) -> None:
        self.to.choices = dict(people)
