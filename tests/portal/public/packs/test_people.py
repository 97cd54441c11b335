"""Seats and candidates by gender and region: counted anew from what is public, and from no more."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from portal.public.packs import counting
from portal.public.packs.queries import Edition
from portal.public.packs.showing import sections
from portal.public.packs.words import NOTES
from portal.public.register.statistics import Reading
from portal.selection.read_model import SELECTION
from portal.selection.vacancies import public_list
from portal.stakeholders.read_model import TERMS
from shared.contracts.stakeholders import ApplicationSubmitted
from shared.contracts.stakeholders_onward import VacancyLapsed
from shared.contracts.stakeholders_packs import PackRow, PackTable
from shared.contracts.stakeholders_review import InterviewListAdopted
from shared.core.geneva import there
from shared.core.message import derive_id
from shared.core.testing import AT
from shared.reference import REGIONS
from shared.reference.packs import TABLES, _codes, sound, written
from tests.stakeholders import selection as given
from tests.stakeholders.ending import PUBLISHED, appointed, proposed
from tests.support.portal import Pages, pages, sqlite_urls
from tests.support.ready import ready
from tests.support.terms import ended, started
from tests.support.twice import of_stakeholders, twice

YEAR, TODAY = 2025, date(2026, 11, 24)
READING = Reading(today=TODAY, within=60)
OURS = ("holders_gender", "holders_region", "candidates_gender", "candidates_region")
GENDERS = ("female", "male", "other", "undisclosed")
Numbers = dict[str, dict[str, tuple[int, ...]]]


@dataclass(slots=True)
class Told:
    """A history of selections and terms. ``listed``: what public lists say, one line a person."""

    facts: list[Any] = field(default_factory=list)
    listed: list[dict[str, Any]] = field(default_factory=list)
    seats: list[dict[str, Any]] = field(default_factory=list)


def history(seed: int, unlisted: int) -> Told:
    """``unlisted``: of another number, other people applied whom no list names."""
    chance, told = random.Random(seed), Told()
    for n in range(12):
        _selection(chance, random.Random(f"{seed} {n} {unlisted}"), told, n)
    for n in range(6):
        seat = chance.choice([None, "AFR", "APG"])
        _seat(told, f"other {n}", seat, None, starts_on=date(2024, 1, 1))
    over = started("over", mandate="sr-food", starts_on=date(2020, 1, 1))
    told.facts += [over, ended("over", mandate="sr-food", ended_on=date(2025, 6, 30))]
    return told


def _selection(chance: random.Random, hidden: random.Random, told: Told, n: int) -> None:
    vacancy = str(derive_id("vacancy of a test", n))
    end = datetime(chance.choice([2024, 2025, 2025]), 12, 31, 12, tzinfo=UTC)
    end += timedelta(hours=chance.choice([-300, 10, 11]))  # 11: the next year, in Geneva
    closes = end - timedelta(days=90)
    of: dict[str, Any] = {"vacancy_id": vacancy}
    early: dict[str, Any] = {"submitted_at": closes - timedelta(days=9)}
    told.facts += [replace(given.DECLARED, **of), replace(given.CALLED, **of, closes_at=closes)]
    people = []
    for each in range(chance.randint(2, 7)):
        code = f"{n}-{each}"
        said = {
            "gender": chance.choice(GENDERS),
            "region": chance.choice([*REGIONS, None]),
        }
        people.append((code, said))
        told.facts += [
            given.applied(code, **of, **said, **early),
            replace(given.screened(code), **of),
        ]
    _hidden(hidden, told, of, early, n)
    ranked = [code for code, _ in people if chance.random() < 0.5] or [people[0][0]]
    public = chance.random() < 0.8
    told.facts.append(replace(given.adopted(*ranked), **of))
    if public:
        told.facts.append(replace(PUBLISHED, **of))
    gone = chance.random() < 0.3
    lapsed = VacancyLapsed(
        **of, mandate="wgad", reason_code="not-extended", lapsed_by="officer", lapsed_at=end
    )
    on: dict[str, Any] = {"decided_on": end.date(), "starts_on": end.date()}
    fills = replace(appointed(ranked[0]), **of, **on, recorded_at=end)
    told.facts += [lapsed] if gone else [replace(proposed(ranked[0]), **of), fills]
    for code, said in people:
        told.listed.append(
            {
                **said,
                "year": there(end).year,
                "recommended": public and code in ranked,
                "appointed": not gone and code == ranked[0],
            }
        )
    if not gone:
        seat = chance.choice([None, said_region(people, ranked[0])])
        said = dict(people)[ranked[0]]
        _seat(told, f"{n}", seat, f"applicant-{ranked[0]}", said, starts_on=end.date())


def said_region(people: Sequence[tuple[str, dict[str, Any]]], code: str) -> str | None:
    region: str | None = dict(people)[code]["region"]
    return region


def _hidden(
    hidden: random.Random, told: Told, of: dict[str, Any], early: dict[str, Any], n: int
) -> None:
    """Somebody is not eligible, or not screened, or withdraws in time; and one is interviewed."""
    for each in range(hidden.randint(0, 6)):
        code = f"hidden {n}-{each}"
        said = {"gender": hidden.choice(GENDERS), "region": hidden.choice([*REGIONS])}
        told.facts.append(given.applied(code, **of, **said, **early))
        match hidden.choice(["not eligible", "withdrawn", "waits"]):
            case "not eligible":
                told.facts.append(replace(given.screened(code, eligible=False), **of))
            case "withdrawn":
                at = early["submitted_at"] + timedelta(days=1)
                told.facts.append(
                    replace(given.withdrawn(code, listed=False), **of, withdrawn_at=at)
                )
            case _:
                pass
    whom = [f"{n}-{each}" for each in range(2) if hidden.random() < 0.5]
    told.facts.append(
        InterviewListAdopted(
            **of,
            candidate_ids=tuple(whom),
            reason=None,
            adopted_by="chair",
            adopted_at=given.AFTER,
        )
    )


def _seat(
    told: Told,
    term: str,
    seat: str | None,
    holder: str | None,
    said: dict[str, Any] | None = None,
    *,
    starts_on: date,
) -> None:
    term_id = str(derive_id("term of a test", term))
    ends_on = starts_on + timedelta(days=1_095)
    told.facts.append(
        started(term_id, seat=seat, holder_id=holder, starts_on=starts_on, ends_on=ends_on)
    )
    if starts_on <= date(YEAR, 12, 31):
        region = seat or ((said["region"] or "none") if said else "unrecorded")
        told.seats.append({"gender": said["gender"] if said else "", "region": region})


def count(tmp_path: Path, name: str, told: Told) -> tuple[PackTable, ...]:
    (tmp_path / name).mkdir()
    with pages(*sqlite_urls(tmp_path / name)) as built:
        tell(built, told.facts)
        with built.engine.connect() as conn:
            found = counting.counted(conn, YEAR, READING).tables
    return found


def tell(portal: Pages, facts: Sequence[Any]) -> None:
    appliers = ready(portal.engine, [SELECTION, TERMS])
    arrived = [of_stakeholders(fact, n, "told", AT) for n, fact in enumerate(facts, 1)]
    twice(appliers, arrived)


def numbers(tables: Sequence[PackTable]) -> Numbers:
    return {one.key: {row.key: row.values for row in one.rows} for one in tables if one.key in OURS}


def expected(told: Told) -> Numbers:
    """Count what public lists say: no table."""
    some = [one for one in told.listed if one["year"] == YEAR]

    def steps(of: Sequence[dict[str, Any]]) -> tuple[int, ...]:
        return len(of), sum(x["recommended"] for x in of), sum(x["appointed"] for x in of)

    def gender(one: dict[str, Any]) -> str:
        return one["gender"] if one["gender"] in {"female", "male"} else "rest"

    genders, groups = ("female", "male", "rest"), (*REGIONS, "none")
    held = Counter(map(gender, told.seats)), Counter(one["region"] for one in told.seats)
    return {
        "holders_gender": {key: (held[0][key],) for key in genders},
        "holders_region": {key: (held[1][key],) for key in (*groups, "unrecorded")},
        "candidates_gender": {
            key: steps([one for one in some if gender(one) == key]) for key in genders
        },
        "candidates_region": {
            key: steps([one for one in some if (one["region"] or "none") == key]) for key in groups
        },
    }


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_each_number_is_that_of_public_lists_and_nothing_else_moves_it(
    tmp_path: Path, seed: int
) -> None:
    one, other = history(seed, 1), history(seed, 2)
    assert one.listed == other.listed
    assert one.facts != other.facts
    found = count(tmp_path, "one", one)
    assert numbers(found) == expected(one)
    assert sound(found)
    again = count(tmp_path, "other", other)
    assert written(YEAR, 0, TODAY, 60, found) == written(YEAR, 0, TODAY, 60, again)


def test_seats_add_up_to_those_that_are_held(tmp_path: Path) -> None:
    tables = {one.key: one for one in count(tmp_path, "one", history(4, 1))}
    seats = sum(row.values[0] for row in tables["holders"].rows)
    for key in ("holders_gender", "holders_region"):
        assert sum(row.values[0] for row in tables[key].rows) == seats
    held = [row.values[0] for row in tables["facts"].rows if row.key == "holders"]
    assert held == [seats]


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Pages]:
    with pages(*sqlite_urls(tmp_path)) as built:
        yield built


def test_what_no_list_says_is_absent_and_not_nought(portal: Pages) -> None:
    tell(portal, [started("t-1", starts_on=date(2024, 1, 1))])
    with portal.engine.connect() as conn:
        found = counting.counted(conn, YEAR, READING).tables
    assert [one.key for one in found] == ["facts", "holders"]


def _filled(code: str, gender: str, starts_on: date, holder: str) -> list[Any]:
    """Tell of a vacancy that this person fills from then on, and of their term."""
    of: dict[str, Any] = {"vacancy_id": str(derive_id("vacancy of a test", code))}
    end = datetime(starts_on.year, starts_on.month, starts_on.day, 12, tzinfo=UTC)
    closes = end - timedelta(days=90)
    fills = replace(appointed(code), **of, holder_id=holder, starts_on=starts_on, recorded_at=end)
    said = given.applied(code, **of, gender=gender, region="AFR")
    return [
        replace(given.DECLARED, **of),
        replace(given.CALLED, **of, closes_at=closes),
        replace(said, submitted_at=closes - timedelta(days=9)),
        replace(given.screened(code), **of),
        replace(given.adopted(code), **of),
        replace(PUBLISHED, **of),
        replace(proposed(code), **of),
        fills,
        started(
            f"term {code}",
            holder_id=holder,
            starts_on=starts_on,
            ends_on=starts_on + timedelta(days=300),
        ),
    ]


def test_a_later_list_moves_no_number_of_a_year_before(portal: Pages) -> None:
    before = started("t-1", holder_id="late", starts_on=date(2025, 3, 1), ends_on=date(2026, 3, 1))
    first = _filled("one", "female", date(2025, 5, 1), "again")
    tell(portal, [before, *first])
    with portal.engine.connect() as conn:
        drafted = counting.counted(conn, YEAR, READING).tables
    assert numbers(drafted)["holders_gender"] == {"female": (1,), "male": (0,), "rest": (1,)}
    assert numbers(drafted)["holders_region"]["unrecorded"] == (1,)
    second = _filled("two", "undisclosed", date(2026, 4, 1), "again")
    tell(portal, [before, *first, *second, *_filled("three", "male", date(2026, 4, 1), "late")])
    with portal.engine.connect() as conn:
        found = counting.counted(conn, YEAR, READING).tables
    assert found == drafted


def test_who_withdrew_after_the_list_counts_as_on_it_and_no_further(portal: Pages) -> None:
    facts = _filled("one", "female", date(2025, 5, 1), "holder")
    vacancy, end = facts[0].vacancy_id, datetime(2025, 4, 30, tzinfo=UTC)
    sent = given.applied("two", vacancy_id=vacancy, gender="undisclosed", region=None)
    left = replace(given.withdrawn("two"), vacancy_id=vacancy, withdrawn_at=end)
    more = [
        replace(sent, submitted_at=end - timedelta(days=150)),
        replace(given.screened("two"), vacancy_id=vacancy),
        left,
    ]
    tell(portal, [*facts[:2], *more, *facts[2:]])
    with portal.engine.connect() as conn:
        listed = public_list(conn, vacancy, datetime(2026, 1, 1, tzinfo=UTC))
        found = numbers(counting.counted(conn, YEAR, READING).tables)
    assert [(one.gender, one.withdrawn) for one in listed] == [
        ("undisclosed", True),
        ("female", False),
    ]
    assert found["candidates_gender"]["rest"] == (1, 0, 0)
    assert found["candidates_region"]["none"] == (1, 0, 0)


def test_no_row_is_of_those_who_do_not_disclose_alone(portal: Pages) -> None:
    """Other, not disclosed and not recorded are one row, whatever else is counted."""
    codes = {row.key for one in _whole() for row in one.rows if one.key.endswith("gender")}
    assert codes == {"female", "male", "rest"}


def test_a_note_stands_beside_each_table_and_among_the_definitions(portal: Pages) -> None:
    at = datetime(2026, 1, 5, tzinfo=UTC)
    edition = Edition(
        year=YEAR,
        number=0,
        reason=None,
        as_of=TODAY,
        within=60,
        tables=_whole(),
        hash="0" * 64,
        drafted_by="desk",
        drafted_at=at,
        frozen_at=at,
        definitions=1,
    )
    with portal.app.test_request_context():
        [mandates] = [one for one in sections(edition) if one.key == "II"]
        assert [one.key for one in mandates.tables] == [*OURS]
        labels = [row.label for one in mandates.tables for row in one.figure.rows]
        assert "Other, not disclosed or not recorded" in labels
        assert "Not recorded" in labels
    assert {*NOTES} > {*OURS}
    definitions = portal.visitor().get("/en/statistics-packs/definitions")
    for note in NOTES.values():
        with portal.app.test_request_context():
            assert str(note)[:60] in definitions.text


def _whole() -> tuple[PackTable, ...]:
    return tuple(
        PackTable(
            key=key,
            rows=tuple(
                PackRow(key=code, values=(1,) * len(TABLES[key].columns))
                for code in _codes(TABLES[key].rows)
            ),
        )
        for key in OURS
    )


def test_an_application_is_of_a_gender_that_the_contract_has() -> None:
    assert set(GENDERS) == set(ApplicationSubmitted.__annotations__["gender"].__args__)
