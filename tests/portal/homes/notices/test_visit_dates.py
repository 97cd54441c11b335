"""Notices of dates of visits: to the desk of the State and the coordinator, once each (V8)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from portal.followup.visits.read_model import VISITS
from portal.homes.notices import reading, visit_dates
from portal.homes.notices.tables import inbox as told_table
from portal.homes.notices.words import NEWS, words
from portal.web.accounts import account as accounts
from shared.contracts import followup_partners as partners
from shared.contracts.followup_missions import MissionPlansChanged, MissionStepTaken
from shared.contracts.followup_visits import Standing, VisitDocumentStruck, Window
from shared.core.geneva import day_of
from shared.core.roles import Role
from tests.followup.missions import MISSION_ID, OPENED
from tests.followup.missions import fact as of_mission
from tests.followup.partners import ADMITTED, AGENCY, PROPOSED, UNDERTAKEN, of_agency
from tests.followup.partners import fact as of_partner
from tests.followup.visits import (
    ACCEPTED,
    ACKNOWLEDGED,
    AGREED,
    CANCELLED,
    DATED,
    DECLINED,
    FILE_ID,
    INVITED,
    LAPSED,
    POSTPONED,
    REQUESTED,
    fact,
)
from tests.portal.homes.notices.conftest import Office, _person
from tests.portal.homes.notices.test_partnering import agency, tell

KIND = "visit-dates"
DESK, COORDINATOR = "desk-of-kenya", AGENCY.actor_id
ADMITTED_TO = tuple(of_agency(one, "rc") for one in (PROPOSED, ADMITTED, UNDERTAKEN))
PUT_OFF = replace(POSTPONED, dates=DATED.dates)


def ahead(office: Office, days: int = 100) -> Window:
    first = day_of(office.clock()) + timedelta(days=days)
    return Window(first=first, last=first + timedelta(days=7))


def logged(office: Office, *some: Any, mission: str | None = None, days: int = 100) -> None:
    """Log these today, about days ahead, on a file whose last agreed dates opened ``mission``."""
    on = day_of(office.clock())
    for one in some:
        also: dict[str, Any] = {"document": replace(one.document, passed_on=on, dated_on=on)}
        if getattr(one, "dates", None):
            also["dates"] = ahead(office, days)
        if hasattr(one, "mission_id"):
            also["mission_id"] = MISSION_ID
        now = Standing(mission_id=mission)
        office.tell(replace(one, now=now, done_at=office.clock(), **also), models=(VISITS,))


def heard(office: Office) -> list[tuple[str, str]]:
    """Work twice, as nothing is told twice; return who was told, and to which page it leads."""
    office.work()
    office.work()
    return sorted((one.account_id, one.page) for one in office.told() if one.kind == KIND)


@pytest.mark.parametrize("one", [DATED, AGREED, PUT_OFF, POSTPONED, CANCELLED])
def test_the_desk_of_the_state_hears_and_nobody_else(office: Office, one: Any) -> None:
    logged(office, one)
    assert heard(office) == [(DESK, "visitfile")]
    assert [row.item_id for row in office.told() if row.kind == KIND] == [FILE_ID]
    assert "State" in words("state", KIND)
    office.later(days=2)
    assert len(heard(office)) == 1


@pytest.mark.parametrize("one", [REQUESTED, INVITED, ACKNOWLEDGED, ACCEPTED, DECLINED])
def test_of_what_has_no_dates_nobody_hears(office: Office, one: Any) -> None:
    logged(office, one)
    assert heard(office) == []


def test_a_request_proposes_no_dates_and_an_invitation_with_days_does(office: Office) -> None:
    logged(office, replace(REQUESTED, dates=DATED.dates))
    assert heard(office) == []
    logged(office, replace(INVITED, dates=DATED.dates))
    assert heard(office) == [(DESK, "visitfile")]


@pytest.mark.parametrize("one", [DECLINED, LAPSED])
def test_what_takes_dates_away_is_told_as_what_calls_them_off(office: Office, one: Any) -> None:
    agency(office)
    tell(office, OPENED, *ADMITTED_TO)
    logged(office, AGREED)
    told = heard(office)
    logged(office, replace(one, **({"kept": True} if one is LAPSED else {})), mission=MISSION_ID)
    assert (heard(office) == told) is (one is LAPSED)
    logged(office, one, mission=MISSION_ID)
    assert heard(office) == sorted([*told, (COORDINATOR, "myvisit"), (DESK, "visitfile")])
    again = replace(one, document=replace(one.document, document_id="another"))
    logged(office, again, mission=MISSION_ID)
    assert len(heard(office)) == len(told) + 2


@pytest.mark.parametrize("days", [-30, 100])
def test_a_refusal_is_news_of_dates_that_are_ahead_alone(office: Office, days: int) -> None:
    logged(office, AGREED, days=days)
    told = len(heard(office))
    logged(office, DECLINED)
    assert len(heard(office)) - told == (days > 0)


def test_each_change_is_told_once_and_never_to_who_logged_it(office: Office) -> None:
    logged(office, DATED, AGREED, PUT_OFF)
    assert heard(office) == 3 * [(DESK, "visitfile")]
    logged(office, replace(CANCELLED, done_by=DESK))
    assert len(heard(office)) == 3


def test_what_was_logged_by_mistake_or_is_long_over_is_no_news(office: Office) -> None:
    logged(office, DATED)
    gone = fact(VisitDocumentStruck, document_id=DATED.document.document_id)
    office.tell(replace(gone, done_at=office.clock()), models=(VISITS,))
    logged(office, AGREED, days=-900)
    past = replace(POSTPONED.document, passed_on=date(2019, 5, 4))
    office.tell(replace(POSTPONED, document=past, done_at=office.clock()), models=(VISITS,))
    assert heard(office) == []


def test_the_coordinator_of_the_mission_hears_without_a_word_of_what(office: Office) -> None:
    agency(office)
    tell(office, OPENED, *ADMITTED_TO)
    logged(office, PUT_OFF, mission=MISSION_ID)
    assert heard(office) == [(COORDINATOR, "myvisit"), (DESK, "visitfile")]
    assert words("partner", KIND) == NEWS
    [row] = [row for row in office.told() if row.account_id == COORDINATOR and row.kind == KIND]
    assert row.item_id == ADMITTED_TO[0].partner_id


@pytest.mark.parametrize(
    "history",
    [
        ADMITTED_TO[:1],  # nobody admitted it
        (*ADMITTED_TO, replace(of_partner(partners.PartnerEnded, 4), partner_id="")),
        tuple(of_agency(one) for one in (PROPOSED, ADMITTED, UNDERTAKEN)),  # of the country team
        (replace(ADMITTED_TO[0], scope=("follow_up",)), *ADMITTED_TO[1:]),
    ],
)
def test_no_other_partner_hears(office: Office, history: tuple[Any, ...]) -> None:
    agency(office)
    rc = ADMITTED_TO[0].partner_id
    tell(office, OPENED, *(replace(one, partner_id=one.partner_id or rc) for one in history))
    logged(office, PUT_OFF, mission=MISSION_ID)
    assert heard(office) == [(DESK, "visitfile")]


def test_of_another_visit_the_coordinator_of_the_last_one_hears_nothing(office: Office) -> None:
    agency(office)
    whole = replace(ADMITTED_TO[0], scope=("preparation", "during", "follow_up"))
    tell(office, OPENED, whole, *ADMITTED_TO[1:])
    on = day_of(office.clock())
    began = {"what": "began", "phase": "underway", "on": on, "note_id": "n-1", "note": None}
    tell(office, of_mission(MissionStepTaken, 2, **began))
    logged(office, DATED, mission=MISSION_ID)
    assert heard(office) == [(DESK, "visitfile")]


def test_a_coordinator_hears_that_the_visit_was_called_off(office: Office) -> None:
    agency(office)
    tell(office, OPENED, *ADMITTED_TO)
    tell(office, of_mission(MissionPlansChanged, 2, plans="called_off", dates=None, file_step=6))
    logged(office, CANCELLED, mission=MISSION_ID)
    assert heard(office) == [(COORDINATOR, "myvisit"), (DESK, "visitfile")]


def test_who_is_desk_officer_and_coordinator_is_told_once(office: Office) -> None:
    both = _person(COORDINATOR, Role.UN_PARTNER, {"state_codes": frozenset({"KEN"})})
    both = replace(both, roles=frozenset({Role.UN_PARTNER, Role.DESK_OFFICER}))
    with office.engine.begin() as conn:
        accounts.add(conn, both)
    tell(office, OPENED, *ADMITTED_TO)
    logged(office, DATED, mission=MISSION_ID)
    assert heard(office) == [(COORDINATOR, "visitfile"), (DESK, "visitfile")]


RESIDENT = "coordinator of kenya"


def residents(office: Office, **states: str) -> None:
    with office.engine.begin() as conn:
        for name, state in {RESIDENT: "KEN", "elsewhere": "JOR"}.items():
            here = {"state_codes": frozenset({state})}
            accounts.add(conn, _person(name, Role.UN_PARTNER, here))


def test_rc_post_vacant_the_desk_hears_of_the_days_and_who_comes_later_of_the_next(
    office: Office,
) -> None:
    """E.13: nobody coordinates in the State; whoever does elsewhere hears nothing for them."""
    with office.engine.begin() as conn:
        away = {"state_codes": frozenset({"JOR"}), "office": "coordinator"}
        accounts.add(conn, _person("elsewhere", Role.UN_PARTNER, away))
    logged(office, DATED)
    assert heard(office) == [(DESK, "visitfile")]
    arrives(office)
    assert heard(office) == [(DESK, "visitfile")], "what was told is not told again"
    office.later(days=1)
    logged(office, PUT_OFF)
    assert heard(office) == [(RESIDENT, "visitline"), (DESK, "visitfile"), (DESK, "visitfile")]


def arrives(office: Office) -> None:
    with office.engine.begin() as conn:
        here = {"state_codes": frozenset({"KEN"}), "office": "coordinator"}
        accounts.add(conn, _person(RESIDENT, Role.UN_PARTNER, here))


@pytest.mark.parametrize("one", [DATED, AGREED, PUT_OFF])
def test_the_coordinator_of_the_state_hears_of_the_first_dates_already(
    office: Office, one: Any
) -> None:
    residents(office)
    logged(office, one)
    assert heard(office) == [(RESIDENT, "visitline"), (DESK, "visitfile")]
    assert words("country", KIND) == words("state", KIND)


def test_before_days_are_proposed_the_coordinator_of_the_state_hears_nothing(
    office: Office,
) -> None:
    residents(office)
    logged(office, replace(REQUESTED, dates=DATED.dates), ACCEPTED, replace(POSTPONED, dates=None))
    assert heard(office) == [(DESK, "visitfile")]


def test_an_admitted_coordinator_is_led_to_their_own_page(office: Office) -> None:
    with office.engine.begin() as conn:
        here = {"state_codes": frozenset({"KEN"})}
        accounts.add(conn, _person(COORDINATOR, Role.UN_PARTNER, here))
    tell(office, OPENED, *ADMITTED_TO)
    logged(office, PUT_OFF, mission=MISSION_ID)
    assert heard(office) == [(COORDINATOR, "myvisit"), (DESK, "visitfile")]


def test_the_notice_of_a_proposal_that_was_struck_is_gone_for_the_coordinator(
    office: Office,
) -> None:
    residents(office)
    logged(office, DATED)
    office.work()
    assert notices_of(office, RESIDENT) == ["visitline"]
    gone = fact(VisitDocumentStruck, document_id=DATED.document.document_id)
    office.tell(replace(gone, done_at=office.clock()), models=(VISITS,))
    assert notices_of(office, RESIDENT) == []


def notices_of(office: Office, name: str) -> list[str]:
    with office.engine.connect() as conn:
        one = accounts.by_id(conn, name)
        assert one is not None
        rows = select(told_table).where(reading.shown(one, lambda _: True))
        return [row.page for row in conn.execute(rows)]


def test_the_mail_goes_as_chosen_and_says_nothing_of_the_visit(office: Office) -> None:
    logged(office, POSTPONED)
    office.work()
    [mail] = office.box.mails
    text = f"{mail['Subject']} {mail.get_payload(decode=True)!r}".lower()
    assert "news" in text
    assert not any(word in text for word in ("visit", "kenya", "elections"))
    assert office.mailed() == [DESK]


def test_the_notice_is_there_for_the_desk_of_this_state_alone(office: Office) -> None:
    logged(office, DATED)
    office.work()
    with office.engine.connect() as conn:
        seen = {}
        for name in (DESK, "desk-of-jordan"):
            one = accounts.by_id(conn, name)
            assert one is not None
            rows = select(told_table).where(reading.shown(one, lambda _: True))
            seen[name] = [row.page for row in conn.execute(rows)]
        there = accounts.by_id(conn, DESK)
        assert there is not None
        moved = replace(there, state_codes=frozenset({"JOR"}))
        rows = select(told_table).where(reading.shown(moved, lambda _: True))
        assert conn.execute(rows).all() == []
    assert seen == {DESK: ["visitfile"], "desk-of-jordan": []}


def test_twice_looked_at_is_once_made(office: Office) -> None:
    logged(office, DATED)
    at = office.clock()
    made = [visit_dates.due(office.engine, office.settings, at=at) for _ in range(2)]
    assert made == [1, 0]
