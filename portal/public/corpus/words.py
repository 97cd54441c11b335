"""Words of the reference corpus, in the reader's language."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from markupsafe import Markup

from portal.public.corpus import named
from portal.public.corpus.checking import Problem
from portal.stakeholders.words import SEATS
from portal.web.i18n import names
from portal.web.i18n.formats import number
from portal.web.i18n.texts import gettext, lazy
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.reference import mandates
from shared.reference.corpus import OF_MANDATES

__all__ = ["number"]  # for templates

COUNTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "new": lazy("New"),
        "changed": lazy("Changed"),
        "same": lazy("The same as before"),
        "withdrawn": lazy("No longer in the sheet, and withdrawn"),
        "problems": lazy("With a problem, and left out"),
    }
)
STAGES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "checking": lazy("Being checked"),
        "checked": lazy("Checked"),
        "offered": lazy("Handed to the desk"),
        "discarded": lazy("Discarded"),
        "unreadable": lazy("Cannot be read"),
        "importing": lazy("Being imported"),
        "imported": lazy("Imported"),
        "stuck": lazy("Imported in part"),
        "undoing": lazy("Being undone"),
        "undone": lazy("Undone"),
    }
)
TONES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "checked": "waiting",
        "offered": "waiting",
        "imported": "done",
        "unreadable": "late",
        "stuck": "late",
        "discarded": "late",
    }
)
_PROBLEMS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "noise": lazy("This is no recommendation"),
        "no State": lazy("No State is named"),
        "State": lazy("No State, or more than one, was called so at that time"),
        "day": lazy("This is no day"),
        "action": lazy("This is no number from 1 to 5"),
        "source": lazy("This is of another source: import the sheet that it comes from"),
        "aside": lazy(
            "What somebody says of the implementation is not imported, and is no grade. The rest "
            "of the row is imported"
        ),
        "elsewhere": lazy("This is to a State that is not yours"),
        "mandate": lazy("This is of another mandate or body than yours"),
        "annotation": lazy("This is no annotation id"),
        "too long": lazy("This is too long"),
        "twice": lazy("This stands in the sheet before"),
    }
)
_UNREADABLE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "damaged": lazy("This file cannot be opened. Save it again as XLSX, ODS or CSV."),
        "too large": lazy("This sheet is too large. Divide it."),
        "column missing": lazy("This column is missing:"),
        "column twice": lazy("This column stands there twice:"),
        "column of another": lazy(
            "A sheet of UHRI or UPR Info has no such column. Say what the columns are, or take it "
            "out:"
        ),
        "erased": lazy("This file was erased on request."),
        "encoding": lazy("The letters of this file cannot be read. Save it again as XLSX or ODS."),
        "1904": lazy("The days of this workbook count from 1904. Save it again as CSV."),
        "gone": lazy("This file is missing or damaged in the store. Upload it again."),
        "stopped": lazy(
            "Reading this file failed several times. Save it again as CSV, or divide it."
        ),
    }
)
FIELDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "": lazy("Nothing that is imported"),
        "text": lazy("Text of the recommendation"),
        "number": lazy("Number of the paragraph"),
        "countries": lazy("State to which it is"),
        "by_states": lazy("Recommending States"),
        "body": lazy("Body that recommends"),
        "symbol": lazy("Symbol of the document"),
        "session": lazy("Session of the review"),
        "published": lazy("Day of publication"),
        "position": lazy("Position of the State"),
        "themes": lazy("Themes"),
        "persons": lazy("Affected persons"),
        "claim": lazy("What the State says was done, which is no grade"),
        "assessment": lazy("What somebody else says was done: it is not imported"),
    }
)
_OWN: Final = lazy("What you say was done: it is kept for you, and you give it as information")
SOURCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "UHRI": lazy("Universal Human Rights Index, OHCHR"),
        "UPR Info": "UPR Info",
        "UPR matrix": lazy("Matrix of the Universal Periodic Review"),
        "National sheet": lazy("Sheet of a State"),
    }
)
_PROVIDERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "nhri": lazy("Own sheet of a national human rights institution"),
        "ngo": lazy("Own sheet of an organisation"),
    }
)
ENCODINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "XLSX": lazy("Those of a workbook (XLSX or ODS)"),
        "JSON": "JSON (UTF-8)",
        "UTF-8": "UTF-8",
        "UTF-16": "UTF-16",
        "Windows-1252": lazy("Western European (Windows-1252 or Latin-1)"),
    }
)
TAKEN_OUT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "person": lazy("It identifies somebody who could be harmed"),
        "wrong": lazy("It is not what the mechanism recommended"),
        "asked": lazy("Who published it asked for it"),
    }
)
FACETS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "mechanism": lazy("Mechanism"),
        "body": lazy("Body"),
        "theme": lazy("Theme"),
        "person": lazy("Affected persons"),
        "sdg": lazy("Sustainable Development Goals"),
        "type": lazy("Type"),
        "position": lazy("Position of the State"),
        "region": lazy("Region"),
        "session": lazy("Session of the review"),
    }
)
_VALUES: Final[Mapping[tuple[str, str], str]] = MappingProxyType(
    {
        ("mechanism", named.SPECIAL): lazy("Special procedures"),
        ("mechanism", named.TREATY): lazy("Treaty bodies"),
        ("mechanism", named.REVIEW): lazy("Universal Periodic Review"),
        ("mechanism", named.OTHER): lazy("Other mechanisms"),
        ("type", "Recommendations"): lazy("Recommendations"),
        ("type", "Concerns/Observations"): lazy("Concerns and observations"),
        ("position", "Supported"): lazy("Supported"),
        ("position", "Noted"): lazy("Noted"),
        **{("region", group): name for group, name in SEATS.items()},
    }
)
_NO_GRADE: Final = "Nothing in this file is an official grade."
_OTHERS: Final = (
    "UPR Info; matrices of the Universal Periodic Review and sheets of States, of national human "
    "rights institutions and of organisations"
)
NOTE: Final = f"Sources: Universal Human Rights Index, OHCHR; {_OTHERS}. {_NO_GRADE}"
"""In every file, in English: programs look for it."""
NOTE_OF_BOTH: Final = (
    f"Sources: Universal Human Rights Index, OHCHR; {_OTHERS}; and this platform. {_NO_GRADE}"
)


def fields(*, own: bool) -> Mapping[str, str]:
    """Return what a column may be. ``own``: of a sheet of a provider."""
    return {**FIELDS, "assessment": _OWN} if own else FIELDS


def source(code: str) -> str:
    """Return whose a sheet is: of a provider of which kind, and of which State its Government is.

    An organisation is not named: what it hands over names nobody (FR1).
    """
    kind, _, of = code.partition(":")
    if kind == "government":
        return gettext("Own sheet of the Government: %(state)s", state=names.recipient(of))
    return str(_PROVIDERS.get(kind) or SOURCES[code])


def lead(actor: Actor) -> str:
    """Return what somebody imports here."""
    if actor.has(Role.QUICK_RESPONSE_DESK):
        return gettext("You import what you upload, and what others hand over.")
    if actor.has(Role.DESK_OFFICER):
        return gettext("You import recommendations to your own States.")
    if actor.has(*OF_MANDATES):
        return gettext(
            "You import recommendations of your own mandates. Other rows are left out. You see "
            "your own sheets alone."
        )
    if actor.has(Role.UN_PARTNER):
        return gettext(
            "You import recommendations to your own States. Other rows are left out. You see your "
            "own sheets alone."
        )
    return gettext(
        "Upload a matrix of your own. You and the Quick Response Desk alone see it, until you hand "
        "it over and the desk takes it; then everybody finds it, marked as yours by its kind and "
        "apart from the sheets of others."
    )


def problems(some: Iterable[Problem]) -> str:
    """Return what is wrong with a row, as a cell."""
    told = [
        ": ".join(part for part in (one.column, str(_PROBLEMS[one.wrong]), one.found) if part)
        for one in some
    ]
    return "; ".join(told)


def unreadable(reason: str, column: str | None) -> str:
    said = str(_UNREADABLE[reason])
    return Markup("{} <bdi>{}</bdi>").format(said, column) if column else said


def value(kind: str, one: str) -> str:
    """Return what a value is called: as its sheet says it, where we have no word for it."""
    if kind == "body" and one in mandates():
        return names.mandate(one)
    return str(_VALUES.get((kind, one), one))


def name() -> str:
    return gettext("Recommendations of all mechanisms")
