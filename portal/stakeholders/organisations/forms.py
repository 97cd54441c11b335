"""The forms of organisations: what describes one, who speaks for it, why it is at risk."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from flask_wtf.file import FileField
from wtforms import (
    EmailField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
)
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from portal.stakeholders.organisations import accreditation, words
from portal.stakeholders.organisations.profile import FIELDS, SEVERAL, Given, Profile
from portal.web.context import today
from portal.web.fields import line, long
from portal.web.forms import CommandForm, DayField, given, is_of_the_web, one_address, said, tidy
from portal.web.i18n import names
from portal.web.i18n.formats import listed
from portal.web.i18n.texts import gettext, lazy
from portal.web.presentation import day
from shared.contracts.stakeholders_focal_points import Suspicion
from shared.contracts.stakeholders_organisations import Standing
from shared.core.message import Sealed
from shared.reference import LANGUAGES
from shared.reference.accreditation import GRADES, STATUSES, Record, wrong
from shared.reference.organisations import fingerprint, longest

_SHORT, _LONG, _ADDRESS, _YEAR = 40, 1000, 300, 4
_INSIDE = lazy("Only its focal points and stakeholder officers read it. It is never published.")
_UNSAID = {"": lazy("Not said")}


class ProfileForm(CommandForm):
    name = line(lazy("Name of the organisation"), required=lazy("Enter the name"))
    acronym = line(words.FIELDS["acronym"], most=_SHORT)
    also = line(
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
    countries = SelectMultipleField(words.FIELDS["countries"], choices=names.states)
    scope = SelectField(
        words.FIELDS["scope"], choices=said({**_UNSAID, **words.SCOPES}), default=""
    )
    themes = SelectMultipleField(words.FIELDS["themes"], choices=lambda: names.mandates("thematic"))
    languages = SelectMultipleField(
        words.FIELDS["languages"],
        choices=names.listed(LANGUAGES),
        description=lazy("Of the official languages of the United Nations"),
    )
    site = line(words.FIELDS["site"], hint=lazy("Such as https://www.example.org"))
    mission = long(words.FIELDS["mission"], most=_LONG, rows=4)
    founded = line(words.FIELDS["founded"], hint=_INSIDE, most=_YEAR)
    address = long(words.FIELDS["address"], hint=_INSIDE, most=_ADDRESS, rows=3)
    phone = line(words.FIELDS["phone"], hint=_INSIDE, most=_SHORT)

    def validate_founded(self, field: Field) -> None:
        if field.data and not _is_a_year(field.data):
            raise ValidationError(gettext("Enter a year that is not in the future, such as 1998"))

    def validate_site(self, field: Field) -> None:
        if field.data and not is_of_the_web(field.data):
            raise ValidationError(gettext("Enter an address that begins with https://"))

    @property
    def given(self) -> Given:
        told = {name: self[name].data or "" for name in FIELDS}
        return {**told, **{name: tuple(told[name]) for name in SEVERAL}}

    def fill(self, profile: Profile) -> None:
        for name in FIELDS:
            value = getattr(profile, name)
            self[name].data = list(value) if name in SEVERAL else value


class RegisterForm(ProfileForm):
    """An organisation that applies. Its number is proof, and nobody but officers reads it."""

    standing = RadioField(
        lazy("Is it registered under the law of a country?"),
        description=lazy("It need not be, and needs no status with the United Nations."),
        choices=said(words.STANDINGS),
        validators=[InputRequired(lazy("Choose one"))],
    )
    number = line(
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

    contact = line(lazy("Your name"), required=lazy("Enter your name"))
    email = EmailField(
        lazy("Your e-mail address"),
        description=lazy("Once the organisation is confirmed you get an account by this address."),
        filters=[tidy],
        validators=[
            InputRequired(lazy("Enter the e-mail address")),
            Length(max=254),
            one_address(),
        ],
    )


class SeenForm(CommandForm):
    """``seen``: the entry that the page showed."""

    seen = HiddenField()

    def show(self, profile: Sealed) -> str:
        """Return what the page showed first, and keep it there."""
        self.seen.data = self.seen.data or fingerprint(profile)
        return str(self.seen.data)


class RefuseForm(CommandForm):
    code = RadioField(
        lazy("Why is it not taken?"),
        choices=said(words.REFUSALS),
        validate_choice=False,
        validators=[InputRequired(lazy("Choose a reason"))],
    )


class RefuseNameForm(CommandForm):
    code = RadioField(
        lazy("Why is it not confirmed?"),
        choices=said(words.NAME_REFUSALS),
        validators=[InputRequired(lazy("Choose a reason"))],
    )


class FlagForm(CommandForm):
    reason = long(
        lazy("Why is it at risk?"),
        hint=lazy("Stakeholder officers read it, and nobody else."),
        most=_LONG,
        rows=4,
    )


class InviteForm(CommandForm):
    name = line(lazy("Name of the person"), required=lazy("Enter the name"))
    email = EmailField(
        lazy("E-mail address of the person"),
        filters=[tidy],
        validators=[
            InputRequired(lazy("Enter the e-mail address")),
            Length(max=254),
            one_address(),
        ],
    )


class StatusForm(CommandForm):
    """What an organisation says of itself."""

    status = SelectField(
        words.RECORD["status"],
        choices=lambda: {"": "", **_statuses(GRADES)},
        validators=[InputRequired(lazy("Choose the status"))],
    )
    document = line(
        words.RECORD["document"],
        hint=lazy("Where an officer finds it, such as a resolution, a report or a list"),
    )


class RecordForm(CommandForm):
    status = SelectField(
        words.RECORD["status"],
        choices=lambda: {"": "", **_statuses(STATUSES)},
        validators=[InputRequired(lazy("Choose the status"))],
    )
    body = line(
        words.RECORD["body"],
        required=lazy("Say who decided"),
        hint=lazy("Such as ECOSOC, or the Sub-Committee on Accreditation"),
    )
    decided = DayField(
        words.RECORD["decided"], validators=[InputRequired(lazy("Enter the day of the decision"))]
    )
    effective = DayField(
        words.RECORD["effective"],
        description=lazy("The grade that is in force on the day of an act decides"),
        validators=[InputRequired(lazy("Enter the day"))],
    )
    document = line(
        words.RECORD["document"],
        required=lazy("Enter the document that says so"),
        hint=lazy("Such as a symbol, and the page"),
    )
    next_review = DayField(words.RECORD["next_review"], validators=[Optional()])
    until = DayField(words.RECORD["until"], validators=[Optional()])
    corrects = SelectField(lazy("In place of a record that is wrong"), choices={}, default="")

    def offer(self, records: Iterable[Record]) -> None:
        """Let it stand for one of these."""
        self.corrects.choices = {
            "": str(lazy("None: it is another decision")),
            **{
                one.record_id: listed((words.STATUSES[one.status], day(one.effective)))
                for one in records
            },
        }

    def record(self, organisation_id: str) -> Record:
        """Return what was entered. Only after ``validate()``."""
        scheme, _, status = (self.status.data or "").partition(":")
        told: dict[str, Any] = {
            "scheme": scheme,
            "status": status,
            "decided": given(self.decided),
            "effective": given(self.effective),
            "corrects": self.corrects.data or None,
        }
        return Record(
            record_id=accreditation.id_of(organisation_id, told),
            body=self.body.data or "",
            document=self.document.data or "",
            next_review=self.next_review.data,
            until=self.until.data,
            **told,
        )

    def sound(self, record: Record) -> bool:
        """Whether its days make sense together; else the fields say what does not."""
        found = list(wrong(record, today=today()))
        for name, why in found:
            self[name].errors = [str(words.WRONG[why])]
        return not found


class CheckForm(CommandForm):
    found = RadioField(
        lazy("Is it on the list?"),
        choices=said(words.FOUND),
        validators=[InputRequired(lazy("Choose one"))],
    )


class SheetForm(CommandForm):
    file = FileField(lazy("The list, as XLSX, ODS or CSV"))


def _is_a_year(text: str) -> bool:
    digits = text.isascii() and text.isdecimal() and len(text) == _YEAR
    return digits and int(text) <= today().year


def _statuses(of: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {
        f"{scheme}:{status}": f"{words.SCHEMES[scheme]}: {words.STATUSES[status]}"
        for scheme in of
        for status in sorted(of[scheme], key=list(words.STATUSES).index)
    }


class ProposeForm(CommandForm):
    person = SelectField(
        lazy("Who is to speak for the organisation?"),
        description=lazy("Whoever is not in the list is invited as a member first"),
        choices={},
        validators=[InputRequired(lazy("Choose a person"))],
    )
    role = line(lazy("Function in the organisation"), required=lazy("Enter the function"))
    proof = line(
        lazy("Where it is decided"),
        required=lazy("Say where it is decided"),
        hint=lazy("Such as minutes or a signed letter, with its day"),
    )
    last_day = DayField(
        lazy("Last day"),
        description=lazy("Within 24 months"),
        validators=[InputRequired(lazy("Enter the last day"))],
    )

    def offer(self, people: Mapping[str, str]) -> None:
        self.person.choices = {"": "", **people}

    def validate_last_day(self, field: Field) -> None:
        if field.data and not today() < field.data <= longest(today()):
            raise ValidationError(gettext("Choose a last day within 24 months"))


class SuspendForm(CommandForm):
    reason = RadioField(
        lazy("Why?"),
        choices=said(words.SUSPICIONS),
        validators=[InputRequired(lazy("Choose a reason"))],
    )

    @property
    def suspicion(self) -> Suspicion:
        """Return what was chosen. Only after ``validate()``."""
        return cast("Suspicion", self.reason.data)
