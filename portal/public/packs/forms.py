"""The forms of the annual statistics: which year, why it is corrected, what was read, an entry."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from wtforms import Field, HiddenField, RadioField, SelectField
from wtforms.validators import InputRequired, ValidationError

from portal.public.packs import words
from portal.public.packs.entries import Entry
from portal.web.fields import NumberField, line
from portal.web.forms import CommandForm, DayField, said
from portal.web.i18n.texts import gettext, lazy
from shared.reference.coverage import source_is_sound
from shared.reference.packs import ENTERED, ENTERED_TABLES, MOST_ENTERED, TABLES, tables_of


class YearForm(CommandForm):
    year = SelectField(lazy("Year"), validators=[InputRequired(lazy("Choose the year"))])

    def offer(self, years: list[int]) -> None:
        self.year.choices = {"": gettext("Choose"), **{str(one): str(one) for one in years}}


class ReasonForm(CommandForm):
    reason = RadioField(
        lazy("Why is it corrected?"),
        choices=said(words.REASONS),
        validators=[InputRequired(lazy("Choose why it is corrected"))],
    )

    def offer(self, definitions: int) -> None:
        """Leave out the reason for tables that an edition of earlier definitions does not have."""
        if set(tables_of(definitions)).isdisjoint(ENTERED_TABLES):
            self.reason.choices = {
                code: str(word) for code, word in words.REASONS.items() if code != ENTERED
            }


class DraftForm(CommandForm):
    """``hash``: of the draft that was read (decision 0063)."""

    hash = HiddenField()


class SeenForm(CommandForm):
    """``seen``: the step of a row, as the page showed it."""

    seen = HiddenField(default="0")


class EntryForm(SeenForm):
    """A row of a table that the Chief records."""

    table = ""
    row = SelectField(validators=[InputRequired(lazy("Choose the row"))])
    source = line(
        lazy("Source"),
        lazy("Enter the source"),
        lazy("The symbol of a document, or an address that begins with https://."),
    )
    dated_on = DayField(
        lazy("Day of the source"), validators=[InputRequired(lazy("Enter the day of the source"))]
    )

    def offer(self, codes: Iterable[str]) -> None:
        """Let a row be chosen: the first that is recorded of it."""
        kind = words.kind_of(self.table)
        self.row.label.text = str(words.ABOUT[kind])
        self.row.choices = {"": gettext("Choose"), **{one: words.row(kind, one) for one in codes}}

    def fill(self, one: Entry) -> None:
        self.seen.data, self.source.data, self.dated_on.data = (
            str(one.step),
            one.source,
            one.dated_on,
        )
        for cell, number in zip(self._cells, one.numbers or (), strict=True):
            cell.suggest(number)

    @property
    def columns(self) -> Sequence[str]:
        return TABLES[self.table].columns

    @property
    def numbers(self) -> tuple[int, ...]:
        """Only after ``validate()``."""
        return tuple(cell.number or 0 for cell in self._cells)

    @property
    def _cells(self) -> Sequence[NumberField]:
        found = [self[column] for column in self.columns]
        return [one for one in found if isinstance(one, NumberField)]

    @property
    def told(self) -> Sequence[str]:
        """The fields to read through, in order."""
        row = ("row",) if "row" in self else ()
        return (*row, *self.columns, "source", "dated_on")

    def validate_source(self, field: Field) -> None:
        if field.data and not source_is_sound(field.data):
            raise ValidationError(
                gettext("Enter the symbol of a document, or an address that begins with https://.")
            )


class SupportForm(EntryForm):
    table = "support"
    funders = NumberField(words.COLUMNS["funders"], least=0, most=MOST_ENTERED)
    thousands = NumberField(words.COLUMNS["thousands"], least=0, most=MOST_ENTERED)
    in_kind = NumberField(words.COLUMNS["in_kind"], least=0, most=MOST_ENTERED)


class PostsForm(EntryForm):
    table = "posts"
    posts = NumberField(words.COLUMNS["posts"], least=0, most=MOST_ENTERED)


FORMS: Final[Mapping[str, type[EntryForm]]] = {"support": SupportForm, "posts": PostsForm}
