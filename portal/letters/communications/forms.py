"""The forms of a communication: draft it, change it, decide about it, send it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, cast

from wtforms import BooleanField, Form, HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms import TextAreaField as Lines
from wtforms.validators import AnyOf, DataRequired, Optional, ValidationError

from portal.letters.approval.forms import ExactForm, lines
from portal.web.forms import CommandForm, tidy
from portal.web.i18n import names
from portal.web.i18n.languages import ENGLISH
from portal.web.i18n.texts import gettext, lazy, pgettext
from portal.web.moments import NOT_A_TIME, MomentField
from shared.contracts.approvals import CommunicationType
from shared.reference import (
    COMMUNICATION_TYPES,
    LANGUAGES,
    OTHER,
    mandate_acronym,
    mandates,
    recipients,
)

LONGEST_TEXT = 50_000
_MOST_ADDRESSEES = 20
_LONGEST_NAME = 200
_NO_LANGUAGE = lazy("Choose the language from the list")


def _known(_form: Form, field: SelectMultipleField) -> None:
    if any(one not in mandates() for one in field.data or ()):
        raise ValidationError(lazy("Choose mandates from the list"))


def _optional(label: str) -> Lines:
    return Lines(label, [Optional()], filters=[tidy])


def _states_only() -> dict[str, str]:
    return names.addressees(others=False)


class DraftForm(CommandForm):
    """``leads``: the officer's mandates that have the submission; ``beside``: who may join first.

    Both are mandate to label.
    """

    type = HiddenField(validators=[AnyOf(COMMUNICATION_TYPES, lazy("Choose the kind of letter"))])
    language = HiddenField(validators=[AnyOf(LANGUAGES, _NO_LANGUAGE)], default=ENGLISH)
    submission = HiddenField()
    follows_up = HiddenField()
    recipient = SelectField(
        lazy("Recipient"),
        [
            DataRequired(lazy("Choose the recipient")),
            AnyOf(recipients(), lazy("Choose the recipient from the list")),
        ],
        choices=lambda: {"": gettext("Choose one"), **names.addressees()},
        validate_choice=False,
    )
    lead_mandate = RadioField(
        lazy("Mandate that leads"),
        [DataRequired(lazy("Choose the mandate that leads"))],
        validate_choice=False,
    )
    mandates = SelectMultipleField(
        lazy("Mandates that have the submission too"), [_known], validate_choice=False
    )
    others = SelectMultipleField(lazy("Other mandates"), [_known], validate_choice=False)
    join_by = MomentField(lazy("Mandates join by"))
    home_state = SelectField(
        lazy("Another State"),
        [Optional(), AnyOf(_states_only(), lazy("Choose the State from the list"))],
        choices=lambda: {"": pgettext("State", "None"), **_states_only()},
        validate_choice=False,
    )
    addressees = _optional(lazy("Companies, organisations and others, one on each line"))
    text = lines(
        lazy("Text of the letter"),
        missing=lazy("Write the text of the letter"),
        longest=LONGEST_TEXT,
    )

    def __init__(self, *, leads: Mapping[str, str], beside: Mapping[str, str], **kw: Any) -> None:
        super().__init__(**kw)
        self.leads, self.beside = leads, beside
        self.lead_mandate.choices = dict(leads)
        self.mandates.choices = dict(beside)
        self.others.choices = {
            code: name for code, name in names.mandates().items() if code not in {**leads, **beside}
        }
        if len(leads) == 1:
            self.lead_mandate.data = next(iter(leads))

    @property
    def kind(self) -> CommunicationType:
        """What it is. Only after ``validate()``."""
        return cast("CommunicationType", self.type.data)

    @property
    def invited(self) -> list[str]:
        """The mandates to invite, each once, without the lead. Only after ``validate()``."""
        chosen = dict.fromkeys([*(self.mandates.data or ()), *(self.others.data or ())])
        return [one for one in chosen if one != self.lead_mandate.data]

    @property
    def letters(self) -> list[tuple[str, str]]:
        """Each letter's recipient and, where the code does not say it, who exactly it goes to.

        Only after ``validate()``.
        """
        others = [line.strip() for line in (self.addressees.data or "").splitlines()]
        named = [(OTHER, name) for name in dict.fromkeys(others) if name]
        states = dict.fromkeys([self.recipient.data or "", self.home_state.data or ""])
        plain = [(code, "") for code in states if code and not (code == OTHER and named)]
        return [*plain, *named]

    def validate_addressees(self, field: Lines) -> None:
        lines = [line for line in (field.data or "").splitlines() if line.strip()]
        if len(lines) > _MOST_ADDRESSEES:
            raise ValidationError(
                gettext("Write to at most %(most)s others at once", most=_MOST_ADDRESSEES)
            )
        if any(len(line) > _LONGEST_NAME for line in lines):
            raise ValidationError(lazy("Write the name of one addressee on each line"))

    def validate_lead_mandate(self, field: RadioField) -> None:
        if field.data not in self.leads:
            raise ValidationError(lazy("Choose one of your mandates that have this submission"))


class ApproveForm(ExactForm):
    authorise = BooleanField(
        lazy(
            "I authorise the Chief of the Special Procedures Branch to transmit this urgent appeal"
        )
    )


class NamingForm(CommandForm):
    mandate = HiddenField()
    reason = lines(
        lazy("Why must the person be named?"),
        missing=lazy("Say why the person must be named"),
    )


class WithdrawForm(ExactForm):
    reason = lines(
        lazy("Why is it withdrawn?"),
        missing=lazy("Say why the letter is withdrawn"),
        rows=4,
        hint=lazy("The officers and the other mandates of this letter read it."),
    )


class ReviseForm(ExactForm):
    """``offered``: letter → its title: those that share the text and are not cleared.

    ``came``: how much the sources had added when the page was shown.
    """

    offered: Mapping[str, str] = MappingProxyType({})
    came = HiddenField()
    also = SelectMultipleField(lazy("Change it in these letters too"), validate_choice=False)
    language = SelectField(
        lazy("Language of the letter"),
        [Optional(), AnyOf(LANGUAGES, _NO_LANGUAGE)],
        choices=names.listed(LANGUAGES),
        validate_choice=False,
    )
    text = lines(
        lazy("Text of the letter"),
        missing=lazy("Write the text of the letter"),
        longest=LONGEST_TEXT,
    )

    def offer(self, letters: Mapping[str, str], language: str | None) -> None:
        """``language``: of the letter; None: of before it was chosen, and may stay so."""
        self.offered = dict(letters)
        self.also.choices = self.offered
        if language is None:
            named = names.listed(LANGUAGES)()
            self.language.choices = {"": gettext("Choose one"), **named}

    @property
    def together(self) -> list[str]:
        """The other letters that were ticked, of those that were offered."""
        return [one for one in self.also.data or () if one in self.offered]


class InviteForm(CommandForm):
    mandate = SelectField(
        lazy("Mandate"),
        [DataRequired(lazy("Choose the mandate"))],
        choices={},
        validate_choice=False,
    )
    join_by = MomentField(lazy("It joins by"), [DataRequired(NOT_A_TIME)])

    def offer(self, mandates_: Mapping[str, str]) -> None:
        self.mandate.choices = {"": gettext("Choose one"), **mandates_}

    def validate_mandate(self, field: SelectField) -> None:
        if field.data not in mandates():
            raise ValidationError(lazy("Choose the mandate from the list"))


class ExtendForm(CommandForm):
    mandate = HiddenField()
    join_by = MomentField(lazy("New date"), [DataRequired(NOT_A_TIME)])


def labels(some: Any) -> dict[str, str]:
    """Return mandate → what people call it."""
    return {one: mandate_acronym(one) for one in some}
