"""The application: a form of eight sections, each saved by itself.

The sections are those of the form in selection-stakeholders-committee.md section A.2.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    Field,
    Form,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import (
    AnyOf,
    DataRequired,
    InputRequired,
    Length,
    Optional,
    Regexp,
    ValidationError,
)

from portal.web.forms import PageForm, said, tidy
from portal.web.i18n import names
from portal.web.i18n.formats import number
from portal.web.i18n.texts import Lazy, gettext, lazy
from shared.reference import GENDERS, LANGUAGES, OTHER, recipients

Typed: TypeAlias = dict[str, list[str]]
"""What was typed into a section, by the name of the field."""

MOTIVATION_WORDS = 600
"""As calls for candidatures ask (resolution 5/1 as practised)."""

_NAME = 200  # characters
_MOTIVATION = 10_000  # far more than 600 words; what is longer is no letter
_TEXT = 4_000
_TOO_LONG = lazy("Shorten the letter to %(most)s words", most=MOTIVATION_WORDS)
_TEXT_TOO_LONG = lazy("Shorten this to %(most)s characters", most=Lazy(lambda: number(_TEXT)))
_STATES = frozenset(recipients()) - {OTHER}
_LINES = {"rows": 6, "max": _TEXT}
_YES_NO = {"no": lazy("No"), "yes": lazy("Yes")}


def _nationalities() -> dict[str, str]:
    return {"": gettext("Choose a State"), **names.addressees(others=False)}


def _others() -> dict[str, str]:
    return {"": gettext("None"), **names.addressees(others=False)}


def _genders() -> dict[str, str]:
    return {code: gettext(word) for code, word in GENDERS.items()}


def _languages() -> dict[str, str]:
    return {code: gettext(word) for code, word in LANGUAGES.items()}


def at_most_words(limit: int) -> Callable[[Form, Field], None]:
    """A validator: no more than so many words, as the count on the page counts them."""

    def check(_: Form, field: Field) -> None:
        words = len((field.data or "").split())
        if words > limit:
            raise ValidationError(
                gettext("Shorten this to %(most)s words: it has %(words)s", most=limit, words=words)
            )

    return check


def _other(label: str) -> SelectField:
    return SelectField(
        label,
        [Optional(), AnyOf(_STATES, lazy("Choose a State from the list"))],
        choices=_others,
        validate_choice=False,
    )


def _full_name(label: str, hint: str, **shown: str) -> StringField:
    return StringField(
        label,
        [
            DataRequired(lazy("Enter your full name")),
            Length(max=_NAME, message=lazy("Shorten the name to %(most)s characters", most=_NAME)),
        ],
        filters=[tidy],
        description=hint,
        render_kw=shown,
    )


def _text(label: str, missing: str, hint: str = "") -> TextAreaField:
    return TextAreaField(
        label,
        [DataRequired(missing), Length(max=_TEXT, message=_TEXT_TOO_LONG)],
        filters=[tidy],
        description=hint,
        render_kw=_LINES,
    )


class PersonalForm(PageForm):
    name = _full_name(
        lazy("Full name"), lazy("As it should stand in the public list."), autocomplete="name"
    )
    nationality = SelectField(
        lazy("Nationality"),
        [
            InputRequired(lazy("Choose your nationality")),
            AnyOf(_STATES, lazy("Choose a State from the list")),
        ],
        choices=_nationalities,
        validate_choice=False,
        description=lazy("The one for which you are a candidate. It becomes public."),
    )
    gender = RadioField(
        lazy("Gender"),
        [InputRequired(lazy("Choose a gender, or “Not disclosed”"))],
        choices=_genders,
    )
    second_nationality = _other(lazy("Another nationality"))
    third_nationality = _other(lazy("A third nationality"))
    birth_year = StringField(
        lazy("Year of birth"),
        [
            DataRequired(lazy("Enter the year of your birth")),
            Regexp(r"(19|20)\d\d$", message=lazy("Enter a year of four digits, such as 1970")),
        ],
        filters=[tidy],
        render_kw={"width": 4, "inputmode": "numeric"},
    )
    contact = _text(
        lazy("How we reach you"),
        lazy("Say how we can reach you"),
        lazy("Address and telephone. Mail goes to the address of your account."),
    )


class CompetenceForm(PageForm):
    qualifications = _text(
        lazy("Qualifications"),
        lazy("Describe your qualifications"),
        lazy("Education or professional experience in human rights."),
    )
    expertise = _text(
        lazy("Relevant expertise"),
        lazy("Describe your expertise"),
        lazy("Knowledge of international human-rights law, and of the field of the mandate."),
    )
    competence = _text(
        lazy("Established competence"),
        lazy("Describe your competence"),
        lazy("Recognition of your work, nationally, regionally or internationally."),
    )
    available = RadioField(
        lazy("Can you give the mandate about three months of each year?"),
        [InputRequired(lazy("Choose whether you have the time"))],
        choices=said(_YES_NO),
    )


class MotivationForm(PageForm):
    motivation = TextAreaField(
        lazy("Motivation letter"),
        [
            DataRequired(lazy("Write your motivation letter")),
            Length(max=_MOTIVATION, message=_TOO_LONG),
            at_most_words(MOTIVATION_WORDS),
        ],
        filters=[tidy],
        description=lazy(
            "Your expertise and experience in the field of the mandate, your independence, "
            "impartiality, integrity and objectivity."
        ),
        render_kw={"rows": 15, "max": MOTIVATION_WORDS, "count": "words"},
    )


class LanguagesForm(PageForm):
    mother_tongue = StringField(
        lazy("Mother tongue"),
        [DataRequired(lazy("Enter your mother tongue")), Length(max=_NAME)],
        filters=[tidy],
    )
    spoken = SelectMultipleField(
        lazy("Languages in which you can work"),
        [InputRequired(lazy("Choose at least one language"))],
        choices=_languages,
    )
    other_languages = StringField(
        lazy("Other languages"), [Optional(), Length(max=_NAME)], filters=[tidy]
    )


class EducationForm(PageForm):
    education = _text(
        lazy("Education"),
        lazy("List your education"),
        lazy("Degrees, with the institution and the years. Do not attach a curriculum vitae."),
    )


class WorkForm(PageForm):
    work = _text(
        lazy("Work"),
        lazy("List your work"),
        lazy("Positions, with the employer and the years, the present one first."),
    )


class EthicsForm(PageForm):
    government = RadioField(
        lazy(
            "Do you hold a decision-making position in a Government, or in another organisation "
            "whose office would be a conflict of interest?"
        ),
        [InputRequired(lazy("Choose whether you hold such a position"))],
        choices=said(_YES_NO),
    )
    function = RadioField(
        lazy("Do you hold another human-rights function of the United Nations?"),
        [InputRequired(lazy("Choose whether you hold another function"))],
        choices=said(_YES_NO),
        description=lazy("Nobody holds more than one at a time."),
    )
    held = RadioField(
        lazy("Have you held this mandate before?"),
        [InputRequired(lazy("Choose whether you have held it"))],
        choices=said(_YES_NO),
        description=lazy("Nobody holds a mandate for more than six years."),
    )
    ties = _text(
        lazy("Ties that would limit what you inquire into"),
        lazy("Name such ties, or write “none”"),
    )
    pressure = _text(
        lazy("What could put pressure on your independence"),
        lazy("Name what could, or write “nothing”"),
    )
    measures = _text(
        lazy("What you would do about any of this"),
        lazy("Say what you would do, or write “nothing to do”"),
    )


class CertifyForm(PageForm):
    """``first``: the name of section I, with which the one here is compared."""

    first = ""

    certified = _full_name(
        lazy("Your full name"), lazy("The same as in section I. It stands for a signature.")
    )
    true = BooleanField(
        lazy("I certify that all that I entered is true"),
        [InputRequired(lazy("Certify that all that you entered is true"))],
    )

    def validate_certified(self, field: Field) -> None:
        if _as_written(field.data) != _as_written(self.first):
            raise ValidationError(gettext("This is not the same name as in section I"))


def _as_written(name: str | None) -> str:
    """Return a name without what two ways of typing it make of it: case, spaces, accents apart."""
    return tidy(" ".join((name or "").split()).casefold()) or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    number: str
    title: str
    form: type[PageForm]


SECTIONS: Final[Mapping[str, Section]] = MappingProxyType(
    {
        "personal": Section(number="I", title=lazy("Personal data"), form=PersonalForm),
        "competence": Section(number="II", title=lazy("Competence"), form=CompetenceForm),
        "motivation": Section(number="III", title=lazy("Motivation"), form=MotivationForm),
        "languages": Section(number="IV", title=lazy("Languages"), form=LanguagesForm),
        "education": Section(number="V", title=lazy("Education"), form=EducationForm),
        "work": Section(number="VI", title=lazy("Work"), form=WorkForm),
        "ethics": Section(number="VII", title=lazy("Ethics"), form=EthicsForm),
        "certify": Section(number="VIII", title=lazy("Certify"), form=CertifyForm),
    }
)

APART: Final = frozenset({"name", "nationality", "gender", "motivation"})
"""What stands in the application by itself, and not in the sealed rest of its form."""


def filled(name: str, sections: Mapping[str, Typed]) -> PageForm:
    """Return a section's form with what was kept of it."""
    return _with_name(
        SECTIONS[name].form(MultiDict(sections.get(name, {})), meta={"csrf": False}), sections
    )


def sent(name: str, sections: Mapping[str, Typed]) -> PageForm:
    """Return a section's form as it was just sent."""
    return _with_name(SECTIONS[name].form(meta={"csrf": False}), sections)


def empty(name: str) -> PageForm:
    return SECTIONS[name].form(formdata=None, meta={"csrf": False})


def typed(form: PageForm) -> Typed:
    """Return what was typed into a form, with or without mistakes."""
    return {
        field.name: [str(one) for one in field.raw_data or ()]
        for field in form
        if field.type not in {"HiddenField", "CSRFTokenField"}
    }


def is_done(name: str, sections: Mapping[str, Typed]) -> bool:
    return name in sections and filled(name, sections).validate()


def left(sections: Mapping[str, Typed]) -> list[str]:
    """Return the sections that are not done."""
    return [name for name in SECTIONS if not is_done(name, sections)]


def rest(sections: Mapping[str, Typed]) -> dict[str, Typed]:
    """Return what is kept of the form beside what stands in the application by itself."""
    return {
        name: {field: text for field, text in section.items() if field not in APART}
        for name, section in sections.items()
    }


def other_nationalities(sections: Mapping[str, Typed]) -> frozenset[str]:
    """Return those beside the one that is public."""
    personal = sections.get("personal", {})
    typed = (personal.get(name, ()) for name in ("second_nationality", "third_nationality"))
    return frozenset(code for codes in typed for code in codes if code)


def value(sections: Mapping[str, Typed], name: str, field: str) -> Any:
    return filled(name, sections)[field].data


def _with_name(form: PageForm, sections: Mapping[str, Typed]) -> PageForm:
    if isinstance(form, CertifyForm):
        form.first = next(iter(sections.get("personal", {}).get("name", ())), "")
    return form
