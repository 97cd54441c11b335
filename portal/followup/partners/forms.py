"""The forms of partners: whom to admit to what, a task, and the items that are their own."""

from collections.abc import Callable, Mapping
from typing import Any

from wtforms import (
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Regexp, ValidationError

from portal.followup.missions.forms import SeenForm
from portal.followup.partners import words
from portal.web.fields import line, long
from portal.web.forms import Choice, CommandForm, DayField, said
from portal.web.i18n.texts import gettext, lazy
from shared.contracts.followup_partners import Kind
from shared.reference.partners import BY_ORGANISATION, DESK

_CODE, _TITLE, _CONTACT, _ADVICE = 88, 300, 500, 8_000  # characters
_CONDITIONS = 2_000


class PartnerForm(CommandForm):
    """``offered``: the accounts of the United Nations that can be admitted, by id.

    ``known``: whether an organisation of this kind has people here. ``twice``: whether it is
    proposed or admitted by another entry that was merged with this one.
    """

    kind = RadioField(
        lazy("What kind of partner is it?"),
        choices=said(words.KINDS),
        validators=[InputRequired(lazy("Choose what kind of partner it is"))],
    )
    organisation = line(
        lazy("Code of the organisation or institution"),
        hint=lazy("Of an organisation or institution alone. All its members are admitted."),
        most=_CODE,
    )
    account = SelectField(
        lazy("Account"), description=lazy("Of a partner of the United Nations alone.")
    )
    scope = SelectMultipleField(
        lazy("To which parts of the visit?"),
        choices=said(words.PARTS),
        validators=[InputRequired(lazy("Choose at least one part"))],
    )
    first = DayField(lazy("First day"), validators=[InputRequired(lazy("Enter the day"))])
    until = DayField(
        lazy("Last day"),
        validators=[InputRequired(lazy("Enter the day"))],
        description=lazy("Access ends with this day, at most two years ahead."),
    )

    def __init__(
        self,
        *,
        state: str,
        offered: Mapping[str, str],
        known: Callable[[Kind, str], bool],
        twice: Callable[[Kind, str], bool],
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.state, self.known, self.twice = state, known, twice
        self.account.choices = {"": gettext("None"), **offered}

    @property
    def by_organisation(self) -> bool:
        return self.kind.data in BY_ORGANISATION

    @property
    def who(self) -> str:
        if self.kind.data == DESK:
            return self.state
        return (self.organisation.data if self.by_organisation else self.account.data) or ""

    def validate_organisation(self, field: StringField) -> None:
        if bool(field.data) != self.by_organisation:
            raise ValidationError(
                gettext("Enter the code of an organisation or institution, and of no other partner")
            )
        if field.data:
            Regexp(r"^[A-Za-z0-9._-]+$", message=lazy("Use letters, digits, dots and dashes only"))(
                self, field
            )
            if not self.known(self.kind.data, field.data):
                raise ValidationError(
                    gettext("No organisation or institution with members here has this code")
                )
            if self.twice(self.kind.data, field.data):
                raise ValidationError(
                    gettext("It is proposed or admitted by an entry that was merged with this one")
                )

    def validate_account(self, field: SelectField) -> None:
        if bool(field.data) == (self.by_organisation or self.kind.data == DESK):
            raise ValidationError(
                gettext("Choose the account of a partner of the United Nations, and of no other")
            )


class ClearForm(CommandForm):
    first, last = HiddenField(), HiddenField()
    on = DayField(
        lazy("On which day is security cleared?"),
        validators=[InputRequired(lazy("Enter the day"))],
    )
    note = long(
        lazy("Conditions"),
        hint=lazy(
            "The mandate reads them. They do not restrict whom it meets or where it goes: report "
            "an incident where they would. Name no victim."
        ),
        most=_CONDITIONS,
        rows=4,
    )


class TaskForm(CommandForm):
    title = line(
        lazy("What is to be done?"),
        lazy("Enter what is to be done"),
        lazy("The partner reads it. Name no victim, and nobody whom the mandate meets."),
        most=_TITLE,
    )
    part = Choice(
        lazy("In which part of the visit?"),
        validators=[InputRequired(lazy("Choose the part"))],
    )
    due = DayField(lazy("Due"), validators=[InputRequired(lazy("Enter the day"))])
    advice = SelectField(
        lazy("Is advice asked for?"),
        choices=said({"": lazy("No, it is a task"), **words.ADVICE}),
        default="",
    )


class MarkForm(CommandForm):
    now = Choice(
        lazy("Where does it stand?"),
        validators=[InputRequired(lazy("Choose where it stands"))],
    )


class AdviceForm(CommandForm):
    gives = Choice(
        lazy("Do you give advice?"),
        validators=[InputRequired(lazy("Choose whether you give advice"))],
    )
    text = long(
        lazy("Advice"),
        hint=lazy("The mandate reads it. Name no victim."),
        most=_ADVICE,
        rows=8,
    )

    def validate_text(self, field: TextAreaField) -> None:
        if bool(field.data) != (self.gives.data == "given"):
            raise ValidationError(gettext("Enter the advice, or choose that you give none"))


class ContactForm(SeenForm):
    contact = long(
        lazy("How is it reached safely?"),
        hint=lazy(
            "Such as a number, an application and the hours. Empty: it is reached so no more."
        ),
        most=_CONTACT,
        rows=3,
    )


class ItemsForm(SeenForm):
    """``offered``: the items of a programme, by id."""

    items = SelectMultipleField(lazy("Which of these are its own?"))

    def __init__(self, *, offered: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.items.choices = dict(offered)


class MeetingsForm(ItemsForm):
    """``programme``: how many steps the confidential programme had when its words were shown."""

    programme = HiddenField(default="0")
