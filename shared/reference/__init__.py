"""States, mandates, code lists and grading schemes: data, read once, never code."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from unicodedata import combining, normalize

from shared.reference.schemes import COOPERATION as COOPERATION
from shared.reference.schemes import SCHEMES as SCHEMES

REGIONS = MappingProxyType(
    {
        "AFR": "African States",
        "APG": "Asia-Pacific States",
        "EEG": "Eastern European States",
        "GRULAC": "Latin American and Caribbean States",
        "WEOG": "Western European and other States",
    }
)
_GROUPS = {
    "African": "AFR",
    "Asia-Pacific": "APG",
    "EEG": "EEG",
    "GRULAC": "GRULAC",
    "WEOG": "WEOG",
}

COMMUNICATION_TYPES = MappingProxyType(
    {"AL": "Allegation letter", "UA": "Urgent appeal", "OL": "Other letter"}
)

OTHER = "OTH"
"""Recipients that are no State: companies, intergovernmental organisations, others."""

EVERY_STATE = "ALL"
"""The addressee of what goes to all States, and to none of them by name."""

NOT_ACTIONED = MappingProxyType(
    {
        "outside_mandate": "Outside every mandate",
        "insufficient": "Not enough information, and no answer to our questions",
        "no_consent": "No consent to act",
        "unfounded": "Manifestly unfounded",
        "political": "Politically motivated",
        "abusive": "Abusive language",
        "media_only": "Rests only on reports of mass media",
        "duplicate": "The same as another submission",
    }
)
"""Reasons for not acting; the source is told in neutral words."""

CRITERIA = MappingProxyType(
    {
        "expertise": "Expertise",
        "experience": "Experience in the field of the mandate",
        "independence": "Independence",
        "impartiality": "Impartiality",
        "integrity": "Personal integrity",
        "objectivity": "Objectivity",
    }
)
"""Human Rights Council resolution 5/1, annex, paragraph 39."""

SHORT_LIST = 3
"""A short list has at least this many, or every eligible candidate where there are fewer."""

GENDERS = MappingProxyType(
    {"female": "Female", "male": "Male", "other": "Other", "undisclosed": "Not disclosed"}
)

REPLY_KINDS = MappingProxyType(
    {
        "substantive": "Substantive reply",
        "acknowledgement": "Acknowledgement only",
        "holding": "Holding reply or request for clarification",
    }
)

CONTACT_KINDS = MappingProxyType(
    {
        "meeting": "Meeting",
        "telephone_call": "Telephone call",
        "note_verbale": "Note verbale",
        "email": "E-mail",
        "other": "Other contact",
    }
)
"""How the office and a Government talk about a letter."""

PARTIAL_PATTERNS = MappingProxyType(
    {
        "rejection": "Aggressive rejection",
        "denial": "Unsubstantiated denial",
        "formalism": "Obstructive formalism",
        "selective": "Answers some questions only",
    }
)
"""Patterns of partial cooperation: A/HRC/46/26; the last one is this project's own."""

OUTCOMES = MappingProxyType(
    {
        "resolved": "Resolved",
        "improved": "Improved",
        "no_reply": "No reply",
        "refuted": "Refuted",
        "unknown": "Unknown",
    }
)
"""With what a reply case is closed."""

LANGUAGES = MappingProxyType(
    {
        "ar": "Arabic",
        "zh": "Chinese",
        "en": "English",
        "fr": "French",
        "ru": "Russian",
        "es": "Spanish",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """``code`` is ISO 3166 alpha-3; ``names`` by language; ``group`` None for no member State."""

    code: str
    member: bool
    group: str | None
    names: dict[str, str]

    @property
    def name(self) -> str:
        return self.names["en"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mandate:
    """``mandate`` is the id in events; ``acronym`` is the common short name."""

    mandate: str
    kind: str
    form: str
    acronym: str
    name: str


@cache
def states() -> MappingProxyType[str, State]:
    """Every State and area by alpha-3 code, by English name."""
    found = [
        State(
            code=row["iso3"],
            member=row["un_member"] == "yes",
            group=_GROUPS.get(row["un_regional_group"]),
            names={language: _plain(row[f"name_{language}"]) for language in LANGUAGES},
        )
        for row in rows("states.csv")
    ]
    return MappingProxyType({s.code: s for s in sorted(found, key=lambda s: _sort_key(s.name))})


def _plain(name: str) -> str:
    """Return the name without the list's footnote marks and English article."""
    return name.rstrip("* ").removesuffix(" (the)")


def _sort_key(name: str) -> str:
    """Return the sort key for English readers: Côte d'Ivoire before Croatia, Åland first."""
    return "".join(char for char in normalize("NFKD", name) if not combining(char))


@cache
def mandates() -> MappingProxyType[str, Mandate]:
    """Every mandate by id, thematic ones first, as OHCHR lists them."""
    return MappingProxyType(
        {
            row["mandate"]: Mandate(
                **{key: row[key] for key in ("mandate", "kind", "form", "acronym", "name")}
            )
            for row in rows("mandates.csv")
        }
    )


@cache
def months() -> MappingProxyType[str, int]:
    """Return the number for each month's name; Chinese months have numbers.

    Russian names are in the forms alone and in a date, Arabic ones as used from Morocco to Iraq.
    """
    return MappingProxyType(
        {
            name: int(row["month"])
            for row in rows("months.csv")
            for language in LANGUAGES
            if language in row
            for name in row[language].split("|")
        }
    )


def recipients() -> dict[str, str]:
    """Return the possible recipients of a communication: member States, Palestine, others."""
    return _recipients().copy()


@cache
def _recipients() -> dict[str, str]:
    to = {s.code: s.name for s in states().values() if s.member or s.code in ("PSE", "VAT")}
    return {**to, OTHER: "Other actor (company, organisation, other)"}


def recipient_name(code: str) -> str:
    if code == OTHER:
        return "Other actor"
    if code == EVERY_STATE:
        return "All States"
    state = states().get(code)
    return state.name if state else code


def mandate_acronym(mandate: str) -> str:
    found = mandates().get(mandate)
    return found.acronym if found else mandate


def is_group(mandate: str) -> bool:
    """Return whether the mandate is a Working Group, for which its Chair-Rapporteur decides."""
    known = mandates().get(mandate)
    return known is not None and known.form == "WG"


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a file of this package."""
    with files(__package__).joinpath(name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))
