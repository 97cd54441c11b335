"""An application in words: what stands in each section, for whoever may read it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from pydantic_core import from_json

from portal.selection.applying import SECTIONS, Typed, filled
from portal.web import check

OFFICE_ONLY = frozenset({"contact", "birth_year"})
"""What the selection office needs, and no panel."""


@dataclass(frozen=True, slots=True)
class Written:
    """A section: its number and title, and label and value of each field."""

    number: str
    title: str
    answers: Sequence[tuple[str, str]]


def in_words(sections: Mapping[str, Typed], *, without: Collection[str] = ()) -> list[Written]:
    """Return what was entered; fields that were not asked for then are left out."""
    found = []
    for name, section in SECTIONS.items():
        kept = sections.get(name, {})
        form = filled(name, sections)
        fields = [field for field in form if field.name in kept and field.name not in without]
        if fields:
            found.append(Written(section.number, section.title, check.answers(*fields)))
    return found


def revealed(text: str | None, *, without: Collection[str] = ()) -> list[Written]:
    """Return the sealed rest of an application, once it was revealed."""
    return in_words(from_json(text), without=without) if text else []
