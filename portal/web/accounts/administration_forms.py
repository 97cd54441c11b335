"""The forms for creating accounts and giving them rights."""

import re

from wtforms import EmailField, Field, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, Regexp, ValidationError

from portal.web.accounts.account import Account
from portal.web.accounts.rights import Rights, missing
from portal.web.forms import PageForm, one_address, said, tidy
from portal.web.i18n import names
from portal.web.i18n.texts import gettext, lazy
from shared.core.roles import HELD, LABELS, Role
from shared.reference import states
from shared.reference.un_offices import COORDINATOR, FIELD, SECURITY

ROLES = {role.value: lazy(LABELS[role]) for role in Role if role in HELD}
OFFICES = {
    COORDINATOR: lazy("Resident Coordinator"),
    SECURITY: lazy("Security of the United Nations"),
    FIELD: lazy("Field presence of the Office"),
}
REASON = 500
_GAP = re.compile(r"[\s,;]+")


class SearchForm(PageForm):
    words = StringField(
        lazy("Name, e-mail or organisation"),
        filters=[tidy],
        validators=[Length(max=100)],
    )
    role = SelectField(lazy("Role"), default="", choices=said({"": lazy("Any"), **ROLES}))


class ReasonForm(PageForm):
    """Why something that takes two persons is proposed."""

    reason = StringField(lazy("Why"), filters=[tidy], validators=[Length(max=REASON)])
    urgent = StringField(
        lazy("Why it cannot wait"),
        filters=[tidy],
        validators=[Length(max=REASON)],
    )


class RightsForm(ReasonForm):
    roles = SelectMultipleField(lazy("Roles"), choices=said(ROLES))
    mandates = SelectMultipleField(lazy("Mandates"), choices=names.mandates)
    states = StringField(lazy("States"), filters=[tidy], validators=[Length(max=1000)])
    office = SelectField(
        lazy("Office of a United Nations partner"),
        default="",
        choices=said({"": lazy("An agency of the country team, or no partner"), **OFFICES}),
    )
    organisation_id = StringField(
        lazy("Code of the organisation"),
        filters=[tidy],
        validators=[
            Length(max=88),
            Regexp(r"^[A-Za-z0-9._-]*$", message=lazy("Use letters, digits, dots and dashes only")),
        ],
    )
    organisation = StringField(
        lazy("Organisation, as people read it"),
        filters=[tidy],
        validators=[Length(max=200)],
    )

    @property
    def rights(self) -> Rights:
        return Rights(
            roles=frozenset(map(Role, self.roles.data or ())),
            mandates=frozenset(self.mandates.data or ()),
            states=frozenset(_codes(self.states.data)),
            organisation_id=self.organisation_id.data or None,
            office=self.office.data or None,
        )

    def validate_states(self, field: Field) -> None:
        unknown = [code for code in _codes(field.data) if code not in states()]
        if unknown:
            raise ValidationError(
                gettext(
                    "There is no State with the code %(code)s. Use the three letters of ISO 3166",
                    code=unknown[0],
                )
            )

    def makes_sense(self) -> bool:
        """Whether the rights fit one another; what does not is said at its field.

        After ``validate()``, and only if that found nothing.
        """
        wrong = list(missing(self.rights))
        for name, sentence in wrong:
            self[name].errors = [*self[name].errors, sentence]
        return not wrong


def address_field() -> EmailField:
    return EmailField(
        lazy("E-mail address"),
        filters=[tidy],
        validators=[
            InputRequired(lazy("Enter the e-mail address")),
            Length(max=254),
            one_address(),
        ],
    )


class AddressForm(ReasonForm):
    email = address_field()


class NewAccountForm(RightsForm):
    name = StringField(
        lazy("Name"),
        filters=[tidy],
        validators=[InputRequired(lazy("Enter the name")), Length(max=200)],
    )
    email = address_field()


def filled(account: Account) -> RightsForm:
    """Return the form with the rights that the person has now."""
    return RightsForm(
        None,
        roles=sorted(account.roles),
        mandates=sorted(account.mandates),
        states=", ".join(sorted(account.state_codes)),
        organisation_id=account.organisation_id,
        organisation=account.organisation,
        office=account.office or "",
    )


def _codes(text: str | None) -> list[str]:
    return [code.upper() for code in _GAP.split(text or "") if code]
