"""Country visits in figures: the charts of E.12, counted from what a person reads."""

import re
from datetime import timedelta

from sqlalchemy import insert

from portal.followup.missions.read_model import missions
from portal.followup.visit_reports.read_model import reports
from portal.followup.visits import counting
from shared.contracts.followup_visit_commands import (
    LogTermsAnswer,
    LogTermsOfReference,
    LogVisitAcknowledgement,
    LogVisitDeclination,
    LogVisitInvitation,
    LogVisitPostponement,
    LogVisitRequest,
    StrikeVisitDocument,
)
from shared.contracts.followup_visits import VisitDatesAgreed, Window
from shared.core.actor import Actor
from shared.core.roles import Role
from tests.portal.stakeholders.test_pages import text
from tests.support.portal import Pages
from tests.support.visits import Visits

R = Role
PAGE = "/visits/figures"
OWN = {"mandates": frozenset({"sr-torture"})}
OFFICER = Actor(
    actor_id="officer",
    roles=frozenset({R.HUMAN_RIGHTS_OFFICER}),
    mandates=frozenset({"sr-torture"}),
)


def agreed(visits: Visits, state: str, ago: int) -> Window:
    """Agree dates so long ago, for two days that are over, or begin today."""
    first = visits.today - timedelta(days=ago)
    days = Window(first=first, last=first + timedelta(days=1))
    visits.log(LogVisitRequest, state, ago=ago + 300, kind="official")
    visits.log(LogVisitInvitation, state, ago=ago + 200, dates=days)
    visits.log(LogTermsOfReference, state, ago=ago + 90, version="2016")
    visits.log(LogTermsAnswer, state, ago=ago + 80, value="accepted")
    visits.filed(
        VisitDatesAgreed,
        state,
        document=visits.document(ago + 70, channel=None),
        dates=days,
        short_notice=False,
        mission_id=f"mission-{state}",
    )
    return days


def told(visits: Visits) -> None:
    visits.log(LogVisitRequest, "KEN", ago=1_500, kind="official")
    visits.log(LogVisitAcknowledgement, "KEN", ago=900, by="state")
    visits.log(LogVisitRequest, "FRA", ago=100, kind="official")
    visits.log(LogVisitRequest, "PER", ago=700, kind="official")
    visits.log(LogVisitDeclination, "PER", ago=600, by="state", reason="none")
    agreed(visits, "NPL", 400)
    agreed(visits, "CHE", 0)
    agreed(visits, "URY", 30)
    visits.log(LogVisitPostponement, "URY", ago=35, by="state", reason="elections")
    wrong = visits.log(LogVisitPostponement, "URY", ago=34, by="mandate", reason="late")
    visits.ask(StrikeVisitDocument, "URY", document_id=wrong)
    visits.log(LogVisitRequest, "KEN", "wgad", ago=4_000, kind="official")


def test_a_step_counts_what_took_every_step_before_it(portal: Pages, visits: Visits) -> None:
    told(visits)
    with portal.engine.connect() as conn:
        funnel = counting.funnel(conn, OFFICER, visits.today)
        ages = counting.ages(conn, OFFICER, visits.today)
        held = counting.held(conn, OFFICER, visits.today)
        postponed = counting.postponed(conn, OFFICER)
    assert dict(funnel) == {"requested": 6, "answered": 4, "accepted": 3, "dated": 3, "held": 1}
    assert dict(ages) == {0: 1, 1: 0, 2: 1, 5: 0, 10: 0}  # an acknowledgement is no answer
    assert dict(held) == {((visits.today - timedelta(days=400)).year, "APG"): 1}
    assert dict(postponed) == {"state": 1}


def test_a_visit_counts_by_the_months_until_its_report(portal: Pages, visits: Visits) -> None:
    """One that several mandates write is the report of each, of the visit on the same days."""
    days = {state: agreed(visits, state, 500) for state in ("NPL", "PER", "TGO")}
    agreed(visits, "CHE", 0)
    after = {"mission-PER": 31, "joint": 280, "of another visit": 1}
    first = {"joint": days["NPL"].first, "of another visit": days["TGO"].first - timedelta(days=9)}
    for one, days_after in after.items():
        state = {"mission-PER": "PER", "joint": "NPL"}.get(one, "TGO")
        at = portal.clock() - timedelta(days=499 - days_after)
        report = {"mission_id": one, "stage": "published", "published_at": at, "state": state}
        with portal.engine.begin() as conn:
            conn.execute(insert(reports).values(**report, mandates=["wgad", "sr-torture"]))
            if one in first:
                its = {"first": first[one], "last": first[one] + timedelta(days=1)}
                conn.execute(insert(missions).values(mission_id=one, **its))
    with portal.engine.connect() as conn:
        found = counting.reported(conn, OFFICER, visits.today)
    assert dict(found) == {0: 1, 6: 0, 9: 1, 12: 0, 18: 0, 24: 0, None: 1}


def test_a_count_is_of_what_the_person_reads_alone(portal: Pages, visits: Visits) -> None:
    told(visits)
    counts = {}
    for name, role, also in (
        ("officer", R.HUMAN_RIGHTS_OFFICER, OWN),
        ("desk", R.QUICK_RESPONSE_DESK, {}),
        ("of Kenya", R.DESK_OFFICER, {"state_codes": frozenset({"KEN"})}),
        ("of Togo", R.DESK_OFFICER, {"state_codes": frozenset({"TGO"})}),
    ):
        page = text(portal.signed_in(role, **also).get(PAGE).text)
        found = re.search(r"A visit was requested (\d+)", page)
        counts[name] = int(found[1]) if found else None
    assert counts == {"officer": 6, "desk": 7, "of Kenya": 2, "of Togo": None}
    for role in (R.COORDINATION_COMMITTEE, R.UN_PARTNER, R.GOVERNMENT, R.CHIEF):
        assert portal.signed_in(role).get(PAGE).status_code == 403


def test_each_picture_has_its_table(portal: Pages, visits: Visits) -> None:
    told(visits)
    visitor = portal.signed_in(R.QUICK_RESPONSE_DESK)
    page = visitor.get(PAGE).text
    assert f'href="{PAGE}"' in visitor.get("/visits").text
    assert page.count("<svg") >= 1
    assert page.count("<table") == 5


def test_a_visit_to_an_observer_state_is_in_the_picture(portal: Pages, visits: Visits) -> None:
    """They are in no region, and were held like all others."""
    visitor = portal.signed_in(R.QUICK_RESPONSE_DESK)
    agreed(visits, "NPL", 400)
    assert "Observer States" not in visitor.get(PAGE).text
    agreed(visits, "PSE", 400)
    page = visitor.get(PAGE).text
    year = (visits.today - timedelta(days=400)).year
    assert f"{year} 0 1 0 0 0 1" in text(page)
    assert "Highest number: 2" in text(page)


def test_a_page_without_numbers_says_when_they_come(portal: Pages, visits: Visits) -> None:
    visitor = portal.signed_in(R.QUICK_RESPONSE_DESK)
    assert "Numbers appear here" in visitor.get(PAGE).text
    visits.log(LogVisitInvitation, ago=3)
    assert "Visits appear here once" in visitor.get(PAGE).text


def test_days_that_were_moved_are_held_once(portal: Pages, visits: Visits) -> None:
    agreed(visits, "NPL", 400)
    moved = Window(
        first=visits.today - timedelta(days=350), last=visits.today - timedelta(days=349)
    )
    visits.log(LogVisitPostponement, "NPL", ago=450, by="state", reason="late", dates=moved)
    paper = visits.document(440, channel=None)
    also = {"short_notice": False, "mission_id": "mission-NPL"}
    visits.filed(VisitDatesAgreed, "NPL", document=paper, dates=moved, **also)
    with portal.engine.connect() as conn:
        held = counting.held(conn, OFFICER, visits.today)
    assert sum(held.values()) == 1
