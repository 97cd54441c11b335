"""Visits, requests and invitations: what stands of what is public and what was recorded.

Counted again from facts alone on both databases.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import Engine

from portal.committee.coverage import joined
from portal.committee.coverage.read_model import COVERAGE
from portal.followup.invitations.read_model import INVITATIONS
from portal.followup.visit_reports.read_model import VISIT_REPORTS
from portal.followup.visits.read_model import VISITS
from portal.public.history.read_model import HISTORY
from shared.contracts.approvals import APPROVALS
from shared.contracts.followup import FOLLOWUP
from shared.contracts.followup_invitation_commands import ExtendStandingInvitation
from shared.contracts.followup_invitations import (
    CouncilPledgeRecorded,
    InvitationEntryStruck,
    StandingInvitationExtended,
    StandingInvitationLimited,
    StandingInvitationWithdrawn,
)
from shared.contracts.followup_visit_commands import (
    LogVisitDates,
    LogVisitPostponement,
    LogVisitRequest,
)
from shared.contracts.followup_visits import Standing, VisitFilePassedOn, VisitLetterTakenBack
from shared.contracts.stakeholders import STAKEHOLDERS
from shared.contracts.stakeholders_coverage import CoverageValue, CoverageValuesRecorded
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.platform.tables import make_engine
from shared.reference.coverage import covered
from shared.reference.visits import visit_file_id
from tests.portal.committee.coverage.recount_joined import Answers, rejoined
from tests.portal.committee.coverage.test_visited import report, taken_off
from tests.portal.stakeholders.test_pages import text
from tests.support.coverage import NOW, SOURCE, States, no_visit, visit
from tests.support.invitations import Invitations
from tests.support.portal import Pages
from tests.support.ready import ready
from tests.support.seeing import lasting
from tests.support.twice import of_stakeholders, twice
from tests.support.visits import Visits

TODAY = day_of(NOW)
STATES = ("KEN", "FRA", "VAT", "DJI", "ERI", "COK")
MODELS = (COVERAGE, HISTORY, INVITATIONS, VISIT_REPORTS, VISITS)
TOPICS = {"a": APPROVALS.topic, "f": FOLLOWUP.topic, "s": STAKEHOLDERS.topic}
PAGE = "/en/coverage/states/KEN"


@pytest.fixture
def any_engine(database_url: str) -> Iterator[Engine]:
    engine = make_engine(database_url, durable=False)
    yield engine
    engine.dispose()


def told(engine: Engine, facts: list[tuple[str, Any]]) -> Answers:
    """``facts``: each with the letter of its service."""
    arrived = [
        replace(of_stakeholders(fact, number, "any", NOW), topic=TOPICS[of])
        for number, (of, fact) in enumerate(facts, 1)
    ]
    twice(ready(engine, MODELS), arrived)
    with engine.connect() as conn:
        found = joined.answers(conn, TODAY)
        for state in STATES:
            alone = joined.answers(conn, TODAY, state)
            for key, some in found.items():
                assert alone.get(key, {}).get(state) == some.get(state), (state, key)
    return {key: {state: cell.value for state, cell in some.items()} for key, some in found.items()}


@pytest.mark.parametrize("seed", range(6))
def test_the_tables_say_what_the_facts_say(any_engine: Engine, seed: int) -> None:
    facts = list(history(Random(seed)))  # a test's own
    found = told(any_engine, facts)
    expected = rejoined([fact for _, fact in facts], TODAY)
    assert found == expected
    assert all(expected.values())


def test_without_facts_there_is_no_answer(any_engine: Engine) -> None:
    assert told(any_engine, []) == {"visit": {}, "requests": {}, "invitation": {}}


def test_the_number_of_requests_tells_of_no_day(any_engine: Engine) -> None:
    """It changes with the year alone, and with what everybody reads on the line."""
    facts = [("f", on_file("KEN", "sr-food", date(2020, 11, 24), step=1))]
    told(any_engine, facts)
    with any_engine.connect() as conn:

        def number(on: date) -> str:
            return joined.answers(conn, on)["requests"]["KEN"].value

        assert {number(date(2025, 11, 30)), number(date(2025, 12, 31))} == {"0"}
        assert {number(date(2026, 1, 1)), number(date(2026, 11, 24))} == {"1"}


@pytest.mark.parametrize("what", [LogVisitDates, LogVisitPostponement])
def test_the_number_of_requests_tells_of_no_letter_that_the_line_does_not(
    portal: Pages, states: States, what: type
) -> None:
    """Whose the dates are, or who put it off, is in no line: so neither number may say it."""
    states.adopted("requests")
    visits = Visits(portal.engine, portal.vault, portal.clock())
    pages = ("/en/country-visits", "/coverage/coverage.csv", PAGE)
    visits.log(LogVisitRequest, ago=2_600, kind="official")
    also: dict[str, Any] = {"dates": visits.window()}
    if what is LogVisitPostponement:
        also = {"reason": "elections"}
        visits.log(LogVisitDates, ago=30, by="mandate", dates=visits.window())
    visits.log(what, ago=20, by="mandate", **also)
    before = [lasting(portal.visitor().get(one).text) for one in pages]
    visits.log(what, ago=1, by="state", **also)
    assert [lasting(portal.visitor().get(one).text) for one in pages] == before


def test_a_state_that_was_never_visited_was_asked_or_not(portal: Pages, states: States) -> None:
    states.adopted("visit", "requests")
    states.recorded("visit", KEN="never", FRA="never", NPL="never", UGA="never", CHE="2019-05-17")
    states.recorded("requests", FRA="2", NPL="0", CHE="3")
    (applier,) = ready(portal.engine, [VISITS])
    asked, invited = (
        on_file(state, "sr-food", None, step=1, status=status)
        for state, status in (("KEN", "declined"), ("UGA", "invited"))
    )
    for number, fact in enumerate((asked, invited), 1):
        arrived = replace(of_stakeholders(fact, number, "any", NOW), topic=FOLLOWUP.topic)
        twice([applier], [arrived])
    rows = portal.visitor().get("/coverage/coverage.csv").text
    for code, said in (("KEN", "asked"), ("FRA", "asked"), ("NPL", "unasked"), ("UGA", "unasked")):
        assert f"{code},{covered()[code]},visit,never/{said}," in rows
    page = portal.visitor().get("/en/coverage?picture=visit").text
    assert page.count("never; a visit was asked for") == 2
    assert "never; no request is known" in text(portal.visitor().get(f"{PAGE[:-3]}NPL").text)
    assert portal.signed_in(Role.COORDINATION_COMMITTEE).get("/coverage-desk").status_code == 200


def test_the_page_of_a_state_has_what_stands_and_the_other_answer_beside_it(
    portal: Pages, states: States
) -> None:
    states.adopted("visit", "requests", "invitation")
    states.recorded("visit", KEN="2019-05-17", FRA="never")
    states.recorded("invitation", KEN="no")
    states.heard(visit("a", "2026-03-13", "KEN", symbol="A/HRC/61/40/Add.1"))
    invitations = Invitations(portal.engine, NOW)
    invitations.enter(ExtendStandingInvitation, "KEN", date(2015, 4, 1))
    visitor = portal.visitor()
    shown = text(visitor.get(PAGE).text)
    assert "itself? 13 Mar 2026 Also on record: 17 May 2019 (7 years ago)" in shown
    assert f"; {SOURCE} , 1 Oct 2026" in shown
    assert "A/HRC/61/40/Add.1 13 Mar 2026" in shown
    assert "invitation? yes Also on record: no" in shown
    assert "A/HRC/61/2 1 Apr 2015" in shown
    rows = visitor.get("/coverage/coverage.csv").text
    assert "KEN,AFR,visit,2026-03-13,day of the last visit,A/HRC/61/40/Add.1,2026-03-13,,1" in rows
    assert "KEN,AFR,invitation,yes,yes or no,A/HRC/61/2,2015-04-01,,1" in rows
    assert "FRA,WEOG,requests,," in rows
    states.heard(no_visit("a"))
    assert "itself? 17 May 2019 (7 years ago) https" in text(visitor.get(PAGE).text)


# --- a random history ----------------------------------------------------------------------------


def history(chance: Random) -> Iterator[tuple[str, Any]]:
    for number in range(60):
        match chance.randrange(5):
            case 0:
                yield "a", statement(chance, number)
                if chance.random() < 0.3:
                    yield "a", no_visit(str(number))
            case 1:
                one = report(
                    chance.choice(STATES),
                    str(TODAY - timedelta(days=number + 1)),
                    mandates=(chance.choice(("sr-food", "sr-eritrea")),),
                )
                yield "f", one
                if chance.random() < 0.7:
                    yield "f", taken_off(one)
            case 2:
                yield from (("f", one) for one in filed(chance, number))
            case 3:
                yield from (("f", one) for one in entered(chance, number))
            case _:
                yield "s", recorded(chance)


def statement(chance: Random, number: int) -> Any:
    last = TODAY - timedelta(days=chance.randint(-20, 4_000))
    some = chance.sample(STATES, chance.randint(1, 2))
    mandates = tuple(chance.sample(("sr-torture", "sr-eritrea", "sr-iran"), chance.randint(1, 2)))
    kind = chance.choice(("end_of_mission", "mission_report", "press_release"))
    name = str(chance.choice((number, number - 1)))
    return visit(name, last.isoformat(), *some, mandates=mandates, kind=kind)


def on_file(state: str, mandate: str, since: date | None, *, step: int, status: Any = "") -> Any:
    return VisitLetterTakenBack(
        visit_file_id=visit_file_id(mandate, state),
        mandate=mandate,
        state=state,
        now=Standing(status=status or ("requested" if since else "declined"), unanswered_on=since),
        step=step,
        done_by="somebody",
        done_at=NOW,
        letter="request",
    )


def filed(chance: Random, number: int) -> Iterator[Any]:
    since = TODAY - timedelta(days=chance.randint(1, 5_000)) if chance.random() < 0.8 else None
    mandate = chance.choice(("sr-food", "sr-torture", "wgad", "wgeid"))
    status = chance.choice(("none", "dates", "postponed", *[""] * 7))
    one = on_file(chance.choice(STATES), mandate, since, step=number + 1, status=status)
    yield one
    if chance.random() < 0.1:
        head = {
            name: getattr(one, name)
            for name in ("visit_file_id", "mandate", "state", "now", "step", "done_by", "done_at")
        }
        yield VisitFilePassedOn(**head, to=None)


def entered(chance: Random, number: int) -> Iterator[Any]:
    kinds: tuple[tuple[type, dict[str, Any]], ...] = (
        (StandingInvitationExtended, {}),
        (StandingInvitationLimited, {"mandates": ("sr-food",)}),
        (StandingInvitationWithdrawn, {}),
        (CouncilPledgeRecorded, {"pledge": "extend"}),
    )
    kind, also = chance.choice(kinds)
    same: dict[str, Any] = {
        "state": chance.choice(STATES),
        "entry_id": str(derive_id("entry", number)),
        "step": number + 1,
        "done_by": "somebody",
        "done_at": NOW,
    }
    on = TODAY - timedelta(days=chance.randint(-30, 3_000))
    yield kind(**same, dated_on=on, source="A/HRC/61/2", **also)
    if chance.random() < 0.2:
        yield InvitationEntryStruck(**{**same, "step": number + 2})


def recorded(chance: Random) -> Any:
    answers = {
        "visit": ("never", "elsewhere", "na", "2019-05-17", "2026-01-02", None),
        "requests": ("0", "1", "4", "na", None),
        "invitation": ("yes", "no", "na", None),
    }
    standard = chance.choice([*answers])
    values = tuple(
        CoverageValue(state=state, value=value, source=SOURCE, dated_on=date(2026, 10, 1))
        for state in chance.sample(STATES[:-1], 3)
        for value in [chance.choice(answers[standard])]
    )
    return CoverageValuesRecorded(
        standard=standard, values=values, via="sheet", recorded_by="member", recorded_at=NOW
    )
