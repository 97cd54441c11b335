"""The public pages of a report, its statement and its follow-up tables lead to each other."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import insert

from portal.followup.recommendations.read_model import RECOMMENDATIONS
from portal.followup.rounds.read_model import ROUNDS
from portal.followup.visits.read_model import files
from portal.letters.statements.read_model import STATEMENTS
from portal.public.register.statement_model import REGISTER_STATEMENTS
from shared.contracts.approvals_missions import MissionHeard
from shared.contracts.approvals_statements import StatementWithdrawn
from shared.contracts.followup_rounds import FollowUpRoundOpened, FollowUpTablePublished
from shared.contracts.followup_visit_report_commands import WithdrawVisitReport
from tests.approvals.statements import DRAFTED, ISSUED, SEALED
from tests.portal.stakeholders.test_pages import text
from tests.support.followup import issued, published, tell
from tests.support.missions import MANDATE, STATE, Missions
from tests.support.portal import Pages
from tests.support.publication import arriving
from tests.support.ready import ready
from tests.support.visit_reports import ITEM_ID, SYMBOL, Reports, ended

AT = ISSUED.issued_at
ROUND = "00000000-0000-4000-8000-000000000001"
ON: dict[str, Any] = {"round_id": ROUND, "mandate": MANDATE, "state": STATE, "done_by": "x"}
WITHDRAWN = StatementWithdrawn(
    statement_id=ISSUED.statement_id,
    mandate=MANDATE,
    first_issued_at=ISSUED.first_issued_at,
    reason=SEALED,
    withdrawn_by="x",
    withdrawn_at=AT,
)
STATEMENT, TABLE = f"/register/statements/{ISSUED.statement_id}", f"/follow-up/{ROUND}"


@pytest.fixture
def reports(portal: Pages) -> Reports:
    reports = Reports(ended(Missions(portal.engine, portal.vault, portal.clock())))
    reports.to("published")
    told(portal, reports)
    return reports


def told(
    portal: Pages,
    reports: Reports,
    *,
    issue: bool = True,
    publish: bool = True,
    more: tuple[object, ...] = (),
) -> None:
    mission = reports.missions.mission_id
    heard = MissionHeard(
        mission_id=mission,
        mandate=MANDATE,
        state=STATE,
        step=1,
        planned_first=AT.date(),
        planned_last=AT.date(),
        began_on=AT.date(),
        ended_on=None,
        called_off=False,
        findings="shared",
        heard_at=AT,
    )
    drafted = replace(DRAFTED, mandates=(MANDATE,), mission_id=mission)
    out = [replace(ISSUED, mandates=(MANDATE,), mission_id=mission)] if issue else []
    press(portal, heard, drafted, *out, *more)
    item = issued(ITEM_ID, addressee=STATE)
    tell(portal.engine, RECOMMENDATIONS, [item, published(item)])
    opened = FollowUpRoundOpened(
        **ON, done_at=AT, scope="visit", year=2026, rows=(ITEM_ID,), due_on=AT.date()
    )
    table = FollowUpTablePublished(
        **ON, done_at=AT, version=1, year=2026, symbol=None, situations=(), steps=()
    )
    tell(portal.engine, ROUNDS, [opened, *([table] if publish else [])])


def press(portal: Pages, *facts: object) -> None:
    for model in (STATEMENTS, REGISTER_STATEMENTS):
        (applier,) = ready(portal.engine, [model])
        applier.apply(arriving(*facts, topic="approvals.events"))


def page_of(reports: Reports) -> str:
    return f"/country-visits/reports/{reports.missions.mission_id}"


def test_the_public_pages_lead_to_each_other(portal: Pages, reports: Reports) -> None:
    visitor = portal.visitor()
    report = visitor.get(page_of(reports)).text
    assert f'{STATEMENT}"' in report
    assert f'{TABLE}"' in report
    statement = visitor.get(STATEMENT)
    assert statement.status_code == 200
    assert f'{page_of(reports)}"' in statement.text
    assert SYMBOL in statement.text
    told(portal, reports, more=(WITHDRAWN,))
    assert STATEMENT not in visitor.get(page_of(reports)).text


def test_a_visit_has_one_page_with_what_is_public_of_it(portal: Pages, reports: Reports) -> None:
    visitor, page = portal.visitor(), f"/register/visits/{reports.missions.mission_id}"
    for path in (page_of(reports), STATEMENT):
        assert f'{page}"' in visitor.get(path).text
    for lang in ("en", "ar"):
        shown = visitor.get(f"/{lang}{page}").text
        assert [f'{one}"' in shown for one in (STATEMENT, page_of(reports), TABLE)] == [True] * 3
        assert published().text in shown, "a recommendation as the register has it"
        assert SYMBOL in shown
        assert f"/register/feed/published.atom?state={STATE}&amp;kind=statement" in shown
    note = portal.vault.seal("visitreport-note", "x")
    reports.ask(WithdrawVisitReport, reason="mistake", note=note)
    shown = visitor.get(f"/en{page}").text
    assert f'{STATEMENT}"' in shown, "there was a visit all the same"
    assert "A report will appear here once it is published." in shown
    assert published().text not in shown
    told(portal, reports, more=(WITHDRAWN,))
    assert visitor.client.get(f"/en{page}").status_code == 404


def test_the_page_of_a_joint_visit_names_every_mandate_whoever_wrote(
    portal: Pages, reports: Reports
) -> None:
    """From the statement on (VR1); the mission of its own file leads to the page of the visit."""
    visitor, missions = portal.visitor(), reports.missions
    page, own = (f"/en/register/visits/{one}" for one in (missions.mission_id, missions.own_id))
    assert "arbitrary detention" not in visitor.get(page).text.lower()
    missions.join("wgad")
    shown = text(visitor.get(page).text)
    assert "Working Group on Arbitrary Detention" in shown
    assert "Special Rapporteur on torture" in shown
    assert visitor.client.get(own).status_code == 404, "nothing of it is public by itself"
    dates = missions.mission.dates
    assert dates is not None
    public = {"first": dates.first, "last": dates.last}
    days = {**public, "public_first": dates.first, "public_last": dates.last}
    theirs = {"visit_file_id": "f", "mandate": "wgad", "state": STATE, "status": "agreed"}
    with portal.engine.begin() as conn:
        conn.execute(insert(files).values(**theirs, **days, mission_id=missions.own_id))
    assert visitor.client.get(own).headers["Location"] == page
    note = portal.vault.seal("visitreport-note", "x")
    reports.ask(WithdrawVisitReport, reason="mistake", note=note)
    told(portal, reports, more=(WITHDRAWN,))
    shown = text(visitor.get(page).text)
    assert "Working Group on Arbitrary Detention" in shown
    assert "Special Rapporteur on torture" not in shown, "its days are its own to publish"


def test_a_visit_of_which_nothing_is_public_has_no_page(portal: Pages) -> None:
    reports = Reports(ended(Missions(portal.engine, portal.vault, portal.clock())))
    told(portal, reports, issue=False)
    page = f"/en/register/visits/{reports.missions.mission_id}"
    assert portal.visitor().client.get(page).status_code == 404


def test_nothing_that_is_not_public_is_led_to(portal: Pages) -> None:
    reports = Reports(ended(Missions(portal.engine, portal.vault, portal.clock())))
    told(portal, reports)
    answer = portal.visitor().get(STATEMENT)
    assert answer.status_code == 200
    statement = answer.text
    assert "/country-visits/reports/" not in statement.partition("<main")[2], "it is not out yet"
    reports.to("published")
    note = portal.vault.seal("visitreport-note", "x")
    reports.ask(WithdrawVisitReport, reason="mistake", note=note)
    assert page_of(reports) not in portal.visitor().get(STATEMENT).text


def test_a_report_before_its_follow_up_leads_to_no_table(portal: Pages) -> None:
    reports = Reports(ended(Missions(portal.engine, portal.vault, portal.clock())))
    reports.to("published")
    told(portal, reports, issue=False, publish=False)
    report = portal.visitor().get(page_of(reports)).text
    assert TABLE not in report
    assert STATEMENT not in report
