"""The forms of the roster: a person's entry with the consent, and the officer's search."""

from typing import Final

from wtforms import (
    BooleanField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length, Optional

from portal.selection.roster.entries import Details, Wanted
from portal.web.forms import CommandForm, PageForm, said, tidy
from portal.web.i18n import names
from portal.web.i18n.texts import gettext, lazy
from shared.reference import GENDERS, LANGUAGES, OTHER, REGIONS, mandates, recipients
from shared.reference.roster import MONTHS

_NAME, _CONTACT = 200, 1_000  # characters
_STATES: Final = frozenset(recipients()) - {OTHER}
_LANGUAGES: Final = {code: lazy(name) for code, name in LANGUAGES.items()}
_GROUPS: Final = {code: lazy(name) for code, name in REGIONS.items()}
_FROM_THE_LIST = lazy("Choose a State from the list")


def _nationalities(none: str) -> dict[str, str]:
    return {"": none, **names.addressees(others=False)}


class EntryForm(CommandForm):
    """What somebody says of themselves."""

    name = StringField(
        lazy("Full name"),
        [
            DataRequired(lazy("Enter your full name")),
            Length(max=_NAME, message=lazy("Shorten the name to %(most)s characters", most=_NAME)),
        ],
        filters=[tidy],
        render_kw={"autocomplete": "name"},
    )
    gender = RadioField(
        lazy("Gender"),
        [InputRequired(lazy("Choose a gender, or “Not disclosed”"))],
        choices=said({code: lazy(word) for code, word in GENDERS.items()}),
    )
    nationality = SelectField(
        lazy("Nationality"),
        [InputRequired(lazy("Choose your nationality")), AnyOf(_STATES, _FROM_THE_LIST)],
        choices=lambda: _nationalities(gettext("Choose a State")),
        validate_choice=False,
        description=lazy("The one for which you would be a candidate."),
    )
    other = SelectField(
        lazy("Another nationality"),
        [Optional(), AnyOf(_STATES, _FROM_THE_LIST)],
        choices=lambda: _nationalities(gettext("None")),
        validate_choice=False,
    )
    languages = SelectMultipleField(
        lazy("Languages in which you can work"),
        [InputRequired(lazy("Choose at least one language"))],
        choices=said(_LANGUAGES),
    )
    fields = SelectMultipleField(
        lazy("Fields of work, by mandate"),
        choices=lambda: {**names.mandates()},
        description=lazy("Choose none if all interest you."),
    )
    contact = TextAreaField(
        lazy("How we reach you"),
        [
            DataRequired(lazy("Say how we can reach you")),
            Length(
                max=_CONTACT,
                message=lazy("Shorten this to %(most)s characters", most=_CONTACT),
            ),
        ],
        filters=[tidy],
        description=lazy("Only you see it here. It is for applications that you begin from it."),
        render_kw={"rows": 3, "max": _CONTACT},
    )

    def fill(self, now: Details) -> None:
        self.name.data, self.gender.data = now.name, now.gender
        self.nationality.data, self.contact.data = now.nationality, now.contact
        self.other.data = next(iter(now.others), "")
        self.languages.data, self["fields"].data = list(now.languages), list(now.fields)

    def details(self, account_id: str) -> Details:
        return Details(
            account=account_id,
            name=self.name.data or "",
            gender=self.gender.data,
            nationality=self.nationality.data,
            others=tuple(filter(None, [self.other.data])),
            languages=tuple(self.languages.data or ()),
            fields=tuple(self["fields"].data or ()),
            contact=self.contact.data or "",
        )


class JoinRosterForm(EntryForm):
    consent = BooleanField(
        lazy(
            "I agree that the selection office finds me for vacancies for %(months)s months",
            months=MONTHS,
        ),
        [InputRequired(lazy("Tick the box if you agree"))],
        description=lazy("You can leave at any time, without a reason."),
    )


class SearchForm(PageForm):
    field = SelectField(
        lazy("Field of work, by mandate"),
        [AnyOf(["", *mandates()], lazy("Choose a mandate from the list"))],
        choices=lambda: {"": gettext("Any"), **names.mandates()},
        validate_choice=False,
        default="",
    )
    language = SelectField(
        lazy("Language"),
        [AnyOf(["", *LANGUAGES], lazy("Choose the languages from the list."))],
        choices=said({"": lazy("Any"), **_LANGUAGES}),
        validate_choice=False,
        default="",
    )
    region = SelectField(
        lazy("Regional group"),
        [AnyOf(["", *REGIONS], lazy("Choose a regional group from the list"))],
        choices=said({"": lazy("Any"), **_GROUPS}),
        validate_choice=False,
        default="",
    )

    @property
    def wanted(self) -> Wanted:
        return Wanted(
            field=self.field.data or "",
            language=self.language.data or "",
            region=self.region.data or "",
        )
