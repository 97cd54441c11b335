"""The forms of organisations: what describes one, who speaks for it, why it is at risk."""

from urllib.parse import urlsplit

from wtforms import EmailField, Field, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, Regexp, ValidationError

from portal.stakeholders.organisations import words
from portal.stakeholders.organisations.profile import FIELDS, Profile
from portal.web.forms import CommandForm, at_most, said, tidy
from portal.web.i18n import names
from portal.web.i18n.texts import gettext, lazy
from shared.contracts.stakeholders_organisations import Standing

_SHORT, _NAME, _LONG = 40, 200, 1000
_NONE = {"": lazy("None in particular")}


def _line(label: str, most: int = _NAME, *, required: str = "", hint: str = "") -> StringField:
    needed = [InputRequired(required)] if required else []
    return StringField(
        label,
        filters=[tidy],
        validators=[*needed, Length(max=most, message=at_most(most))],
        description=hint,
    )


class ProfileForm(CommandForm):
    name = _line(lazy("Name of the organisation"), required=lazy("Enter the name"))
    acronym = _line(words.FIELDS["acronym"], _SHORT)
    also = _line(
        words.FIELDS["also"], hint=lazy("Such as in Latin letters, if the name is in others")
    )
    type = SelectField(
        words.FIELDS["type"],
        choices=lambda: {"": "", **said(words.TYPES)()},
        validators=[InputRequired(lazy("Choose what kind of organisation it is"))],
    )
    country = SelectField(
        words.FIELDS["country"],
        choices=lambda: {"": "", **names.states()},
        validators=[InputRequired(lazy("Choose the country"))],
    )
    theme = SelectField(
        words.FIELDS["theme"],
        choices=lambda: {**said(_NONE)(), **names.mandates("thematic")},
    )
    site = _line(words.FIELDS["site"], hint=lazy("Such as https://www.example.org"))
    mission = TextAreaField(
        words.FIELDS["mission"],
        filters=[tidy],
        validators=[Length(max=_LONG, message=at_most(_LONG))],
        render_kw={"rows": 4, "max": _LONG},
    )

    def validate_site(self, field: Field) -> None:
        if field.data and urlsplit(field.data).scheme not in {"http", "https"}:
            raise ValidationError(gettext("Enter an address that begins with https://"))

    @property
    def given(self) -> dict[str, str]:
        return {name: self[name].data or "" for name in FIELDS}

    def fill(self, profile: Profile) -> None:
        for name in FIELDS:
            self[name].data = getattr(profile, name)


class RegisterForm(ProfileForm):
    """An organisation that applies. Its number is proof, and nobody but officers reads it."""

    standing = RadioField(
        lazy("Is it registered under the law of a country?"),
        description=lazy("It need not be, and needs no status with the United Nations."),
        choices=said(words.STANDINGS),
        validators=[InputRequired(lazy("Choose one"))],
    )
    number = _line(
        lazy("Number in that register, and its place"),
        hint=lazy("Only stakeholder officers read it, and it is never published."),
    )

    @property
    def stands(self) -> Standing:
        """A defender without an organisation is a person, whatever law there is."""
        if self.type.data == "person":
            return "person"
        return "registered" if self.standing.data == "registered" else "unregistered"


class ApplyForm(RegisterForm):
    """Without an account: it says who is to speak for it."""

    contact = _line(lazy("Your name"), required=lazy("Enter your name"))
    email = EmailField(
        lazy("Your e-mail address"),
        description=lazy("Once the organisation is confirmed you get an account by this address."),
        filters=[tidy],
        validators=[
            InputRequired(lazy("Enter the e-mail address")),
            Length(max=254),
            Regexp(r"^[^@\s]+@[^@\s]+$", message=lazy("Enter an address as name@example.org")),
        ],
    )


class RefuseForm(CommandForm):
    code = RadioField(
        lazy("Why is it not taken?"),
        choices=said(words.REFUSALS),
        validate_choice=False,
        validators=[InputRequired(lazy("Choose a reason"))],
    )


class FlagForm(CommandForm):
    reason = TextAreaField(
        lazy("Why is it at risk?"),
        description=lazy("Stakeholder officers read it, and nobody else."),
        filters=[tidy],
        validators=[Optional(), Length(max=_LONG, message=at_most(_LONG))],
        render_kw={"rows": 4, "max": _LONG},
    )


class InviteForm(CommandForm):
    name = _line(lazy("Name of the person"), required=lazy("Enter the name"))
    email = EmailField(
        lazy("E-mail address of the person"),
        filters=[tidy],
        validators=[
            InputRequired(lazy("Enter the e-mail address")),
            Length(max=254),
            Regexp(r"^[^@\s]+@[^@\s]+$", message=lazy("Enter an address as name@example.org")),
        ],
    )
