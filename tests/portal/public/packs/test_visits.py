"""Country visits in a pack: counted anew from published statements, and from public lines."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, get_args

import pytest

from portal.app.read_models import READ_MODELS
from portal.followup.visits.read_model import VISITS
from portal.public.packs import counting
from portal.public.packs.counting import Counted
from portal.public.packs.queries import Edition
from portal.public.packs.showing import sections
from portal.public.register.statement_model import REGISTER_STATEMENTS
from portal.public.register.statistics import Reading
from shared.contracts.approvals_statements import StatementIssued
from shared.contracts.followup_visits import Standing, Status, VisitTerritoriesNamed, Window
from shared.core.message import derive_id
from shared.read_models.model import Applier
from shared.reference.packs import hash_of, sound, written
from shared.reference.visits import visit_file_id
from tests.approvals.statements import ISSUED, WITHDRAWN
from tests.portal.public.register.history import GENEVA, GROUPS
from tests.support.portal import Pages, pages, sqlite_urls
from tests.support.publication import arriving
from tests.support.ready import ready

YEAR, TODAY = 2025, date(2026, 11, 24)
READING = Reading(today=TODAY, within=60)
MANDATES = ("sr-torture", "wgad", "sr-food")
Told = tuple[str, frozenset[str], date, date]


def said(nth: int, first: date, days: int, **also: object) -> StatementIssued:
    """A statement that ends a visit; it is issued on the last day."""
    last = first + timedelta(days=days)
    at = datetime(last.year, last.month, last.day, 10, tzinfo=UTC)
    given: dict[str, Any] = {
        "kind": "end_of_mission",
        "visit_from": first,
        "visit_to": last,
        **also,
    }
    of = str(derive_id("statement of a visit", nth))
    return replace(ISSUED, statement_id=of, first_issued_at=at, issued_at=at, **given)


def history(seed: int) -> tuple[list[object], list[StatementIssued]]:
    """Return facts, and what is public after them."""
    chance = random.Random(seed)
    facts: list[object] = []
    public: list[StatementIssued] = []
    for nth in range(60):
        first = date(chance.choice([2022, 2024, 2025, 2025]), chance.choice([3, 12]), 1)
        one = said(
            nth,
            first + timedelta(days=chance.randint(0, 29)),
            chance.randint(0, 12),
            kind=chance.choice(["end_of_mission", "end_of_mission", "mission_report"]),
            states=tuple(chance.sample([*GROUPS][:4], chance.choice([1, 1, 1, 2]))),
            mandates=tuple(chance.sample(MANDATES, chance.choice([1, 1, 2]))),
        )
        facts.append(one)
        match chance.choice(["stays", "stays", "stays", "corrected", "gone", "no visit"]):
            case "corrected":
                days = (one.visit_to or first) + timedelta(days=1)
                one = replace(one, edition=2, visit_to=days)
                facts.append(one)
                public.append(one)
            case "gone":
                first_at = one.first_issued_at
                gone = replace(WITHDRAWN, statement_id=one.statement_id, first_issued_at=first_at)
                facts.append(gone)
            case "no visit":
                facts[-1] = replace(one, kind="press_release", visit_from=None, visit_to=None)
            case _:
                public.append(one)
    return facts, public


def each_once(public: Sequence[StatementIssued]) -> list[Told]:
    """Give every text the number of a visit, and the smaller one to both as long as two differ."""
    told: list[Told] = [
        (state, frozenset(one.mandates), one.visit_from, one.visit_to)
        for one in public
        for state in one.states
        if one.visit_from and one.visit_to
    ]
    number = [*range(len(told))]
    for _ in told:
        for a, (state, by, first, last) in enumerate(told):
            for b, (other, whose, begins, ends) in enumerate(told):
                if state == other and by & whose and not (last < begins or ends < first):
                    number[a] = number[b] = min(number[a], number[b])
    found = []
    for each in {*number}:
        some = [one for one, of in zip(told, number, strict=True) if of == each]
        by = frozenset(code for one in some for code in one[1])
        found.append((some[0][0], by, min(one[2] for one in some), max(one[3] for one in some)))
    return found


def count(portal: Pages, year: int = YEAR, definitions: int = 2) -> Counted:
    with portal.engine.connect() as conn:
        return counting.counted(conn, year, READING, definitions=definitions)


def numbers(found: Counted) -> dict[str, dict[str, tuple[int, ...]]]:
    return {one.key: {row.key: row.values for row in one.rows} for one in found.tables}


def tell(portal: Pages, facts: Sequence[object]) -> None:
    for _ in range(2):
        arrived = arriving(*facts, topic="approvals.events")
        Applier(portal.engine, REGISTER_STATEMENTS).apply(arrived)


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Pages]:
    with pages(*sqlite_urls(tmp_path)) as built:
        ready(built.engine, READ_MODELS)
        yield built


@pytest.mark.parametrize("seed", [1, 2])
def test_each_number_is_that_of_public_statements(portal: Pages, seed: int) -> None:
    facts, public = history(seed)
    tell(portal, facts)
    found = count(portal)
    assert sound(found.tables)
    every = each_once(public)
    of = [one for one in every if one[3].year == YEAR]
    assert len(of) > 5
    joint = [one for one in of if len(one[1]) > 1]
    assert joint
    told = numbers(found)
    pairs = [f"{state}:{code}" for state, by, _, _ in of for code in by]
    assert told["visits"] == {pair: (pairs.count(pair),) for pair in {*pairs}}
    assert told["visit_mandates"] == {
        code: (
            sum(code in one[1] for one in of),
            sum(code in one[1] for one in joint),
        )
        for code in MANDATES
        if any(code in one[1] for one in of)
    }
    groups = told["visit_groups"]
    for group in {*GROUPS.values()}:
        its = [one for one in of if GROUPS[one[0]] == group]
        assert groups[group or "none"] == (
            len(its),
            len({one[0] for one in its}),
            sum(one in joint for one in its),
        )
    assert sum(row[0] for row in groups.values()) == len(of)
    assert told["facts"]["visits"] == (len(of),)
    by_year = {year: [one for one in every if one[3].year == year] for year in range(2021, 2026)}
    assert told["visit_years"] == {
        str(year): (len(some), len({one[0] for one in some}))
        for year, some in by_year.items()
        if year >= min(one[3].year for one in every)
    }


STATUSES = get_args(Status)
COLUMNS = {
    "waiting": {"requested", "reminded", "acknowledged", "informed"},
    "accepted": {"invited", "accepted", "dates"},
    "stopped": {"postponed", "deemed", "declined", "cancelled", "lapsed"},
}


def filed(chance: random.Random) -> list[VisitTerritoriesNamed]:
    """Return what happened on some files, in the order in which it was told."""
    facts = []
    for mandate in MANDATES:
        for state in [*GROUPS][:5]:
            at = datetime(2022, 6, 1, tzinfo=UTC)
            for step in range(1, chance.randint(1, 9)):
                at += timedelta(days=chance.randint(20, 400), minutes=chance.randint(0, 1_439))
                last = at.date() + timedelta(days=chance.randint(1, 300))
                dates = Window(first=last - timedelta(days=4), last=last)
                now = Standing(
                    status=chance.choice([*STATUSES, "agreed", "agreed", "agreed"]),
                    dates=chance.choice([None, dates, dates]),
                )
                facts.append(
                    VisitTerritoriesNamed(
                        visit_file_id=visit_file_id(mandate, state),
                        mandate=mandate,
                        state=state,
                        now=now,
                        step=step,
                        done_by="somebody",
                        done_at=at,
                        territories=(),
                        hosts=(),
                    )
                )
    return sorted(facts, key=lambda one: one.done_at)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_line_counts_as_it_stood_when_each_year_was_over(portal: Pages, seed: int) -> None:
    facts = filed(random.Random(seed))
    for _ in range(2):
        Applier(portal.engine, VISITS).apply(arriving(*facts))
    expected = {}
    for year in range(YEAR - 4, YEAR + 1):
        last = {
            one.visit_file_id: one.now
            for one in facts
            if one.done_at.astimezone(GENEVA).year <= year
        }
        stood = [one for one in last.values() if one.status != "none"]
        over = [
            one
            for one in stood
            if one.status == "agreed" and one.dates and one.dates.last.year <= year
        ]
        row = {key: sum(one.status in its for one in stood) for key, its in COLUMNS.items()}
        agreed = sum(one.status == "agreed" for one in stood) - len(over)
        if stood:
            expected[str(year)] = (
                row["waiting"],
                row["accepted"],
                agreed,
                len(over),
                row["stopped"],
            )
    found = count(portal)
    assert sound(found.tables)
    assert numbers(found)["visit_lines"] == expected
    assert str(YEAR - 4) not in expected, "there was no line yet"
    assert any(row[3] for row in expected.values())


def test_a_pack_of_before_is_counted_as_then(portal: Pages) -> None:
    """The tables that came with later definitions change no byte of it."""
    before = hash_of(written(YEAR, 0, TODAY, 60, count(portal, definitions=1).tables))
    tell(portal, history(1)[0])
    by_first = count(portal, definitions=1)
    assert sound(by_first.tables, 1)
    assert by_first.definitions == 1
    assert {"facts", "statements"} == numbers(by_first).keys()
    assert numbers(by_first)["facts"].keys() == {"statements"}
    assert not sound(count(portal).tables, 1)
    assert before == hash_of(written(YEAR, 0, TODAY, 60, ()))


def test_before_the_first_visit_there_is_no_number(portal: Pages) -> None:
    tell(portal, [said(1, date(2025, 12, 28), 4, states=("KEN",))])
    told = numbers(count(portal)).keys()
    assert not {"visits", "visit_groups", "visit_years"} & told, "it ended in 2026"
    tell(portal, [said(1, date(2025, 12, 28), 4, states=("KEN",)), said(2, date(2024, 3, 1), 4)])
    found = numbers(count(portal))
    assert found["facts"]["visits"] == (0,)
    assert "visits" not in found
    assert {*found["visit_groups"].values()} == {(0, 0, 0)}


def test_a_section_says_why_it_has_no_table(portal: Pages) -> None:
    found = count(portal)
    at = datetime(2026, 1, 5, tzinfo=UTC)
    one = Edition(
        year=YEAR,
        number=0,
        reason=None,
        as_of=TODAY,
        within=60,
        tables=found.tables,
        hash="0" * 64,
        drafted_by="desk",
        drafted_at=at,
        frozen_at=at,
        definitions=1,
    )
    with portal.app.test_request_context():
        then = {each.key: each.nothing for each in sections(one)}
        now = {each.key: each.nothing for each in sections(replace(one, definitions=2))}
        last = {each.key: each.nothing for each in sections(replace(one, definitions=3))}
    assert "before the platform counted this section" in then["V"]
    assert "no facts for this section yet" in now["V"]
    assert then["support"] == now["support"] == then["V"]
    assert last["support"] == now["V"]


def test_visits_stand_by_the_readers_names(portal: Pages) -> None:
    some = [("CHE", "wgad"), ("KEN", "wgad"), ("KEN", "sr-food"), ("NPL", "wgad")]
    first = date(2025, 3, 3)
    tell(
        portal,
        [
            said(nth, first + timedelta(days=20 * nth), 5, states=(state,), mandates=(mandate,))
            for nth, (state, mandate) in enumerate(some)
        ],
    )
    (table,) = (one for one in count(portal).tables if one.key == "visits")
    at = datetime(2026, 1, 5, tzinfo=UTC)
    one = Edition(
        year=YEAR,
        number=0,
        reason=None,
        as_of=TODAY,
        within=60,
        tables=(table,),
        hash="0" * 64,
        drafted_by="desk",
        drafted_at=at,
        frozen_at=at,
        definitions=2,
    )
    told = {}
    for code in ("en", "fr"):
        with portal.app.test_request_context(f"/{code}/statistics-packs"):
            portal.app.preprocess_request()
            [shown] = [each for each in sections(one) if each.key == "V"]
            told[code] = [row.label for row in shown.tables[0].figure.rows]
    states = {code: [row.partition(",")[0] for row in rows] for code, rows in told.items()}
    assert states["en"] == ["Kenya", "Kenya", "Nepal", "Switzerland"]
    assert states["fr"] == ["Kenya", "Kenya", "Népal", "Suisse"]
