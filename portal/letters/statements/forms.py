"""The forms of a statement: write it, and decide about it."""

from collections.abc import Mapping
from typing import Any

from typing_extensions import override
from wtforms import (
    Field,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import AnyOf, DataRequired, Length, Optional, Regexp, ValidationError

from portal.letters.approval.forms import ExactForm, lines
from portal.letters.statements.missions import Mission
from portal.letters.statements.words import KINDS, VIEWS
from portal.web.forms import DayField, at_most, said, tidy
from portal.web.i18n import names
from portal.web.i18n.texts import lazy, lazy_pgettext, pgettext
from shared.contracts.approvals_statements import About, StatementKind, Wording
from shared.reference import LANGUAGES, OTHER, mandates, recipients

LONGEST_TEXT = 100_000
_LONGEST_TITLE = 300
_SYMBOL = r"A/HRC/[0-9]{1,3}/[0-9]{1,4}/Add\.[0-9]{1,2}"


def _state(label: str) -> SelectField:
    return SelectField(
        label,
        [Optional(), AnyOf(recipients().keys() - {OTHER}, lazy("Choose the State from the list"))],
        choices=lambda: {"": pgettext("State", "None"), **names.addressees(others=False)},
        validate_choice=False,
    )


class Day(DayField):
    not_a_day = lazy("Enter the day, such as 2026-11-24")


class WordsForm(ExactForm):
    """The text itself, and what the Government says."""

    title = StringField(
        lazy_pgettext("of a statement", "Title"),
        [
            DataRequired(lazy("Give it a title")),
            Length(max=_LONGEST_TITLE, message=at_most(_LONGEST_TITLE)),
        ],
        filters=[tidy],
    )
    language = SelectField(
        lazy("Language"),
        [AnyOf(LANGUAGES, lazy("Choose the language from the list"))],
        choices=names.listed(LANGUAGES),
        default="en",
        validate_choice=False,
    )
    text = lines(
        lazy_pgettext("of a statement", "Text"),
        missing=lazy("Write the text"),
        longest=LONGEST_TEXT,
    )
    view = RadioField(
        lazy("What does the Government say?"),
        [
            DataRequired(lazy("Say what the Government's view is, or that none was received")),
            AnyOf(VIEWS, lazy("Choose one of the answers")),
        ],
        choices=said(VIEWS),
        validate_choice=False,
    )
    government_view = TextAreaField(
        lazy("The Government's view, fairly"),
        [Length(max=LONGEST_TEXT, message=at_most(LONGEST_TEXT))],
        filters=[tidy],
    )

    def validate_government_view(self, field: Field) -> None:
        if self.view.data == "stated" and not field.data:
            raise ValidationError(lazy("State the Government's view"))
        if self.view.data == "none_received" and field.data:
            raise ValidationError(lazy("Leave this empty, or say above that the view is stated"))

    @property
    def wording(self) -> Wording:
        return Wording(
            title=self.title.data or "",
            text=self.text.data or "",
            government_view=self.government_view.data or "",
        )

    def fill_in(self, about: About, wording: Wording) -> None:
        self.language.data, self.view.data = about.language, about.view
        self.title.data, self.text.data = wording.title, wording.text
        self.government_view.data = wording.government_view


class EndForm(WordsForm):
    """The statement at the end of a mission, which has its State and its days.

    ``taken``: another was begun while this one was written; what was typed stays on the page.
    """

    version = HiddenField(default="1")
    mandates = SelectMultipleField(lazy("In the name of other mandates too"), validate_choice=False)

    def __init__(self, *, mission: Mission, **kw: Any) -> None:
        super().__init__(**kw)
        self.mission = mission
        self.taken = False
        others = {one: name for one, name in names.mandates().items() if one != mission.mandate}
        self.mandates.choices = others

    @property
    def what(self) -> StatementKind:
        return "end_of_mission"

    @override
    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Validate, and refuse a second statement while there is one."""
        fine = bool(super().validate(extra_validators))
        if self.taken:
            self.form_errors.append(
                lazy("This mission has a statement already. Copy your text, and change that one.")
            )
        return fine and not self.taken

    def validate_mandates(self, field: Field) -> None:
        if any(one not in mandates() for one in field.data or ()):
            raise ValidationError(lazy("Choose mandates from the list"))

    @property
    def about(self) -> About:
        """Only after ``validate()``."""
        return About(
            states=(self.mission.state,),
            language=self.language.data,
            view=self.view.data,
            visit_from=self.mission.first,
            visit_to=self.mission.last,
        )


class TextForm(WordsForm):
    """The text and its subject. ``kind`` is chosen once; ``visited``: it is about a visit."""

    state = _state(lazy("State concerned"))
    second_state = _state(lazy("Second State"))
    third_state = _state(lazy("Third State"))
    symbol = StringField(
        lazy("Document symbol"),
        [Optional(), Regexp(f"^{_SYMBOL}$", message=lazy("Write it as A/HRC/61/40/Add.1"))],
        filters=[tidy],
    )
    visit_from = Day(lazy("First day of the visit"), [Optional()])
    visit_to = Day(lazy("Last day of the visit"), [Optional()])

    def __init__(self, *, what: StatementKind = "press_release", **kw: Any) -> None:
        super().__init__(**kw)
        self._what = what

    @property
    def what(self) -> StatementKind:
        return self._what

    @override
    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Validate, with what this kind needs besides."""
        fine = bool(super().validate(extra_validators))
        if self.what != "press_release":
            fine &= _needed(self.state, lazy("Choose the State that was visited"))
            fine &= _needed(self.visit_from, lazy("Give the first day of the visit"))
            fine &= _needed(self.visit_to, lazy("Give the last day of the visit"))
            first, last = self.visit_from.data, self.visit_to.data
            if first and last and last < first:
                self.visit_to.errors = [lazy("The last day is before the first")]
                fine = False
        if self.what == "mission_report":
            fine &= _needed(self.symbol, lazy("Give the document symbol of the report"))
        return fine

    @property
    def about(self) -> About:
        """Only after ``validate()``. What does not belong to the kind is left out."""
        chosen = dict.fromkeys([self.state.data, self.second_state.data, self.third_state.data])
        visited = self.what != "press_release"
        return About(
            states=tuple(one for one in chosen if one),
            language=self.language.data,
            view=self.view.data,
            symbol=(self.symbol.data or None) if self.what == "mission_report" else None,
            visit_from=self.visit_from.data if visited else None,
            visit_to=self.visit_to.data if visited else None,
        )

    @override
    def fill_in(self, about: About, wording: Wording) -> None:
        super().fill_in(about, wording)
        states = (*about.states, "", "", "")
        self.state.data, self.second_state.data, self.third_state.data = states[:3]
        self.symbol.data = about.symbol or ""
        self.visit_from.data, self.visit_to.data = about.visit_from, about.visit_to


class DraftForm(TextForm):
    """``leads``: the officer's mandates; ``letters``: what it can be about. Value to label."""

    version = HiddenField(default="1")
    kind = RadioField(
        lazy("What is it?"),
        [DataRequired(lazy("Say what it is")), AnyOf(KINDS, lazy("Choose one of the three"))],
        choices=names.listed(KINDS),
        validate_choice=False,
    )
    lead_mandate = RadioField(lazy("Mandate that leads"), validate_choice=False)
    mandates = SelectMultipleField(lazy("In the name of other mandates too"), validate_choice=False)
    letters = SelectMultipleField(lazy("Communications that it is about"), validate_choice=False)

    def __init__(self, *, leads: Mapping[str, str], letters: Mapping[str, str], **kw: Any) -> None:
        super().__init__(**kw)
        self.leads = dict(leads)
        self.lead_mandate.choices = self.leads
        self.mandates.choices = names.mandates()
        self.offered = dict(letters)
        self.letters.choices = self.offered
        if len(self.leads) == 1:
            self.lead_mandate.data = next(iter(self.leads))

    @property
    @override
    def what(self) -> StatementKind:
        return self.kind.data or "press_release"

    def validate_lead_mandate(self, field: Field) -> None:
        if field.data not in self.leads:
            raise ValidationError(lazy("Choose one of your mandates"))

    def validate_mandates(self, field: Field) -> None:
        if any(one not in mandates() for one in field.data or ()):
            raise ValidationError(lazy("Choose mandates from the list"))

    def validate_letters(self, field: Field) -> None:
        if any(one not in self.offered for one in field.data or ()):
            raise ValidationError(lazy("Choose letters that your mandate signed"))


class ReasonForm(ExactForm):
    reason = lines(
        lazy("Why is it withdrawn?"),
        missing=lazy("Say why it is withdrawn"),
        rows=4,
        hint=lazy(
            "The officers and the other mandates of this statement read it. It is not published."
        ),
    )


def _needed(field: Field, sentence: str) -> bool:
    if field.data:
        return True
    if not field.errors:
        field.errors = [sentence]
    return False
