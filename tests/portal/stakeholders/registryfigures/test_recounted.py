"""The mandates in figures, recounted day by day from the facts alone: no table, no period."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from statistics import median
from typing import Any, Final

import pytest

from portal.stakeholders import queries
from portal.stakeholders.registryfigures import counting
from portal.stakeholders.registryfigures import course as courses
from shared.contracts.stakeholders_onboarding import OnboardingCompleted, OnboardingStarted
from shared.contracts.stakeholders_registry import (
    MandateCreated,
    MandateLapsed,
    MandateReestablished,
    MandateRenewed,
    MandatesMerged,
    MandateTerminated,
    Resolution,
)
from shared.contracts.stakeholders_terms import HolderTermEnded, HolderTermStarted
from shared.core.message import derive_id
from shared.reference import mandates
from shared.reference.terms import GRACE, seats_of
from tests.stakeholders import test_registry as told
from tests.support.portal import Pages, pages, sqlite_urls
from tests.support.terms import Terms, ended, started

DAY: Final = timedelta(days=1)
FROM: Final = date(2024, 1, 1)
TODAY: Final = date(2026, 11, 24)
DAYS: Final = [FROM + number * DAY for number in range((TODAY - FROM).days + 1)]
MANDATES: Final = (*list(mandates())[:2], *list(mandates())[-18:])
"""Two of them are Working Groups."""
_ENDINGS = (MandatesMerged, MandateTerminated, MandateLapsed)
_BACK = (MandateRenewed, MandateReestablished)


@dataclass(frozen=True, slots=True)
class World:
    site: Pages
    facts: Sequence[Any]

    def of(self, mandate: str) -> list[Any]:
        return [one for one in self.facts if one.mandate == mandate]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    chance = random.Random(8)
    facts = [fact for code in MANDATES for fact in (*_acts(chance, code), *_terms(chance, code))]
    with pages(*sqlite_urls(tmp_path_factory.mktemp("figures"))) as site:
        Terms(site.engine).tell(*facts)
        yield World(site, facts)


def _by(on: date) -> Resolution:
    return replace(told.TEXT, adopted_on=on)


def _acts(chance: random.Random, code: str) -> Iterator[Any]:
    day = FROM + chance.randint(0, 300) * DAY
    dated = chance.random() < 0.4
    latest = replace(_by(day), symbol="A/HRC/RES/1/1" if dated else "A/HRC/RES/2/1")
    first = replace(latest, symbol="A/HRC/RES/1/1", adopted_on=None)
    yield replace(told.CREATED, mandate=code, resolution=first, latest=latest)
    for _ in range(chance.randint(0, 3)):
        day += chance.randint(20, 300) * DAY
        how = chance.choice((MandatesMerged, MandateTerminated, MandateLapsed))
        if how is MandateLapsed:
            yield replace(told.LAPSED, mandate=code, until=day)
        else:
            fact: Any = told.MERGED if how is MandatesMerged else told.TERMINATED
            yield replace(fact, mandate=code, ended_on=day)
        if chance.random() < 0.3:
            return
        if how is MandateLapsed and chance.random() < 0.5:
            day += chance.randint(0, GRACE.days) * DAY
            yield replace(told.RENEWED, mandate=code, until=None, resolution=_by(day))
        else:
            day += chance.choice((-10, 0, 1, 40)) * DAY
            yield replace(told.REESTABLISHED, mandate=code, resolution=_by(day))


def _terms(chance: random.Random, code: str) -> Iterator[Any]:
    for seat in seats_of(code):
        day = FROM + chance.randint(0, 200) * DAY
        for number in range(chance.randint(0, 3)):
            term = str(derive_id(f"figures {code} {seat}", number))
            last = day + chance.randint(100, 700) * DAY
            yield started(term, mandate=code, seat=seat, starts_on=day, ends_on=last)
            yield OnboardingStarted(
                term_id=term,
                mandate=code,
                holder_id=None,
                starts_on=day,
                kit=(),
                bars=("two-factor-key",),
                started_at=datetime(2026, 1, 1, tzinfo=UTC),
            )
            if chance.random() < 0.6:
                at = day + chance.choice((-5, 0, 3, 9, 25, 45, 90)) * DAY
                noon = datetime.combine(at, time(12), UTC)
                yield OnboardingCompleted(term_id=term, mandate=code, completed_at=noon)
            if chance.random() < 0.4:
                last = day + chance.randint(20, 99) * DAY
                yield ended(term, mandate=code, ended_on=last)
            day = last + chance.choice((1, 1, 2, 60)) * DAY


# --- the recount ---------------------------------------------------------------------------------


def _in_force(facts: Sequence[Any], day: date) -> bool:
    """Whether no end that nothing undid was over, and it was created."""
    created: Any = next(one for one in facts if isinstance(one, MandateCreated))
    same = created.latest.symbol == created.resolution.symbol
    if day < (created.latest.adopted_on if same else FROM):
        return False
    acts: list[Any] = [
        one for one in facts if isinstance(one, (*_ENDINGS, MandateRenewed, MandateReestablished))
    ]
    for nth, one in enumerate(acts):
        if isinstance(one, _ENDINGS):
            last: Any = one.until if isinstance(one, MandateLapsed) else one.ended_on
            after = acts[nth + 1 : nth + 2]
            back = any(
                isinstance(next_, MandateRenewed) or next_.resolution.adopted_on <= day
                for next_ in after
            )
            before = any(
                isinstance(next_, MandateReestablished) and next_.resolution.adopted_on <= last
                for next_ in after
            )
            if last < day and not (back or before):
                return False
    return True


def test_there_are_as_many_mandates_as_on_each_day(world: World) -> None:
    with world.site.engine.connect() as conn:
        found = courses.course(courses.every(conn), TODAY)
    assert found is not None
    created: list[Any] = [one for one in world.facts if isinstance(one, MandateCreated)]
    undated = [one for one in created if one.latest.symbol != one.resolution.symbol]
    assert found.begins == max(one.latest.adopted_on for one in undated)
    numbers = [
        sum(_in_force(world.of(code), day) for code in MANDATES)
        for day in DAYS
        if day >= found.begins
    ]
    now = found.number
    line: list[int] = []
    for day in DAYS:
        if day >= found.begins:
            now = next((there for one, there in found.events if one.since == day), now)
            line.append(now)
    assert line == numbers
    assert len(set(numbers)) > 4
    assert {one.kind for one, _ in found.events} == set(courses.KINDS)


def test_days_without_a_holder_are_of_no_term(world: World) -> None:
    terms: dict[tuple[str, str | None], dict[str, list[date]]] = defaultdict(dict)
    for one in world.facts:
        if isinstance(one, HolderTermStarted):
            terms[one.mandate, one.seat][one.term_id] = [one.starts_on, one.ends_on]
        elif isinstance(one, HolderTermEnded):
            for some in terms.values():
                if one.term_id in some:
                    some[one.term_id][1] = one.ended_on
    expected: dict[tuple[str, str | None, date], int] = {}
    for (mandate, seat), some in terms.items():
        begin: date | None = None
        facts = world.of(mandate)
        first = min(since for since, _ in some.values())
        for day in (one for one in DAYS if one >= first):
            held = any(since <= day <= last for since, last in some.values())
            if held or not _in_force(facts, day):
                begin = None
                continue
            begin = begin or day
            expected[mandate, seat, begin] = expected.get((mandate, seat, begin), 0) + 1
    with world.site.engine.connect() as conn:
        chains = queries.chains(conn, [mandates()[one] for one in MANDATES], TODAY)
        gaps = counting.gaps(chains, courses.every(conn), TODAY)
    assert {(one.mandate, one.seat, one.first): one.days for one in gaps} == expected
    assert {one.last is None for one in gaps} == {True, False}


def test_terms_are_ready_when_the_last_bar_is_gone(world: World) -> None:
    starts = {o.term_id: o.starts_on for o in world.facts if isinstance(o, HolderTermStarted)}
    last = {o.term_id: o.ends_on for o in world.facts if isinstance(o, HolderTermStarted)}
    last |= {o.term_id: o.ended_on for o in world.facts if isinstance(o, HolderTermEnded)}
    done = {
        o.term_id: o.completed_at.date() for o in world.facts if isinstance(o, OnboardingCompleted)
    }
    days = [
        max(0, (done[one] - first).days)
        for one, first in starts.items()
        if one in done and first <= TODAY
    ]
    bands = Counter[int | str](
        next((most for most in (0, 7, 14, 30, 60) if one <= most), "over") for one in days
    )
    for one, first in starts.items():
        if one not in done and first <= TODAY:
            bands["waits" if last[one] >= TODAY else "never"] += 1
    with world.site.engine.connect() as conn:
        found = counting.ready(conn, TODAY)
    assert found.bands == bands
    assert len(bands) == 8
    assert found.median == round(median(days))
