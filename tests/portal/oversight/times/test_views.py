"""The page of times: its letters, its year, its readers, and the file."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from sqlalchemy import Engine, select

from portal.letters.communications.read_model import COMMUNICATIONS
from portal.letters.documents import pace
from portal.web.audit.chain import audit
from shared.contracts.approvals import APPROVALS, CommunicationDrafted, CommunicationTransmitted
from shared.contracts.intake import INTAKE
from shared.core.actor import Actor
from shared.core.geneva import GENEVA
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.read_models.model import Applier
from tests.portal.letters.communications.conftest import Desk
from tests.support.approvals import fact_from
from tests.support.compiled import engine_of
from tests.support.letters import LEAD, OTHER, T0, THIRD, upto
from tests.support.portal import Clock
from tests.support.submissions import AT, ID, received, triaged

SECOND = str(derive_id("submission", "second"))
BEGINNING, END = datetime(2026, 1, 1, tzinfo=GENEVA), datetime(2027, 1, 1, tzinfo=GENEVA)
LETTER = str(derive_id("letter"))


def somebody(*roles: Role, mandates: str = "") -> Actor:
    return Actor(actor_id="somebody", roles=frozenset(roles), mandates=frozenset(mandates.split()))


CHIEF = somebody(Role.CHIEF)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = engine_of(database_url)
    Applier(made, COMMUNICATIONS).prepare()
    yield made
    made.dispose()


def tell(engine: Engine, *facts: Any) -> None:
    """Tell of what happened, each of it twice."""
    applier, approvals = Applier(engine, COMMUNICATIONS), {cls for _, cls in APPROVALS.catalogue}
    for n, fact in enumerate(facts, 1):
        contract = APPROVALS if type(fact) in approvals else INTAKE
        stream = "register" if type(fact).__name__ == "ReferenceAssigned" else "case"
        for _ in range(2):
            applier.apply([fact_from(fact, n, stream, contract, Clock())])


def ways(engine: Engine, actor: Actor = CHIEF) -> list[pace.Way]:
    with engine.connect() as conn:
        return pace.ways(conn, actor, since=BEGINNING, until=END)


def sent(at: datetime) -> list[Any]:
    """What happened to a letter that went then."""
    name = str(derive_id("letter", at.isoformat()))
    return [
        replace(fact, transmitted_at=at) if isinstance(fact, CommunicationTransmitted) else fact
        for fact in upto("transmitted", name)
    ]


def test_of_several_submissions_the_first_counts_and_so_does_its_first_triage(
    engine: Engine,
) -> None:
    letter = [
        replace(fact, submission_ids=(ID, SECOND))
        if isinstance(fact, CommunicationDrafted)
        else fact
        for fact in upto("transmitted", LETTER)
    ]
    earlier = AT - timedelta(days=2)
    tell(
        engine,
        received(),
        received(SECOND, received_at=earlier),
        triaged(SECOND, triaged_at=earlier + timedelta(hours=3)),
        triaged(),
        *letter,
        triaged(SECOND, triaged_at=T0 + timedelta(days=9)),
    )
    [way] = ways(engine)
    assert (way.received_at, way.shared_at) == (earlier, earlier + timedelta(hours=3))
    assert way.ordered_at
    assert way.drafted_at
    assert way.drafted_at < way.ordered_at < way.transmitted_at


def test_a_letter_about_no_known_submission_has_no_first_steps(engine: Engine) -> None:
    tell(engine, *upto("transmitted", LETTER))
    [way] = ways(engine)
    assert (way.received_at, way.shared_at) == (None, None)


def test_a_year_is_genevas_and_what_has_not_gone_is_in_none(engine: Engine) -> None:
    edges = [BEGINNING - timedelta(seconds=1), BEGINNING, END - timedelta(seconds=1), END]
    tell(engine, *[fact for at in edges for fact in sent(at)], *upto("ordered", LETTER))
    assert sorted(way.transmitted_at for way in ways(engine)) == edges[1:3]
    with engine.connect() as conn:
        assert pace.begun(conn, CHIEF) == edges[0]


@pytest.mark.parametrize(
    ("actor", "letters"),
    [
        (somebody(Role.QUICK_RESPONSE_DESK), 1),
        (CHIEF, 1),
        (somebody(Role.HUMAN_RIGHTS_OFFICER, mandates=LEAD), 1),
        (somebody(Role.HUMAN_RIGHTS_OFFICER, mandates=OTHER), 1),
        (somebody(Role.HUMAN_RIGHTS_OFFICER, mandates=THIRD), 0),
        (somebody(Role.COORDINATION_COMMITTEE), 0),
    ],
)
def test_only_letters_count_that_the_person_may_see(
    engine: Engine, actor: Actor, letters: int
) -> None:
    tell(engine, received(), *upto("transmitted", LETTER))
    assert len(ways(engine, actor)) == letters
    with engine.connect() as conn:
        assert (pace.begun(conn, actor) is not None) is bool(letters)


def gone(desk: Desk) -> None:
    """A letter is transmitted by the Chief."""
    page = desk.cleared(text="Excellency")
    assert desk.press("chief", f"{page}/transmit", "/transmit").status_code == 303


def test_an_empty_page_says_what_will_appear(desk: Desk) -> None:
    shown = desk["chief"].get("/times").text
    assert "Times in 2026" in shown
    assert "will appear here once a letter was transmitted in this year" in shown


@pytest.mark.parametrize("who", ["chief", "desk", "officer", "other officer"])
def test_whoever_may_see_the_letter_reads_how_long_it_took(desk: Desk, who: str) -> None:
    gone(desk)
    shown = desk[who].get("/times").text
    assert "Urgent appeal: 1 letter" in shown
    assert "Allegation letter" not in shown
    assert "In all, received until transmitted" in shown
    whole = (
        "All of them are counted." if who in {"chief", "desk"} else "Only letters of your mandates"
    )
    assert whole in shown


def test_an_officer_of_another_mandate_reads_nothing_of_it_on_page_or_file(desk: Desk) -> None:
    gone(desk)
    assert "Urgent appeal" not in desk["strange officer"].get("/times").text
    rows = csv.DictReader(StringIO(desk["strange officer"].get("/times/times.csv").text))
    assert {(row["letters"], row["median_hours"]) for row in rows} == {("0", "")}


def test_years_lead_from_the_first_letter_to_this_one(desk: Desk) -> None:
    gone(desk)
    desk.people.clear()  # their sessions will be over
    desk.portal.clock.forward(timedelta(days=365))
    shown = desk["chief"].get("/times").text
    assert "Times in 2027" in shown
    assert "will appear here" in shown
    assert "/times?year=2026" in shown
    assert "Urgent appeal: 1 letter" in desk["chief"].get("/times?year=2026").text


@pytest.mark.parametrize("year", ["2025", "2027", "0", "-1", "99999999999"])
def test_a_year_of_no_letter_is_not_there(desk: Desk, year: str) -> None:
    assert desk["chief"].get(f"/times?year={year}").status_code == 404
    assert desk["chief"].get(f"/times/times.csv?year={year}").status_code == 404


def test_what_is_no_year_asks_for_this_one(desk: Desk) -> None:
    assert "Times in 2026" in desk["chief"].get("/times?year=lately").text


def test_the_file_has_the_same_figures_and_its_taking_is_on_record(desk: Desk) -> None:
    gone(desk)
    answer = desk["chief"].get("/times/times.csv?year=2026")
    assert answer.mimetype == "text/csv"
    assert 'filename="times-2026.csv"' in answer.headers["Content-Disposition"]
    rows = list(csv.DictReader(StringIO(answer.text)))
    assert len(rows) == 3 * 7
    [whole] = [r for r in rows if r["type"] == "UA" and r["step"] == "received-transmitted"]
    assert (whole["year"], whole["letters"]) == ("2026", "1")
    assert whole["median_hours"] == whole["slowest_tenth_hours"] != ""
    with desk.portal.engine.connect() as conn:
        taken = conn.execute(select(audit).where(audit.c.what == "export")).all()
    assert [row.subject for row in taken] == ["times"]


def test_taking_the_file_asks_anew_who_one_is(desk: Desk) -> None:
    gone(desk)
    chief = desk["chief"]
    chief.get("/times")
    desk.portal.clock.forward(timedelta(minutes=16))
    answer = chief.get("/times/times.csv")
    assert answer.status_code == 303
    assert "/security/confirm?then=%2Ftimes%2Ftimes.csv" in answer.headers["Location"]


def test_the_menu_leads_there_and_so_does_the_page_of_those_who_transmit(desk: Desk) -> None:
    for who, address in {"chief": "/transmit", "desk": "/transmit", "officer": "/mandate"}.items():
        assert 'href="/times"' in desk[who].get(address).text, who
    assert 'href="/times"' not in desk["holder"].get("/waiting").text
