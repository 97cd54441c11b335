"""The forms of the selection."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, ClassVar, get_args

from wtforms import (
    DateField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import AnyOf, InputRequired, Length, Optional, ValidationError

from portal.web.forms import CommandForm, said, tidy
from portal.web.i18n import names
from portal.web.i18n.formats import number
from portal.web.i18n.texts import Lazy, gettext, lazy, ngettext
from shared.contracts.stakeholders import Constituency, Region, Seat
from shared.core.geneva import GENEVA
from shared.reference import CRITERIA, REGIONS, SHORT_LIST, mandates
from shared.reference.panels import ADVISORY, CLOSINGS, MEANINGS, PRESETS, SEATS

VALUES = {
    "1": lazy("1 (weak)"),
    "2": lazy("2 (fair)"),
    "3": lazy("3 (good)"),
    "4": lazy("4 (very good)"),
    "5": lazy("5 (outstanding)"),
}
NOT_LISTED = "0"
_NOTE = 2_000  # characters
_REASON = 2_000
_NOTE_TOO_LONG = lazy("Shorten the note to %(most)s characters", most=Lazy(lambda: number(_NOTE)))
_REASON_TOO_LONG = lazy(
    "Shorten the reason to %(most)s characters", most=Lazy(lambda: number(_REASON))
)
_GROUPS = {code: lazy(name) for code, name in REGIONS.items()}
_SEATS = {code: lazy(name) for code, name in SEATS.items()}


class DeclareForm(CommandForm):
    mandate = SelectField(
        lazy("Mandate"),
        [
            InputRequired(lazy("Choose the mandate")),
            AnyOf(mandates(), lazy("Choose a mandate from the list")),
        ],
        choices=lambda: {"": gettext("Choose a mandate"), **names.mandates()},
        validate_choice=False,
    )
    seat_region = SelectField(
        lazy("Regional group of the seat"),
        [AnyOf(["", *REGIONS], lazy("Choose a regional group from the list"))],
        choices=said({"": lazy("Not a seat in a Working Group"), **_GROUPS}),
        validate_choice=False,
        description=lazy(
            "Only for a Working Group: each of its five seats belongs to a regional group."
        ),
    )


class CallForm(CommandForm):
    closes_on = DateField(
        lazy("Last day of the call"), [InputRequired(lazy("Enter the last day of the call"))]
    )

    @property
    def closes_at(self) -> datetime:
        """The last minute of that day in Geneva."""
        return datetime.combine(self.closes_on.data or date.min, time(23, 59), GENEVA)


def _nationalities() -> dict[str, str]:
    return {"": gettext("Choose a State"), **names.addressees(others=False)}


class DiscloseForm(CommandForm):
    """``shown``: the candidates who stood on the page."""

    shown = HiddenField()
    answer = RadioField(
        lazy("Your answer"),
        [InputRequired(lazy("Choose your answer"))],
        choices=said(
            {
                "none": lazy("I have no conflict with any of these candidates"),
                "conflict": lazy("I have a conflict, or cannot be impartial"),
            }
        ),
    )
    candidate = SelectField(lazy("With whom? (Only if you have a conflict)"), validate_choice=False)
    nationality = SelectField(
        lazy("Your nationality"),
        choices=_nationalities,
        validate_choice=False,
        description=lazy("Only if you have no conflict. Name all your nationalities."),
    )
    second = SelectField(
        lazy("Second nationality (optional)"), choices=_nationalities, validate_choice=False
    )
    third = SelectField(
        lazy("Third nationality (optional)"), choices=_nationalities, validate_choice=False
    )

    def offer(self, people: Mapping[str, str]) -> None:
        """Let these candidates, by id and name, be chosen."""
        self.candidate.choices = {"": gettext("Nobody"), **people}

    def candidate_ids(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.shown.data or "").split(",")))

    def nationalities(self) -> tuple[str, ...]:
        given = (self.nationality.data, self.second.data, self.third.data)
        return tuple(dict.fromkeys(filter(None, given)))

    def validate_candidate(self, field: Field) -> None:
        if self.answer.data == "conflict" and field.data not in set(
            self.candidate.choices or ()
        ) - {""}:
            raise ValidationError(gettext("Choose the candidate"))

    def validate_nationality(self, field: Field) -> None:
        if self.answer.data == "none" and not field.data:
            raise ValidationError(gettext("Choose your nationality"))


class LobbyingForm(CommandForm):
    text = TextAreaField(
        lazy("Who approached you, when, and about whom"),
        [
            InputRequired(lazy("Say who approached you")),
            Length(max=_NOTE, message=_NOTE_TOO_LONG),
        ],
        filters=[tidy],
    )


class PanelForm(CommandForm):
    """A member for each regional group and constituency, or none; ``chair``: whose seat it is."""

    preset = RadioField(
        lazy("How does the panel work?"),
        [InputRequired(lazy("Choose how the panel works"))],
        choices=said({code: lazy(preset.about) for code, preset in PRESETS.items()}),
        default=ADVISORY,
        description=lazy("It stays once a member has given preferences."),
    )
    scale = StringField(
        lazy("Points for each place (optional)"),
        description=lazy("Only where members rank, such as 5 4 3 2 1: the first place first."),
        filters=[tidy],
    )
    ends_on = DateField(
        lazy("Last day of the term"),
        [InputRequired(lazy("Enter the last day of the term"))],
        description=lazy(
            "Of every seat. After it a member takes no part any more. Once a member has given "
            "preferences, you extend the term of a seat on the page of the vacancy."
        ),
    )
    chair = RadioField(
        lazy("Who has the chair?"),
        [InputRequired(lazy("Choose which member has the chair"))],
        choices=said(_SEATS),
        description=lazy("The member whom you chose for this seat."),
    )

    def offer(self, people: Mapping[str, str]) -> None:
        """Let these accounts, by id and name, be chosen for every seat."""
        for field in self.seats().values():
            field.choices = {"": gettext("No member"), **people}

    def points(self) -> tuple[int, ...]:
        """The points that were typed; none for those of the preset."""
        return tuple(map(int, (self.scale.data or "").split()))

    def validate_scale(self, field: Field) -> None:
        if not all(part.isascii() and part.isdigit() for part in (field.data or "").split()):
            raise ValidationError(gettext("Enter whole numbers with spaces between them"))

    def seats(self) -> dict[str, SelectField]:
        """The fields by regional group or constituency."""
        return {seat: self[f"member_{seat.lower()}"] for seat in SEATS}

    def chosen(self) -> tuple[Seat, ...]:
        """The seats that have a member."""
        regions: tuple[Region | Constituency, ...] = (*get_args(Region), *get_args(Constituency))
        members = {region: field.data for region, field in self.seats().items()}
        return tuple(
            Seat(
                member_id=members[region],
                region=region,
                chair=self.chair.data == region,
                ends_on=self.ends_on.data,
            )
            for region in regions
            if members[region]
        )


for _region, _states in _SEATS.items():
    setattr(
        PanelForm,
        f"member_{_region.lower()}",
        SelectField(_states),
    )


class ScoreForm(CommandForm):
    """One choice for each criterion, added below, and a note."""

    note = TextAreaField(
        lazy("Note (optional)"),
        [Length(max=_NOTE, message=_NOTE_TOO_LONG)],
        filters=[tidy],
    )

    def criteria(self) -> list[Field]:
        return [self[criterion] for criterion in CRITERIA]

    def scores(self) -> dict[str, int]:
        return {criterion: int(self[criterion].data) for criterion in CRITERIA}


for _criterion, _label in CRITERIA.items():
    setattr(
        ScoreForm,
        _criterion,
        RadioField(
            lazy(_label),
            [
                InputRequired(lazy("Score “%(criterion)s”", criterion=lazy(_label))),
                AnyOf(VALUES, lazy("Choose from 1 to 5")),
            ],
            choices=said(VALUES),
            validate_choice=False,
            description=lazy(MEANINGS[_criterion]),
        ),
    )


class ConfirmForm(CommandForm):
    """Only a button: the page says what it will do."""


class PreferencesForm(CommandForm):
    """A candidate for each place: see ``preferences_form``."""

    def order(self) -> tuple[str, ...]:
        """The candidates, the best first."""
        return tuple(field.data for field in self.places())

    def places(self) -> list[Field]:
        return [field for field in self if field.name.startswith("place_")]

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        if len(set(self.order())) < len(self.order()):
            self.form_errors.append(gettext("Give each candidate one place only"))
        return not self.errors


def preferences_form(people: Mapping[str, str], scale: Sequence[int]) -> PreferencesForm:
    """Return a form with so many places for these candidates, by id and name, as have points."""
    choices = {"": gettext("Choose a candidate"), **people}
    missing = gettext("Choose a candidate for each place")
    fields = {
        f"place_{place}": SelectField(
            gettext("Place %(place)s", place=number(place)),
            [InputRequired(missing)],
            choices=choices,
            description=ngettext("%(count)s point", "%(count)s points", points),
        )
        for place, points in enumerate(scale[: len(people)], 1)
    }
    made: type[PreferencesForm] = type("PreferencesForm", (PreferencesForm,), fields)
    return made()


class CloseReviewForm(CommandForm):
    reason = SelectField(
        lazy("Why is the review closed without them?"),
        choices=said(
            {
                "": lazy("Nobody is missing"),
                **{code: lazy(why) for code, why in CLOSINGS.items()},
            }
        ),
        validate_choice=False,  # not shown where nobody is missing
        description=lazy("Members who are not in can give nothing any more. The result says so."),
    )


class InterviewForm(CommandForm):
    """``listed.choices`` are filled in by ``interview_form``."""

    listed = SelectMultipleField(lazy("Candidates for an interview"))
    reason = TextAreaField(
        lazy("Why does the list leave the order of the points?"),
        [Length(max=_REASON, message=_REASON_TOO_LONG)],
        description=lazy("Only if it does. The panel and the selection officer read it."),
        filters=[tidy],
    )


def interview_form(people: Mapping[str, str]) -> InterviewForm:
    """Return a form over these candidates, by id and name."""
    form = InterviewForm()
    form.listed.choices = list(people.items())
    return form


class AdditionalForm(CommandForm):
    """``person.choices`` are filled in by ``additional_form``."""

    person = RadioField(
        lazy("Person on the roster"), [InputRequired(lazy("Choose a person from the list"))]
    )
    reason = TextAreaField(
        lazy("Why does this seat need another candidate?"),
        [
            InputRequired(lazy("Say why this seat needs another candidate")),
            Length(max=_REASON, message=_REASON_TOO_LONG),
        ],
        description=lazy(
            "And why this person is as well qualified as those on the list, or better. The panel "
            "and the selection officer read it."
        ),
        filters=[tidy],
    )


def additional_form(people: Mapping[str, str]) -> AdditionalForm:
    """Return a form over these people, by entry of the roster and name."""
    form = AdditionalForm()
    form.person.choices = list(people.items())
    return form


class RankingForm(CommandForm):
    """A rank and a reason for each candidate: see ``ranking_form``. ``people``: their names."""

    people: ClassVar[Mapping[str, str]] = {}

    def ranked(self) -> list[tuple[str, int, str]]:
        """Candidate, rank and reason of those who are on the list, in order of preference."""
        listed = [
            (field.name.removeprefix("rank_"), int(field.data), self._reason(field).data)
            for field in self
            if field.name.startswith("rank_") and field.data != NOT_LISTED
        ]
        return sorted(listed, key=lambda one: one[1])

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        ranked = self.ranked()
        ranks = [rank for _, rank, _ in ranked]
        if any(rank != 1 + sum(other < rank for other in ranks) for rank in ranks):
            self.form_errors.append(
                gettext("Rank from 1 on; equals share a rank and the next one skips: 1, 1, 3")
            )
        for candidate_id, _, reason in ranked:
            if not reason:
                name = self.people[candidate_id]
                said_why = gettext("Give the reason for the place of %(name)s", name=name)
                self[f"reason_{candidate_id}"].errors = [said_why]
        return not self.errors

    def is_long_enough(self) -> bool:
        """Whether so many are ranked as a list has; the service asks for it when one is adopted."""
        pool = sum(field.name.startswith("rank_") for field in self)
        least = min(SHORT_LIST, pool)
        if len(self.ranked()) < least:
            said = ngettext(
                "Rank at least one candidate", "Rank at least %(count)s candidates", least
            )
            self.form_errors.append(said)
        return not self.errors

    def _reason(self, rank: Field) -> Any:
        return self[rank.name.replace("rank_", "reason_", 1)]


def ranking_form(names: Sequence[tuple[str, str]]) -> RankingForm:
    """Return a form over these candidates: ids and names."""
    numbers = {str(n): str(n) for n in range(1, len(names) + 1)}
    ranks = {NOT_LISTED: gettext("Not on the list"), **numbers}
    fields: dict[str, Any] = {"people": dict(names)}
    for candidate_id, name in names:
        fields[f"rank_{candidate_id}"] = SelectField(
            gettext("Rank of %(name)s", name=name), choices=ranks
        )
        fields[f"reason_{candidate_id}"] = TextAreaField(
            gettext("Reason for the place of %(name)s", name=name),
            [Optional(), Length(max=_REASON, message=_REASON_TOO_LONG)],
            filters=[tidy],
        )
    made: type[RankingForm] = type("RankingForm", (RankingForm,), fields)
    return made()
