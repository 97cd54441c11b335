"""Reports of several mandates on one joint visit: the pages name each other once both say so."""

from dataclasses import replace
from typing import Any

import pytest

from shared.contracts.followup_visit_report_commands import (
    ReadVisitReportWith,
    StartVisitReport,
    WithdrawVisitReport,
)
from shared.contracts.followup_visit_reports import (
    VisitReportPublished,
    VisitReportReadWith,
    VisitReportTextKept,
)
from shared.core.message import derive_id
from shared.core.roles import Role
from tests.portal.followup.visit_reports.test_pages import holder, last, officer, sent
from tests.portal.stakeholders.test_pages import text
from tests.support.missions import Missions
from tests.support.portal import Pages
from tests.support.visit_reports import SYMBOL, Reports, ended

R = Role
OTHER, THEIR_SYMBOL = str(derive_id("mission of another mandate")), "A/HRC/61/60/Add.2"
THEIRS, PUBLIC = "wgad", "/country-visits/reports"


@pytest.fixture
def reports(portal: Pages) -> Reports:
    """The report of one mandate is out, and that of another one on the same State."""
    reports = Reports(ended(Missions(portal.engine, portal.vault, portal.clock())))
    reports.to("published")
    theirs(reports, VisitReportTextKept, 1, "drafting")
    theirs(reports, VisitReportPublished, 2)
    return reports


def theirs(reports: Reports, kind: type, step: int = 1, stage: str = "published") -> None:
    also: dict[type, dict[str, Any]] = {
        VisitReportPublished: {
            "symbol": THEIR_SYMBOL,
            "approved_by": "holder-2",
            "languages": ("en",),
            "recommendations": (),
            "mandates": (THEIRS,),
        },
        VisitReportTextKept: {
            "version": 1,
            "text_hash": "c" * 64,
            "text": reports.vault.seal(f"visitreport-{OTHER}", "What else was seen."),
            "words": 4,
        },
        VisitReportReadWith: {"others": (reports.missions.mission_id,)},
    }
    said: dict[str, Any] = {
        "mission_id": OTHER,
        "mandate": THEIRS,
        "state": "KEN",
        "stage": stage,
        "step": step,
        "done_by": "somebody",
        "done_at": reports.missions.at,
    }
    reports.tell(kind(**said, **also[kind]))


def public_pages(portal: Pages, reports: Reports) -> tuple[str, str]:
    visitor = portal.visitor()
    mine = visitor.get(f"{PUBLIC}/{reports.missions.mission_id}")
    return text(mine.text), text(visitor.get(f"{PUBLIC}/{OTHER}").text)


def test_both_mandates_say_it_and_the_public_pages_name_each_other(
    portal: Pages, reports: Reports
) -> None:
    ours, path = officer(portal), f"{reports.page}/read-with"
    assert "Say with which reports it is read" in ours.get(reports.page).text
    shown = ours.get(path).text
    assert THEIR_SYMBOL in shown
    steps = reports.state.steps
    assert ours.post(path, sent(seen=str(steps), others=[OTHER])).status_code == 303
    command = last(portal)
    assert isinstance(command, ReadVisitReportWith)
    assert command.others == (OTHER,)
    reports.ask(ReadVisitReportWith, others=command.others)
    assert "once its mandate says so as well" in text(ours.get(reports.page).text)
    for page in public_pages(portal, reports):
        assert "To be read together with" not in page
    theirs(reports, VisitReportReadWith, 3)
    mine, other = public_pages(portal, reports)
    assert f"To be read together with {THEIR_SYMBOL}" in mine
    assert f"To be read together with {SYMBOL}" in other
    assert "To be read together with" in text(ours.get(reports.page).text)
    assert " checked" in ours.get(path).text
    reports.ask(ReadVisitReportWith, others=())
    for page in public_pages(portal, reports):
        assert "To be read together with" not in page
    assert "Say so as well, and the public pages name each other" in text(
        holder(portal).get(reports.page).text
    )


def test_what_is_taken_off_is_named_nowhere_and_what_is_begun_anew_says_it_anew(
    portal: Pages, reports: Reports
) -> None:
    reports.ask(ReadVisitReportWith, others=(OTHER,))
    theirs(reports, VisitReportReadWith, 3)
    reports.ask(WithdrawVisitReport, reason="other", note=None)
    assert SYMBOL not in public_pages(portal, reports)[1]
    reports.ask(StartVisitReport)
    assert reports.state.read_with == ()
    reports.tell(replace(_published(reports), step=reports.state.steps + 1))
    assert "To be read together with" not in public_pages(portal, reports)[1]


def _published(reports: Reports) -> VisitReportPublished:
    return VisitReportPublished(
        mission_id=reports.missions.mission_id,
        mandate="sr-torture",
        state="KEN",
        stage="published",
        step=0,
        done_by="somebody",
        done_at=reports.missions.at,
        symbol=SYMBOL,
        approved_by="holder-1",
        languages=("en",),
        recommendations=(),
        mandates=("sr-torture",),
    )


def test_who_has_no_door_and_what_is_not_there(portal: Pages, reports: Reports) -> None:
    path = f"{reports.page}/read-with"
    for role in (R.GOVERNMENT, R.PUBLICATION_OFFICER, R.COORDINATION_COMMITTEE):
        assert portal.signed_in(role).get(path).status_code == 403
    other = portal.signed_in(R.HUMAN_RIGHTS_OFFICER, mandates=frozenset({THEIRS}))
    assert other.get(path).status_code == 404
    assert other.get(f"/visit-reports/{OTHER}/read-with").status_code == 200
    theirs(reports, VisitReportReadWith, 3, "withdrawn")
    assert officer(portal).get(path).status_code == 404, "nothing else is public on this State"
    assert "Say with which reports" not in officer(portal).get(reports.page).text
