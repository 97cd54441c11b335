"""What a source files: the one definition that the form, the API and its description share.

The five minimum fields of domain.md section 3.1, the consent questions of its section 5, urgency
and mandates. A rule that is broken is told in the same sentence on the page and to a program.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from portal.forms import is_control, tidy
from portal.submissions import incident_date
from portal.submissions.consent import QUESTIONS, REASON, REASON_MISSING
from shared.actor import Actor
from shared.reference import LANGUAGES, mandates, states
from shared.roles import Role

NARRATIVE_LIMIT = 100_000
"""Bytes of UTF-8: about 60 pages in Latin letters, 30 in Arabic or Chinese ones."""

UNSHOWABLE = (
    "This text holds characters that cannot be shown. Paste it as plain text, or type it again"
)


def _clean(text: str) -> str:
    if any(is_control(letter) for letter in text):
        raise ValueError(UNSHOWABLE)
    return text


def _short_enough(text: str) -> str:
    size = len(text.encode())
    if size > NARRATIVE_LIMIT:
        raise ValueError(f"Shorten the description to 100 kB: it has {size / 1000:.1f} kB now")
    return text


def _known_state(code: str) -> str:
    if code not in states():
        raise ValueError("Choose the State or area from the list")
    return code


def _known_mandates(chosen: list[str]) -> list[str]:
    if any(mandate not in mandates() for mandate in chosen):
        raise ValueError("Choose mandates from the list")
    return list(dict.fromkeys(chosen))


def _known_language(code: str) -> str:
    if code not in LANGUAGES:
        raise ValueError("Choose the language from the list")
    return code


def _tidy(value: Any) -> Any:
    return tidy(value) if isinstance(value, str) else value


def _nothing(value: Any) -> Any:
    """An optional text that was left empty was not given."""
    return None if value == "" else value


_TIDY, _SHOWN = BeforeValidator(_tidy), AfterValidator(_clean)
_Line: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=200), _TIDY, _SHOWN]
_Lines: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=2_000), _TIDY, _SHOWN]
_Text: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=10_000), _TIDY, _SHOWN]
_Narrative: TypeAlias = Annotated[
    str,
    StringConstraints(min_length=1, max_length=NARRATIVE_LIMIT),
    _TIDY,
    _SHOWN,
    AfterValidator(_short_enough),
]
_Date: TypeAlias = Annotated[
    str,
    StringConstraints(min_length=1, max_length=40),
    _TIDY,
    AfterValidator(incident_date.parse),
]
_State: TypeAlias = Annotated[
    str, AfterValidator(_known_state), Field(json_schema_extra={"enum": list(states())})
]
_Mandates: TypeAlias = Annotated[
    list[Annotated[str, Field(json_schema_extra={"enum": list(mandates())})]],
    AfterValidator(_known_mandates),
]
_Language: TypeAlias = Annotated[
    str, AfterValidator(_known_language), Field(json_schema_extra={"enum": list(LANGUAGES)})
]
_STRICT = ConfigDict(extra="forbid", frozen=True, strict=True)


class ConsentAnswers(BaseModel):
    """Consent of the person concerned: four answers, each with its own effect."""

    model_config = _STRICT

    act: Literal["yes", "no", "impossible"] = Field(
        title=QUESTIONS["act"].text, description=QUESTIONS["act"].described
    )
    authorities: Literal["yes", "no"] = Field(
        title=QUESTIONS["authorities"].text, description=QUESTIONS["authorities"].described
    )
    public: Literal["yes", "no"] = Field(
        title=QUESTIONS["public"].text, description=QUESTIONS["public"].described
    )
    name_form: Literal["full", "initials", "none"] = Field(
        title=QUESTIONS["name_form"].text, description=QUESTIONS["name_form"].described
    )
    reason: Annotated[_Lines | None, BeforeValidator(_nothing), _TIDY] = Field(
        default=None,
        validate_default=True,
        title=REASON,
        description="Required when consent cannot be obtained (act: impossible).",
    )

    @field_validator("reason")
    @classmethod
    def _reason_where_impossible(cls, reason: str | None, info: ValidationInfo) -> str | None:
        if info.data.get("act") == "impossible" and reason is None:
            raise ValueError(REASON_MISSING)
        return reason


class Filing(BaseModel):
    """A submission as it is filed. Names and texts are sealed before anything is stored."""

    model_config = _STRICT

    victims: _Text = Field(
        title="Who are the alleged victims?",
        description="Persons, a group, a community or an organisation. For each person: name, "
        "age, nationality, occupation, as far as you know them.",
    )
    perpetrators: Annotated[_Text | None, BeforeValidator(_nothing), _TIDY] = Field(
        default=None,
        title="Who is alleged to be responsible?",
        description="If known: State forces, unit, rank, name, or other actors, and why you "
        "believe so.",
    )
    submitter_name: _Line = Field(
        title="Your name",
        description="Kept in a vault of its own, and never told to a Government. Submissions "
        "without a name are not considered.",
    )
    submitter_contact: _Lines = Field(
        title="How can we reach you safely?",
        description="An address, number or channel that nobody else reads, and when to use it. "
        "Kept in the vault too.",
    )
    for_whom: Annotated[_Lines | None, BeforeValidator(_nothing), _TIDY] = Field(
        default=None,
        validate_default=True,
        title="For whom do you file this?",
        description="Required of NHRI contact points, and only theirs: name and safe contact of "
        "the person who came to you. Kept in the vault.",
    )
    date: _Date = Field(
        title="When did it happen?",
        description="To the month at least: 14 March 2026, March 2026, 2026-03-14 or 2026-03.",
    )
    place: _Line = Field(
        title="In which place?",
        description="Town, district, facility: as exactly as you know.",
    )
    state: _State = Field(
        title="In which State or area did it happen?",
        description="ISO 3166-1 alpha-3 code.",
    )
    narrative: _Narrative = Field(
        title="What happened?",
        description="In the order in which it happened. At most 100 kB, which is about 60 pages.",
    )
    consent: ConsentAnswers = Field(title="Consent of the person concerned")
    urgent: bool = Field(
        title="Is it still going on, or about to happen?",
        description="Yes: it is read first, because a life or grave harm may depend on it.",
    )
    mandates: _Mandates = Field(
        default_factory=list,
        max_length=len(mandates()),
        title="Which mandates should see it?",
        description="Choose none to let the Quick Response Desk decide.",
    )
    language: _Language = Field(title="In which language did you write?")

    @field_validator("for_whom")
    @classmethod
    def _for_a_person(cls, for_whom: str | None, info: ValidationInfo) -> str | None:
        actor = info.context
        if isinstance(actor, Actor):
            if for_whom is None and not actor.has(Role.NGO_MEMBER):
                raise ValueError(MISSING["for_whom"])
            if for_whom is not None and not actor.has(Role.CONTACT_POINT):
                raise ValueError("Only an NHRI contact point files for another person")
        return for_whom


MISSING = {
    "victims": "Say who the alleged victims are",
    "submitter_name": "Enter your name: it stays confidential",
    "submitter_contact": "Say how we can reach you safely",
    "for_whom": "Say for whom you file this",
    "date": "Say when it happened, to the month at least",
    "place": "Say in which place it happened",
    "state": "Choose the State or area where it happened",
    "narrative": "Describe what happened",
    "consent": "Answer the questions about consent",
    "urgent": "Say whether it is still going on or about to happen",
    "language": "Choose the language that you wrote in",
    **{f"consent.{name}": question.missing for name, question in QUESTIONS.items()},
}


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with one field. ``field`` is a path such as ``consent.act``."""

    field: str
    reason: str


def wrong(error: ValidationError) -> list[Wrong]:
    """Return every broken rule in a sentence, without what was typed; one a field."""
    found: dict[str, str] = {}
    for one in error.errors(include_url=False, include_input=False):
        field = ".".join(_path(one["loc"]))
        found.setdefault(field, _sentence(field, one))
    return [Wrong(field, reason) for field, reason in found.items()]


def _path(loc: Iterable[int | str]) -> Iterable[str]:
    """Where it is; a field that nobody knows is named as far as one can print it."""
    return (str(part).encode(errors="replace").decode()[:100] for part in loc)


def _sentence(field: str, error: Any) -> str:
    match error["type"]:
        case "missing" | "string_too_short":
            return MISSING.get(field, "Enter something here")
        case "string_too_long" if field == "narrative":
            return "Shorten the description to 100 kB"
        case "string_too_long":
            return f"Shorten this to {error['ctx']['max_length']:,} characters"
        case "value_error":
            return str(error["ctx"]["error"])
        case "literal_error":
            return MISSING.get(field, "Choose one of the answers")
        case "extra_forbidden":
            return "There is no such field"
        case "string_type":
            return "This must be text"
        case "bool_type":
            return "This must be true or false"
        case "too_long":
            return "There are not so many mandates"
        case _:
            return str(error["msg"])
