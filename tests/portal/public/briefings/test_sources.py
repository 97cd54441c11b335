"""What an issue proposes, counted again from random facts, without the tables (G.2, R15)."""

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert, update

from portal.followup.inputs.read_model import calls as input_calls
from portal.followup.rounds.read_model import rounds
from portal.followup.visit_reports.read_model import reports
from portal.followup.visits.read_model import files
from portal.public.briefings import sources, words
from portal.public.register.read_model import REGISTER
from portal.public.register.statement_model import REGISTER_STATEMENTS
from portal.stakeholders.sessions.read_model import sessions
from shared.contracts.approvals_statements import StatementIssued
from shared.contracts.followup_taking_up import PublicOrigin
from shared.core.message import derive_id
from shared.read_models.model import Applier
from shared.reference.briefings import MOST, SECTION_OF, days_of
from tests.support.briefings import BEGIN, CODE, HOUR, Issues, sent_letter
from tests.support.followup import issued, published
from tests.support.portal import Pages
from tests.support.publication import arriving
from tests.support.terms import Terms, started

WEEK = days_of("briefing", CODE)
QUARTER = days_of("bulletin", "2026-q4")


def statement(number: int, at: Any, *, visit: bool) -> StatementIssued:
    return StatementIssued(
        statement_id=str(derive_id("statement of a test", number)),
        edition=1,
        kind="end_of_mission" if visit else "press_release",
        mandates=("wgad",),
        states=("KEN",),
        language="en",
        symbol=None,
        visit_from=date(2026, 11, 10) if visit else None,
        visit_to=date(2026, 11, 18) if visit else None,
        title=f"Statement {number}",
        text="Quib",
        government_view="",
        content_hash="0",
        first_issued_at=at,
        issued_by="x",
        issued_at=at,
    )


def test_the_items_are_those_of_the_facts_of_the_week(portal: Pages, issues: Issues) -> None:
    chance = random.Random(20)
    moments = [BEGIN - HOUR, BEGIN, BEGIN + 5 * HOUR, WEEK.end - HOUR, WEEK.end]
    expected = {"letters": 0, "transmitted": 0, "statements": 0, "visits": 0, "vacancies": 0}
    terms = Terms(portal.engine)
    for n in range(40):
        at, what = chance.choice(moments), chance.choice(sorted(expected))
        inside = WEEK.begin <= at < WEEK.end
        match what:
            case "letters":
                issues.letter(n, at)
                if inside and chance.random() < 0.4:
                    issues.withdraw(n, at)
                    inside = False
            case "transmitted":
                reprisal = chance.random() < 0.5
                sent_letter(portal, n, "KEN", reprisal=reprisal)
                inside = not reprisal
            case "vacancies":
                first = chance.choice((WEEK.first - timedelta(days=1), WEEK.first, WEEK.last))
                terms.tell(started(str(derive_id("term of a test", n)), starts_on=first))
                inside = first >= WEEK.first
            case _:
                fact = statement(n, at, visit=what == "visits")
                arrived = [replace(one, position=n + 1) for one in arriving(fact)]
                Applier(portal.engine, REGISTER_STATEMENTS).apply(arrived)
        expected[what] += inside
    with portal.engine.connect() as conn:
        found = sources.proposed(conn, "briefing", WEEK)
        again = sources.standing(conn, [one.item for one in found])
        single = {one.item: sources.one_of(conn, one.item, "briefing", WEEK) for one in found}
        quarter = sources.proposed(conn, "bulletin", QUARTER)
    counted = {one: sum(line.section == one for line in found) for one in expected}
    assert counted == expected
    assert min(expected.values()) > 0
    assert again == single == {line.item: line for line in found}
    assert not {line.edition for line in quarter} - {"public"}


def test_a_recommendation_of_another_mechanism_is_told_there_and_not_in_an_issue(
    portal: Pages, issues: Issues
) -> None:
    origin = PublicOrigin(item="text-1", source="UHRI", document="CAT; CAT/C/1")
    own, taken_up = (
        replace(published(issued(name)), published_at=BEGIN + HOUR, issued_at=BEGIN + n * HOUR)
        for n, name in enumerate(("own", "taken up"))
    )
    Applier(portal.engine, REGISTER).apply(arriving(own, replace(taken_up, origin=origin)))
    with portal.engine.connect() as conn:
        found = sources.proposed(conn, "briefing", WEEK)
    assert [one.section for one in found] == ["recommendations"]


def test_a_letter_is_in_an_issue_only_while_it_is_known_to_rest_on_no_reprisal(
    portal: Pages, issues: Issues
) -> None:
    item = sent_letter(portal, 1, "KEN")
    with portal.engine.connect() as conn:
        line = sources.standing(conn, [item])[item]
        assert (line.mandates, line.states, line.reference) == (("sr-torture",), ("KEN",), None)
        unknown = ["letter-x", "letter-7", "nothing-1", "sent-1", "added-1"]
        unknown.append(f"letter-{2**63}")
        assert sources.standing(conn, unknown) == {}
        assert not [one for one in unknown if sources.one_of(conn, one, "briefing", WEEK)]
        assert sources.one_of(conn, item, "bulletin", QUARTER) is None


def test_what_an_issue_has_no_room_for_is_counted(portal: Pages, issues: Issues) -> None:
    for n in range(MOST + 2):
        issues.letter(n)
    with portal.engine.connect() as conn:
        found = sources.proposed(conn, "briefing", WEEK)
        left = sources.left(conn, "briefing", WEEK)
    assert len(found) == MOST
    assert left == {"letters": 2}


def test_a_session_behind_closed_doors_is_in_no_issue(portal: Pages, issues: Issues) -> None:
    at = WEEK.end + HOUR
    rows = [
        {
            "session_id": str(derive_id("session of a test", access)),
            "access": access,
            "called_off": False,
            "title": access,
            "starts_at": at,
        }
        for access in ("open", "closed")
    ]
    with portal.engine.begin() as conn:
        conn.execute(insert(sessions), rows)
    with portal.engine.connect() as conn:
        for kind, period in (("briefing", WEEK), ("bulletin", days_of("bulletin", "2026-q3"))):
            titles = [one.title for one in sources.proposed(conn, kind, period)]  # type: ignore[arg-type]  # a kind
            assert titles == ["open"]
        items = [f"session-{row['session_id']}" for row in rows]
        assert [*sources.standing(conn, items)] == items[:1]


def test_reports_tables_and_calls_are_told_once_everybody_reads_them(
    portal: Pages, issues: Issues
) -> None:
    at = BEGIN + HOUR
    of = {"mandate": "wgad", "state": "KEN"}
    shown, hidden, withdrawn = (str(derive_id("of a test", n)) for n in range(3))
    written = {**of, "mandates": ["wgad"], "published_at": at}
    with portal.engine.begin() as conn:
        for number, (one, stage) in enumerate(((shown, "published"), (hidden, "withdrawn"))):
            row = {"mission_id": one, "stage": stage, "number": number, "symbol": "A/HRC/61/1"}
            conn.execute(insert(reports).values(**written, **row))
            table = {"round_id": one, "published": None if number else 1, "published_at": at}
            conn.execute(insert(rounds).values(**of, **table))
        closes = {**of, "closes_on": date(2026, 12, 1), "issued_at": at}
        for one, public, ended in (
            (shown, True, "closed"),
            (hidden, False, None),
            (withdrawn, True, "withdrawn"),
        ):
            call = {"call_id": one, "public": public, "ended": ended}
            conn.execute(insert(input_calls).values(**closes, **call))
    with portal.engine.connect() as conn:
        found = sources.proposed(conn, "briefing", WEEK)
        again = sources.standing(conn, [f"table-{hidden}", *(one.item for one in found)])
        assert not sources.proposed(conn, "bulletin", QUARTER)
    assert [(one.item, one.section) for one in found] == [
        ("report-0", "reports"),
        (f"table-{shown}", "tables"),
        (f"visitinput-{shown}", "calls"),
    ]
    assert again == {one.item: one for one in found}
    assert {one.states + one.mandates for one in found} == {("KEN", "wgad")}
    with portal.app.test_request_context():
        assert [words.line(one).partition(":")[0] for one in found] == [
            "A/HRC/61/1",
            "Kenya",
            "Visit to Kenya, until 1 Dec 2026",
        ]
        assert [words.address(one) for one in found] == [
            f"/en/country-visits/reports/{shown}",
            f"/en/follow-up/{shown}",
            f"/en/calls-for-input/{shown}",
        ]


def test_a_bulletin_tells_what_is_ahead_that_everybody_reads(portal: Pages, issues: Issues) -> None:
    """Visits whose very days a holder published (VR1), and calls that are open when it comes."""
    quarter = days_of("bulletin", "2026-q3")
    first, last = date(2026, 11, 3), date(2026, 11, 12)
    days = {"first": first, "last": last, "public_first": first, "public_last": last}
    of = {"mandate": "wgad", "state": "KEN", "status": "agreed"}
    changes: dict[str, dict[str, Any]] = {
        "told": {},
        "secret": {"public_first": None, "public_last": None},
        "moved": {"first": date(2026, 11, 4)},
        "off": {"called_off": True},
        "far": {"first": date(2027, 6, 1), "public_first": date(2027, 6, 1)},
    }
    call = {"mandate": "wgad", "state": "KEN", "public": True, "issued_at": quarter.begin}
    with portal.engine.begin() as conn:
        for name, differs in changes.items():
            conn.execute(insert(files).values({**of, **days, "visit_file_id": name, **differs}))
        for name, closes, ended in (
            ("open", date(2026, 11, 1), None),
            ("over", date(2026, 9, 1), None),
            ("ended", date(2026, 11, 1), "closed"),
        ):
            more = {"call_id": name, "closes_on": closes, "ended": ended}
            conn.execute(insert(input_calls).values(**call, **more))
    with portal.engine.connect() as conn:
        found = sources.proposed(conn, "bulletin", quarter)
        assert sources.one_of(conn, "visitahead-secret", "bulletin", quarter) is None
    assert [(one.item, one.section) for one in found] == [
        ("visitinput-open", "calls"),
        ("visitahead-told", "coming"),
    ]
    with portal.app.test_request_context():
        said = words.line(found[1])
        assert said.startswith("3 Nov 2026 to 12 Nov 2026: visit to Kenya, ")
        assert words.address(found[1]) == "/en/country-visits?state=KEN"
    with portal.engine.begin() as conn:
        conn.execute(update(files).values(first=date(2026, 11, 5)))
        assert not sources.standing(conn, ["visitahead-told"]), "new days are confidential again"


def test_each_source_has_a_section_and_is_found_by_an_index() -> None:
    assert sources.SOURCES.keys() == SECTION_OF.keys()
    for what, of in sources.SOURCES.items():
        [day] = of.when.base_columns
        indexes: Any = day.table.indexes
        assert [one for one in indexes if one.columns[0] is day], what
