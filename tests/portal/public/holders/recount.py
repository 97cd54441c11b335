"""Holders by gender and region, counted from facts alone: no table, no query."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from portal.public.holders import counting
from shared.contracts.stakeholders import ApplicationSubmitted
from shared.contracts.stakeholders_appointing import MandateHolderAppointed
from shared.contracts.stakeholders_holder_gender import HolderGenderRecorded
from shared.contracts.stakeholders_terms import (
    HolderTermEnded,
    HolderTermStarted,
)
from tests.support.portal import Pages

SAID = ("female", "male", "other")


@dataclass(slots=True)
class Recount:
    """``years``: seats held at the end of each, by gender; "": not known.

    ``regions``: of those held today; None: not recorded. ``unknown``: by mandate, of how many of
    its terms nobody knows the gender, and how many there are.
    """

    years: dict[int, Counter[str]] = field(default_factory=dict)
    regions: Counter[str | None] = field(default_factory=Counter)
    women: int = 0
    without: int = 0
    never: set[str] = field(default_factory=set)
    unknown: dict[str, tuple[int, int]] = field(default_factory=dict)


def recount(facts: Sequence[Any], today: date, mandates: Iterable[str]) -> Recount:
    begun = [one for one in facts if isinstance(one, HolderTermStarted) and one.starts_on <= today]
    last = {one.term_id: one.ends_on for one in begun}
    last |= {one.term_id: one.ended_on for one in facts if isinstance(one, HolderTermEnded)}
    told = {one.term_id: one.gender for one in facts if isinstance(one, HolderGenderRecorded)}
    public = {one.term_id: _listed(facts, one) for one in begun}
    said = {key: told.get(key) or gender for key, (gender, _) in public.items()}
    found = Recount()
    for year in range(min((one.starts_on.year for one in begun), default=9999), today.year + 1):
        on = min(date(year, 12, 31), today)
        there = [one for one in begun if one.starts_on <= on <= last[one.term_id]]
        found.years[year] = Counter(_known(said[one.term_id]) for one in there)
    found.regions.update(
        one.seat or public[one.term_id][1] for one in begun if today <= last[one.term_id]
    )
    for mandate in mandates:
        some = [_known(said[one.term_id]) for one in begun if one.mandate == mandate]
        if "female" in some:
            found.women += 1
        elif "" in some:
            found.unknown[mandate] = (some.count(""), len(some))
        elif some:
            found.never.add(mandate)
        else:
            found.without += 1
    return found


def _known(gender: str | None) -> str:
    return gender if gender in SAID else ""


def _listed(facts: Sequence[Any], term: HolderTermStarted) -> tuple[str | None, str | None]:
    """Return what the public list said of who holds it, that of the latest appointment by then."""
    appointed = [
        one
        for one in facts
        if isinstance(one, MandateHolderAppointed)
        and one.holder_id == term.holder_id
        and one.starts_on <= term.starts_on
    ]
    if not appointed:
        return None, None
    latest = max(appointed, key=lambda one: one.starts_on)
    of = next(
        one
        for one in facts
        if isinstance(one, ApplicationSubmitted) and one.candidate_id == latest.candidate_id
    )
    return of.gender, of.region or ""


def agrees(site: Pages, should: Recount, today: date, mandates: Sequence[str]) -> None:
    """Compare it with what the page counts."""
    with site.engine.connect() as conn:
        held = counting.held(conn, today)
    found = counting.women(held, mandates)
    assert counting.by_year(held, today) == should.years
    assert counting.by_region(held, today) == should.regions
    assert (found.held, found.without) == (should.women, should.without)
    assert {one.mandate for one in found.never} == should.never
    assert {one.mandate: (one.unknown, one.terms) for one in found.unknown} == should.unknown
