"""The report of a mandate that came along on a joint visit, beside that of who leads it (E.1)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.followup.partners import news
from portal.followup.visit_reports import beside
from portal.followup.visits import published
from portal.followup.visits.read_model import files
from portal.public.register import of_visits
from shared.contracts import followup_visit_report_commands as commands
from shared.core.message import derive_id
from shared.core.roles import Role
from tests.portal.followup.visit_reports.test_pages import last, officer, sent
from tests.portal.stakeholders.test_pages import text
from tests.support.missions import Missions
from tests.support.partners import Partners
from tests.support.portal import Pages, Visitor
from tests.support.visit_reports import SYMBOL, Reports
from tests.support.visits import Visits

R = Role
OTHER, THIRD = "sr-water", "wgad"
ANOTHER = str(derive_id("mission of a test", "another"))
OWN_SYMBOL = "A/HRC/61/54/Add.2"


@pytest.fixture
def missions(portal: Pages) -> Missions:
    """A joint visit that is over: one mandate came along."""
    missions = Missions(portal.engine, portal.vault, portal.clock())
    missions.hear()
    missions.step("security_cleared")
    missions.join(OTHER)
    for what in ("began", "ended"):
        missions.step(what)
    return missions


@pytest.fixture
def own(missions: Missions) -> Reports:
    return Reports(missions, own=True, told=500, symbol=OWN_SYMBOL, item="Open Zorb Quay.")


def theirs(portal: Pages, role: Role = R.HUMAN_RIGHTS_OFFICER, mandate: str = OTHER) -> Visitor:
    return portal.signed_in(role, mandates=frozenset({mandate}))


def addresses(missions: Missions) -> tuple[str, str]:
    """The page of the joint visit, and that of the mission of the own file."""
    return f"/missions/{missions.mission_id}", f"/missions/{missions.own_id}"


def test_who_came_along_begins_a_report_of_its_own_from_either_page(
    portal: Pages, missions: Missions, own: Reports
) -> None:
    start = f"{own.page}/start"
    for page in addresses(missions):
        shown = theirs(portal).get(page).text
        assert f'href="{start}"' in shown
        assert "Begin a report of your own mandate" in shown
        assert "Begin the report<" not in shown
    ours = officer(portal).get(addresses(missions)[0]).text
    assert "Begin the report<" in ours
    assert start not in ours
    assert officer(portal).get(start).status_code == 404
    assert theirs(portal, mandate=THIRD).get(start).status_code == 404
    page = theirs(portal).get(start).text
    assert "of this mandate alone" in page
    assert theirs(portal).post(start, sent(seen="0")).status_code == 303
    command = last(portal)
    assert isinstance(command, commands.StartVisitReport)
    assert (command.mission_id, command.mandate) == (missions.own_id, OTHER)
    assert command.joint_mission_id == missions.mission_id


def test_nothing_is_offered_before_the_joint_visit_is_over(portal: Pages) -> None:
    missions = Missions(portal.engine, portal.vault, portal.clock())
    missions.hear()
    missions.join(OTHER)
    for page in addresses(missions):
        assert "Begin a report" not in theirs(portal).get(page).text
    assert theirs(portal).get(f"/visit-reports/{missions.own_id}/start").status_code == 404


def test_each_reads_its_own_draft_alone(portal: Pages, missions: Missions, own: Reports) -> None:
    joint = Reports(missions)
    joint.draft()
    own.draft()
    assert "Zorb" in theirs(portal).get(own.page).text
    assert theirs(portal).get(joint.page).status_code == 404
    assert officer(portal).get(own.page).status_code == 404
    assert "Name a mandate that writes" not in theirs(portal).get(own.page).text
    assert theirs(portal).get(f"{own.page}/mandates").status_code == 404
    page, mine = addresses(missions)
    assert own.page in theirs(portal).get(page).text
    assert joint.page not in theirs(portal).get(page).text
    assert own.page in theirs(portal).get(mine).text
    assert own.page not in officer(portal).get(page).text


def test_one_that_writes_its_own_is_not_offered_for_the_joint_report(
    portal: Pages, missions: Missions, own: Reports
) -> None:
    joint = Reports(missions)
    joint.draft()
    page = f"{joint.page}/mandates"
    assert f'value="{OTHER}"' in officer(portal).get(page).text
    typed = sent(seen=str(joint.state.steps), joined=OTHER)
    assert officer(portal).post(page, typed).status_code == 303
    assert last(portal).own_mission_id == missions.own_id
    own.draft()
    shown = officer(portal).get(page).text
    assert f'value="{OTHER}"' not in shown
    assert f'value="{THIRD}"' in shown


def test_one_that_writes_the_joint_report_is_offered_none_of_its_own(
    portal: Pages, missions: Missions, own: Reports
) -> None:
    joint = Reports(missions)
    joint.draft()
    joint.ask(commands.NameReportMandate, joined=OTHER, own_mission_id=missions.own_id)
    for page in addresses(missions):
        assert "Begin a report" not in theirs(portal).get(page).text
    assert theirs(portal).get(f"{own.page}/start").status_code == 404


def test_its_words_are_compared_with_what_each_of_the_visit_knows(
    portal: Pages, missions: Missions, own: Reports
) -> None:
    own.draft()
    with portal.engine.connect() as conn:
        assert beside.visiting(conn, missions.own_id) == [OTHER, "sr-torture"]
        assert beside.visiting(conn, missions.mission_id) == ["sr-torture", OTHER]


def test_the_page_of_the_visit_has_both_reports(
    portal: Pages, missions: Missions, own: Reports
) -> None:
    own.to("published")
    page = f"/register/visits/{missions.mission_id}"
    first = portal.visitor().get(page)
    assert first.status_code == 200
    assert OWN_SYMBOL in first.text
    assert "Open Zorb Quay." in first.text
    assert f"/country-visits/reports/{missions.own_id}" in first.text
    Reports(missions, told=900).to("published")
    both = portal.visitor().get(page).text
    assert both.index(SYMBOL) < both.index(OWN_SYMBOL)
    for said in ("Close Prison Quay.", "Open Zorb Quay."):
        assert said in both
    assert 'id="recommendations"' in both
    assert 'id="recommendations-2"' in both
    away = portal.visitor().get(f"/register/visits/{missions.own_id}")
    assert away.status_code == 302
    assert page in away.headers["Location"]
    kit = text(portal.visitor().get(f"/register/share/visit/{missions.mission_id}").text)
    assert SYMBOL in kit
    assert OWN_SYMBOL in kit
    with portal.engine.connect() as conn:
        assert of_visits.with_page(conn, 10) == [missions.mission_id]


def test_partners_of_the_joint_visit_hear_of_each_report(
    portal: Pages, missions: Missions, own: Reports
) -> None:
    partners = Partners(missions)
    rc = partners.admitted("rc", "rc-1")
    other = Missions(portal.engine, portal.vault, portal.clock(), told=2_000, mission_id=ANOTHER)
    other.hear(ahead=20)
    others = Partners(other, told=2_000)
    others.admitted("rc", "rc-2")
    own.to("published")
    since = missions.at - timedelta(days=1)
    with portal.engine.connect() as conn:
        told = [(each.partner_id, each.mission_id) for each in news.reported(conn, since)]
    assert told == [(rc, missions.own_id)]


def test_a_visit_has_no_page_for_the_report_on_another(
    portal: Pages, missions: Missions, own: Reports
) -> None:
    """Its file has one for the report of whoever came along, and the file of nobody else has."""
    Visits(portal.engine, portal.vault, missions.at)  # their tables
    for mandate, state, mission_id in (
        ("sr-torture", "KEN", missions.mission_id),
        (OTHER, "KEN", missions.own_id),
        (THIRD, "KEN", ANOTHER),
    ):
        row = {"visit_file_id": mission_id, "mandate": mandate, "state": state}
        with portal.engine.begin() as conn:
            conn.execute(files.insert().values(**row, status="agreed", mission_id=mission_id))
    own.to("published")
    with portal.engine.connect() as conn:
        found = set(conn.scalars(select(files.c.mandate).where(published.HAS_PAGE)))
    assert found == {"sr-torture", OTHER}


def test_it_is_read_together_with_the_joint_one(
    portal: Pages, missions: Missions, own: Reports
) -> None:
    joint = Reports(missions)
    joint.to("published")
    own.to("published")
    joint.told = 900  # after what was told of the other one
    joint.ask(commands.ReadVisitReportWith, others=(missions.own_id,))
    own.told = joint.told
    own.ask(commands.ReadVisitReportWith, others=(missions.mission_id,))
    shown = portal.visitor().get(f"/country-visits/reports/{missions.mission_id}").text
    assert f"/country-visits/reports/{missions.own_id}" in shown
