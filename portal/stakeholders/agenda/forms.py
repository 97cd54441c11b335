"""The forms of the agenda."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from typing_extensions import override
from wtforms import Field, HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, ValidationError

from portal.stakeholders.agenda import words
from portal.stakeholders.agenda.queries import Event
from portal.web.fields import NumberField, line
from portal.web.forms import CommandForm, DayField, given, said, shown_day, shown_number
from portal.web.i18n import names
from portal.web.i18n.languages import LANGUAGES as WRITTEN
from portal.web.i18n.texts import gettext, lazy
from shared.contracts.stakeholders_agenda import AgendaDetails
from shared.reference.briefings import LANGUAGES
from shared.reference.coverage import source_is_sound


class SeenForm(CommandForm):
    """``seen``: how many steps the page showed."""

    seen = HiddenField(default="0")

    @property
    def shown(self) -> int:
        return shown_number(self.seen.data)


class _Number(NumberField):
    optional = True


class EventForm(SeenForm):
    """``same``: returns another entry of the session, by its kind and number."""

    same: Callable[[str, int | None], Event | None]
    kind = RadioField(
        lazy("What it is"),
        choices=said(words.KINDS),
        validators=[InputRequired(lazy("Choose what it is"))],
    )
    number = _Number(
        lazy("Number of the session"), lazy("Of a session of the Council."), least=1, most=999
    )
    title = line(lazy("Title of the meeting"), hint=lazy("Of an expert meeting. It names nobody."))
    language = SelectField(
        lazy("Language of the title"),
        choices=lambda: {code: WRITTEN[code].name for code in LANGUAGES},
        default="en",
    )
    mandates = SelectMultipleField(lazy("Mandates"), choices=lambda: {**names.mandates()})
    first = DayField(lazy("First day"), validators=[InputRequired(lazy("Enter the first day"))])
    last = DayField(lazy("Last day"), validators=[InputRequired(lazy("Enter the last day"))])
    place = line(lazy("Place"))
    source = line(
        lazy("Source"),
        lazy("Enter the source"),
        lazy("The symbol of a document, or an address that begins with https://."),
    )

    def fill(self, one: Event) -> None:
        self.seen.data, self.kind.data = str(one.steps), one.kind
        self.number.suggest(one.number)
        self.title.data, self.language.data = one.title, one.language
        self.mandates.data = list(one.mandates)
        self.first.data, self.last.data = one.first_on, one.last_on
        self.place.data, self.source.data = one.place, one.source

    def suggest(self, wanted: Mapping[str, str]) -> None:
        """Fill in the session that the page of report deadlines leads here with."""
        if "number" in wanted:
            self.kind.data, self.number.data = "session", wanted["number"]
            self.first.data = shown_day(wanted.get("first"))
            self.last.data = shown_day(wanted.get("last"))

    @property
    def told(self) -> Sequence[Field]:
        """The fields that count for what it is, in order."""
        own = (self.title, self.language) if self.kind.data == "meeting" else (self.number,)
        return (
            *(self.kind, *own, self.mandates),
            *(self.first, self.last, self.place, self.source),
        )

    @property
    def details(self) -> AgendaDetails:
        meets = self.kind.data == "meeting"
        return AgendaDetails(
            kind=self.kind.data,
            number=None if meets else self.number.number,
            title=(self.title.data or "") if meets else "",
            language=self.language.data or "en",
            mandates=tuple(sorted(self.mandates.data or ())),
            first=given(self.first),
            last=given(self.last),
            place=self.place.data or "",
            source=self.source.data or "",
        )

    @override
    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Validate, and refuse a second entry of one session of the Council."""
        fine = super().validate(extra_validators)
        session = fine and self.kind.data != "meeting"
        if session and (one := self.same(self.kind.data, self.number.number)):
            self.form_errors.append(words.there_already(one))
        return not self.errors

    def validate_number(self, field: NumberField) -> None:
        if self.kind.data in {"session", "special"} and field.number is None:
            raise ValidationError(gettext("Enter the number of the session"))

    def validate_title(self, field: Field) -> None:
        if self.kind.data == "meeting" and not field.data:
            raise ValidationError(gettext("Enter the title of the meeting"))

    def validate_last(self, field: DayField) -> None:
        if field.data and self.first.data and field.data < self.first.data:
            raise ValidationError(gettext("Enter a day that is not before the first"))

    def validate_source(self, field: Field) -> None:
        if field.data and not source_is_sound(field.data):
            raise ValidationError(
                gettext("Enter the symbol of a document, or an address that begins with https://.")
            )
