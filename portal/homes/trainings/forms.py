"""The forms of the training register."""

from collections.abc import Mapping
from typing import Any, Final

from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, Optional, ValidationError

from portal.homes.trainings import words
from portal.homes.trainings.queries import Training
from portal.web.fields import NumberField, line, long
from portal.web.forms import CommandForm, DayField, given, said, shown_number
from portal.web.i18n.texts import gettext, lazy, lazy_pgettext
from shared.contracts.stakeholders_trainings import TrainingDetails
from shared.core.message import Sealed
from shared.reference.trainings import ANSWERS, COUNTRY_TEAM, MOST_PEOPLE, ONLINE, PARTICIPANTS

_TEXT: Final = 4_000  # characters
_ITEM: Final = 1_000


class SeenForm(CommandForm):
    """``seen``: how many steps of the event the page showed (decision 0063)."""

    seen = HiddenField(default="")

    def show(self, one: Training) -> None:
        if not self.is_submitted():
            self.seen.data = str(one.steps)

    @property
    def shown(self) -> int:
        return shown_number(self.seen.data)


class DetailsForm(SeenForm):
    kind = RadioField(
        lazy("What is it?"),
        choices=said(words.KINDS),
        validators=[InputRequired(lazy("Choose what it is"))],
    )
    audience = RadioField(
        lazy("For whom is it?"),
        choices=said(words.AUDIENCES),
        validators=[InputRequired(lazy("Choose for whom it is"))],
    )
    state = SelectField(
        lazy("State"),
        description=lazy("Leave it empty if it is for several States, or for none."),
    )
    first = DayField(lazy("First day"), validators=[InputRequired(lazy("Enter the first day"))])
    last = DayField(
        lazy("Last day"),
        validators=[Optional()],
        description=lazy("Leave it empty if it takes one day."),
    )
    mode = RadioField(
        lazy("How is it held?"),
        choices=said(words.MODES),
        validators=[InputRequired(lazy("Choose how it is held"))],
    )
    place = line(lazy_pgettext("training", "Place"), "", lazy("Not needed if it is online alone."))
    trainers = long(
        lazy("Trainers"),
        "",
        lazy("Only the names that are needed, one on each line. Name nobody who takes part."),
        most=_ITEM,
        rows=4,
    )

    def offer(self, states: Mapping[str, str]) -> None:
        self.state.choices = {"": gettext("None, or several"), **states}

    def fill(self, one: Training, place: str | None, trainers: str | None) -> None:
        if self.is_submitted():
            return
        self.kind.data, self.audience.data = one.kind, one.audience
        self.state.data, self.mode.data = one.state, one.mode
        self.first.data = one.first_on
        self.last.data = None if one.last_on == one.first_on else one.last_on
        self.place.data, self.trainers.data = place, trainers

    def validate_state(self, field: Any) -> None:
        if self.audience.data == COUNTRY_TEAM and not field.data:
            raise ValidationError(gettext("Choose the State of the country team"))

    def validate_place(self, field: Any) -> None:
        if self.mode.data and self.mode.data != ONLINE and not field.data:
            raise ValidationError(gettext("Enter where it takes place"))

    def details(self, place: Sealed | None, trainers: Sealed | None) -> TrainingDetails:
        first = given(self.first)
        return TrainingDetails(
            kind=self.kind.data,
            audience=self.audience.data,
            state=self.state.data or None,
            first=first,
            last=self.last.data or first,
            mode=self.mode.data,
            place=None if self.mode.data == ONLINE else place,
            trainers=trainers,
        )


class CancelForm(SeenForm):
    code = RadioField(
        lazy("Why is it cancelled?"),
        choices=said(words.CANCELLED),
        validators=[InputRequired(lazy("Choose a reason"))],
    )


class _Count(NumberField):
    optional = True


def _count(label: str) -> _Count:
    return _Count(label, least=0, most=MOST_PEOPLE)


class HeldForm(SeenForm):
    modules = SelectMultipleField(
        lazy("Modules that were used"),
        description=lazy("Each as it stood in the library on the days of the event."),
    )
    unct = _count(words.PARTICIPANTS["unct"])
    government = _count(words.PARTICIPANTS["government"])
    nhri = _count(words.PARTICIPANTS["nhri"])
    ngo = _count(words.PARTICIPANTS["ngo"])
    academia = _count(words.PARTICIPANTS["academia"])
    other = _count(words.PARTICIPANTS["other"])

    def fill(self, one: Training, codes: list[str]) -> None:
        if self.is_submitted():
            return
        self.modules.data = codes
        for kind in PARTICIPANTS:
            self[kind].suggest(one.participants.get(kind))

    @property
    def people(self) -> dict[str, int]:
        return {kind: number for kind in PARTICIPANTS if (number := self[kind].number)}


class EvaluateForm(SeenForm):
    useful = _count(words.ANSWERS["useful"])
    partly = _count(words.ANSWERS["partly"])
    not_useful = _count(words.ANSWERS["not"])
    text = long(
        lazy("What people said of it"),
        "",
        lazy("In short. Name nobody, and nothing by which somebody can be recognised."),
        most=_TEXT,
        rows=6,
    )

    def fill(self, one: Training, text: str | None) -> None:
        if self.is_submitted():
            return
        for code in ANSWERS:
            self._of(code).suggest(one.answers.get(code))
        self.text.data = text

    @property
    def answers(self) -> dict[str, int]:
        return {code: number for code in ANSWERS if (number := self._of(code).number)}

    def _of(self, code: str) -> NumberField:
        field: NumberField = self["not_useful" if code == "not" else code]
        return field


class TrainersForm(SeenForm):
    trainer_ids = SelectMultipleField(
        lazy("Trainers with an account"),
        description=lazy("They read all of this training event, and record what they found."),
    )

    def offer(self, people: Mapping[str, str]) -> None:
        self.trainer_ids.choices = list(people.items())


class FindingForm(SeenForm):
    code = RadioField(
        lazy("What is it about?"),
        choices=said(words.FINDINGS),
        validators=[InputRequired(lazy("Choose what it is about"))],
    )
    text = long(
        lazy("What was found?"),
        lazy("Enter what was found"),
        lazy("Name nobody who took part, and nothing by which somebody can be recognised."),
        most=_ITEM,
        rows=4,
    )


class MoveForm(SeenForm):
    owner_id = SelectField(
        lazy("Who does it?"), validators=[InputRequired(lazy("Choose who does it"))]
    )
    due_on = DayField(lazy("Due on"), validators=[InputRequired(lazy("Enter the day"))])

    def offer(self, people: Mapping[str, str]) -> None:
        self.owner_id.choices = {"": gettext("Choose somebody"), **people}


class ItemForm(MoveForm):
    text = long(lazy("What is to be done?"), lazy("Enter what is to be done"), most=_ITEM, rows=3)
