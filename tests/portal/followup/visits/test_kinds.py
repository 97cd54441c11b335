"""The kind of a visit on its pages, and no report on an unofficial one."""

from datetime import timedelta

import pytest

from portal.followup.missions import news, queries
from portal.followup.partners import suggested
from portal.followup.visit_reports import beside
from portal.followup.visits import words
from shared.contracts.followup_visit_commands import (
    LogVisitInvitation,
    LogVisitRequest,
    PublishVisitDates,
    SayVisitKind,
)
from shared.core.actor import Actor
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.reference.missions import TASKS, has_report
from tests.portal.followup.visits.test_acting import FILE, form, last
from tests.portal.followup.visits.test_agreed import agreed
from tests.portal.stakeholders.test_pages import text
from tests.support.missions import Missions
from tests.support.partners import Partners
from tests.support.portal import Pages, Visitor
from tests.support.visit_reports import Reports
from tests.support.visits import Visits

R = Role
PAGE = f"{FILE}/kind"
OWN = {"mandates": frozenset({"sr-torture"})}
OFFICER = Actor(
    actor_id="account-1",
    roles=frozenset({R.HUMAN_RIGHTS_OFFICER}),
    mandates=frozenset({"sr-torture"}),
)


def officer(portal: Pages, mandate: str = "sr-torture") -> Visitor:
    return portal.signed_in(R.HUMAN_RIGHTS_OFFICER, mandates=frozenset({mandate}))


def unofficial(visits: Visits) -> None:
    visits.ask(SayVisitKind, document_id="kind-1", kind="unofficial")


@pytest.fixture
def missions(portal: Pages) -> Missions:
    """A visit that is over."""
    some = Missions(portal.engine, portal.vault, portal.clock())
    some.hear()
    for what in ("security_cleared", "began", "ended"):
        some.step(what)
    return some


def test_it_is_checked_and_said(portal: Pages, visits: Visits) -> None:
    visits.log(LogVisitInvitation, ago=9)
    visitor = officer(portal)
    shown = visitor.get(FILE).text
    assert "Kind of visit Official visit" in text(shown)
    assert f'href="{PAGE}"' in shown
    assert 'value="official" checked' in " ".join(visitor.get(PAGE).text.split())
    typed = form(seen="1", kind="unofficial")
    check = text(visitor.post(PAGE, typed).text)
    assert "Check the kind of the visit" in check
    assert "No report falls due on an unofficial visit" in check
    assert "No report" not in text(visitor.post(PAGE, {**typed, "kind": "urgent"}).text)
    assert not portal.asked
    assert visitor.post(PAGE, {**typed, "checked": "send"}).status_code == 303
    command = last(portal)
    assert isinstance(command, SayVisitKind)
    assert (command.mandate, command.state, command.seen) == ("sr-torture", "KEN", 1)
    assert command.kind == "unofficial"
    assert visitor.post(PAGE, form(seen="1", checked="send")).status_code == 422


def test_who_does_not_work_for_the_mandate_says_none(portal: Pages, visits: Visits) -> None:
    assert officer(portal).get(PAGE).status_code == 404, "no visit is there"
    visits.log(LogVisitInvitation, ago=9)
    assert portal.signed_in(R.MANDATE_HOLDER, **OWN).get(PAGE).status_code == 200
    assert officer(portal, "wgad").get(PAGE).status_code == 404
    assert PAGE not in portal.signed_in(R.QUICK_RESPONSE_DESK).get(FILE).text
    desk = portal.signed_in(R.DESK_OFFICER, state_codes=frozenset({"KEN"}))
    for other in (portal.signed_in(R.QUICK_RESPONSE_DESK), desk, portal.visitor()):
        assert other.get(PAGE).status_code != 200


def test_it_is_read_on_the_file_with_who_said_it(portal: Pages, visits: Visits) -> None:
    visits.log(LogVisitRequest, ago=9, kind="urgent")
    assert "Kind of visit Urgent mission" in text(officer(portal).get(FILE).text)
    unofficial(visits)
    shown = officer(portal).get(FILE).text
    assert "Kind of visit Unofficial visit" in text(shown)
    assert 'id="document-kind-1"' in shown
    visits.log(LogVisitInvitation, ago=0)
    assert "Kind of visit Unofficial visit" in text(officer(portal).get(FILE).text)
    arabic = portal.signed_in(R.HUMAN_RIGHTS_OFFICER, language="ar", **OWN)
    for path in (FILE, PAGE):
        page = arabic.get(path).text
        assert "زيارة غير رسمية" in page
        assert "Kind of visit" not in page


def test_everybody_reads_it_with_the_days_and_not_before(portal: Pages, visits: Visits) -> None:
    agreed(visits)
    unofficial(visits)
    public, word = portal.visitor(), str(words.KINDS["unofficial"])
    lines = "/en/country-visits"
    assert word not in public.get(lines).text
    now = visits.states[next(iter(visits.states))].now
    page = f"/en/register/visits/{now.mission_id}"
    assert public.get(page).status_code == 404
    visits.ask(PublishVisitDates, dates=now.dates)
    for path in (lines, page, "/en/register/states/KEN"):
        assert word in text(public.get(path).text), path
    assert "زيارة غير رسمية" in public.get(page.replace("/en/", "/ar/")).text


def test_the_mission_says_it_and_has_no_task_for_a_report(
    portal: Pages, missions: Missions
) -> None:
    page, visitor = f"/missions/{missions.mission_id}", officer(portal)
    before = text(visitor.get(page).text)
    assert "Official visit" in before
    assert "Draft report" in before
    assert "Begin the report" in before
    late = day_of(missions.at) + timedelta(days=60 + 7)
    with portal.engine.connect() as conn:
        assert TASKS["report"].due(missions.mission.dates) in [  # type: ignore[arg-type]
            each.on for each in news.falling(conn, late)
        ]
    missions.hear(kind="unofficial")
    after = text(visitor.get(page).text)
    assert "Unofficial visit" in after
    assert "Draft report" not in after
    assert "Begin the report" not in after
    assert visitor.get(f"/visit-reports/{missions.mission_id}/start").status_code == 404
    with portal.engine.connect() as conn:
        assert not [*news.falling(conn, late)]
        one = queries.mission(conn, OFFICER, missions.mission_id)
        assert one is not None
        assert not has_report(one.kind)
        assert beside.to_begin(conn, OFFICER, one) == []
    missions.hear(kind="official")
    assert "Begin the report" in text(visitor.get(page).text)


def test_a_report_that_was_begun_stays_as_it_is(portal: Pages, missions: Missions) -> None:
    report = Reports(missions)
    report.draft()
    missions.hear(kind="unofficial")
    page = text(officer(portal).get(report.page).text)
    assert "Write the text" in page
    assert report.page in officer(portal).get(f"/missions/{missions.mission_id}").text


def test_no_partner_is_asked_to_make_a_report_known(portal: Pages, missions: Missions) -> None:
    partners = Partners(missions)
    partners.admitted("nhri", "nhri-1")
    line = suggested.TITLES["report"]
    page = f"/missions/{missions.mission_id}/partners"
    shown = text(officer(portal).get(page).text)
    missions.hear(kind="unofficial")
    assert str(line) not in text(officer(portal).get(page).text)
    assert str(line) in shown
