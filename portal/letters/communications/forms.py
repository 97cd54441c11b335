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
from portal.web.moments import NOT_A_TIME, MomentField
from shared.contracts.approvals import CommunicationType
from shared.reference import COMMUNICATION_TYPES, OTHER, mandate_acronym, mandates, recipients

LONGEST_TEXT = 50_000
_MOST_ADDRESSEES = 20
_LONGEST_NAME = 200


def _known(_form: Form, field: SelectMultipleField) -> None:
    if any(one not in mandates() for one in field.data or ()):
        raise ValidationError("Choose mandates from the list")


def _optional(label: str) -> Lines:
    return Lines(label, [Optional()], filters=[tidy])


def _states_only() -> dict[str, str]:
    return names.addressees(others=False)


class DraftForm(CommandForm):
    """``leads``: the officer's mandates that have the submission; ``beside``: who may join first.

    Both are mandate to label.
    """

    type = HiddenField(validators=[AnyOf(COMMUNICATION_TYPES, "Choose the kind of letter")])
    submission = HiddenField()
    follows_up = HiddenField()
    recipient = SelectField(
        "Recipient",
        [
            DataRequired("Choose the recipient"),
            AnyOf(recipients(), "Choose the recipient from the list"),
        ],
        choices=lambda: {"": "Choose one", **names.addressees()},
        validate_choice=False,
    )
    lead_mandate = RadioField(
        "Mandate that leads", [DataRequired("Choose the mandate that leads")], validate_choice=False
    )
    mandates = SelectMultipleField(
        "Mandates that have the submission too", [_known], validate_choice=False
    )
    others = SelectMultipleField("Other mandates", [_known], validate_choice=False)
    join_by = MomentField("Mandates join by")
    home_state = SelectField(
        "Another State",
        [Optional(), AnyOf(_states_only(), "Choose the State from the list")],
        choices={"": "None", **_states_only()},
        validate_choice=False,
    )
    addressees = _optional("Companies, organisations and others, one on each line")
    text = lines("Text of the letter", missing="Write the text of the letter", longest=LONGEST_TEXT)

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
            raise ValidationError(f"Write to at most {_MOST_ADDRESSEES} others at once")
        if any(len(line) > _LONGEST_NAME for line in lines):
            raise ValidationError("Write the name of one addressee on each line")

    def validate_lead_mandate(self, field: RadioField) -> None:
        if field.data not in self.leads:
            raise ValidationError("Choose one of your mandates that have this submission")


class ApproveForm(ExactForm):
    authorise = BooleanField(
        "I authorise the Chief of the Special Procedures Branch to transmit this urgent appeal"
    )


class NamingForm(CommandForm):
    mandate = HiddenField()
    reason = lines(
        "Why must the person be named?",
        missing="Say why the person must be named",
    )


class WithdrawForm(ExactForm):
    reason = lines(
        "Why is it withdrawn?",
        missing="Say why the letter is withdrawn",
        rows=4,
        hint="The officers and the other mandates of this letter read it.",
    )


class ReviseForm(ExactForm):
    """``offered``: letter → its title: those that share the text and are not cleared.

    ``came``: how much the sources had added when the page was shown.
    """

    offered: Mapping[str, str] = MappingProxyType({})
    came = HiddenField()
    also = SelectMultipleField("Change it in these letters too", validate_choice=False)
    text = lines("Text of the letter", missing="Write the text of the letter", longest=LONGEST_TEXT)

    def offer(self, letters: Mapping[str, str]) -> None:
        self.offered = dict(letters)
        self.also.choices = self.offered

    @property
    def together(self) -> list[str]:
        """The other letters that were ticked, of those that were offered."""
        return [one for one in self.also.data or () if one in self.offered]


class InviteForm(CommandForm):
    mandate = SelectField(
        "Mandate", [DataRequired("Choose the mandate")], choices={}, validate_choice=False
    )
    join_by = MomentField("It joins by", [DataRequired(NOT_A_TIME)])

    def offer(self, mandates_: Mapping[str, str]) -> None:
        self.mandate.choices = {"": "Choose one", **mandates_}

    def validate_mandate(self, field: SelectField) -> None:
        if field.data not in mandates():
            raise ValidationError("Choose the mandate from the list")


class ExtendForm(CommandForm):
    mandate = HiddenField()
    join_by = MomentField("New date", [DataRequired(NOT_A_TIME)])


def labels(some: Any) -> dict[str, str]:
    """Return mandate → what people call it."""
    return {one: mandate_acronym(one) for one in some}
