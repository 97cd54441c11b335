"""Edge cases of visits that no other file has: E.13 of the specification of visits."""

from dataclasses import replace
from typing import Any

from services.followup.app import FOLLOWUP_SERVICE
from services.followup.mission.decide import MISSION, HearVisitFile
from services.followup.visit_file.decide import VISIT_FILE
from services.followup.visit_report.decide import VISIT_REPORT
from shared.contracts import followup_visit_report_commands as of_report
from shared.contracts import followup_visit_reports as reported
from shared.contracts.followup_mission_commands import SetProgrammeItem
from shared.contracts.followup_visit_commands import LogVisitCancellation, NameVisitTerritories
from shared.core.actor import Asked, system
from shared.core.testing import AT, given
from shared.reference.visits import visit_file_id
from tests.followup import reports
from tests.followup.missions import OPENED, ask, item
from tests.followup.visits import (
    AGREED,
    DATED,
    DAY,
    HOLDER,
    OFFICER,
    OTHER_HOLDER,
    REQUESTED,
    SENT,
    SETTLED,
    SOON,
    TODAY,
    logged,
    of,
    then,
)

POLICY = system("followup")


def test_a_territory_is_visited_through_the_state_that_invites_and_no_other() -> None:
    """It stands on the file of the State whose invitation opens it, whoever else claims it."""
    command = of(NameVisitTerritories, 0, state="GBR", territories=("FLK",))
    [named] = given(VISIT_FILE).when(command, by=OFFICER)._decide()
    assert (named.state, named.territories) == ("GBR", ("FLK",))  # type: ignore[union-attr]
    claims_it = replace(command, state="ARG")
    given(VISIT_FILE).when(claims_it, by=OFFICER).then_refused("territories of this State")


def test_one_mandate_of_a_joint_visit_drops_out_after_the_dates_were_agreed() -> None:
    """Each has its file and its mission: what one calls off changes nothing of the other."""
    agreed = (REQUESTED, DATED, SENT, SETTLED, AGREED)
    theirs = [
        replace(
            one,
            visit_file_id=visit_file_id("wgad", one.state),
            mandate="wgad",
            **({"mission_id": "mission-2"} if one is AGREED else {}),
        )
        for one in agreed
    ]
    out = logged(LogVisitCancellation, *theirs, by="mandate", reason="priorities")
    gone = VISIT_FILE.decide(
        replace(out, mandate="wgad"), Asked(at=AT, by=OTHER_HOLDER), VISIT_FILE.fold(theirs)
    )
    told = [one for fact in gone for one in FOLLOWUP_SERVICE.react(fact)]
    [heard] = [one for one in told if isinstance(one, HearVisitFile)]
    assert (heard.mission_id, heard.mandate, heard.plans) == ("mission-2", "wgad", "called_off")
    assert VISIT_FILE.fold(agreed).now.status == "agreed"
    mission = MISSION.fold([OPENED])
    assert (mission.called_off, mission.dates) == (False, SOON)
    assert then(agreed[:-1], AGREED).now.mission_id == "mission-1"


def test_a_time_of_the_programme_is_that_of_the_place() -> None:
    """Late in the evening there is still the day of the programme, whatever Geneva's clock says."""
    late = item(day=SOON.last, begins="23:30")
    command = ask(SetProgrammeItem, 1, item=late)
    [kept] = given(MISSION, OPENED).when(command, by=OFFICER)._decide()
    assert (kept.item.day, kept.item.begins) == (SOON.last, "23:30")
    for begins in ("24:00", "23:30Z", "23:30+14:00"):
        other = replace(command, item=replace(late, begins=begins))
        given(MISSION, OPENED).when(other, by=OFFICER).then_refused("a time such as")


def test_a_session_that_was_moved_is_the_one_at_which_it_was_presented() -> None:
    """The slot was for another one: what counts is what happened, and what is said last."""
    first = reports.ask(of_report.PresentVisitReport, 10, session=61, on=TODAY - DAY)
    moved = replace(first, seen=11, session=62, on=TODAY)
    history: list[Any] = [*reports.WHOLE]
    for command in (first, moved):
        asked = Asked(at=AT, by=HOLDER)
        history += VISIT_REPORT.decide(command, asked, VISIT_REPORT.fold(history))
    said = [one for one in history if isinstance(one, reported.VisitReportPresented)]
    assert [one.session for one in said] == [61, 62]
    assert VISIT_REPORT.fold(history).presented_on == TODAY
    plan = reports.ask(of_report.PlanVisitFollowUp, 12, first_round=TODAY - DAY)
    given(VISIT_REPORT, *history).when(plan, by=HOLDER).then_refused("within five years")


def test_confidential_comments_of_the_state_are_published_by_nobody() -> None:
    """Beside one that the State asks to be read, and where it asks for none."""
    private = reports.said(2, "substantive")
    comment = reports.fact(
        reported.StateCommented,
        6,
        "with_state",
        "government-1",
        comment=private,
        by_government=True,
        late=False,
    )
    public = reports.said().comment_id
    rest = (reports.ENDED_PERIOD, reports.DECIDED, reports.APPROVED, reports.SUBMITTED)
    later = [replace(fact, step=fact.step + 1) for fact in (*rest, reports.PUBLISHED)]
    history = [*reports.WITH_STATE, comment, *later]
    addendum = reports.ask(
        of_report.PublishStateComments, 11, symbol="A/HRC/61/54/Add.2", comments=(public,)
    )
    both = replace(addendum, comments=(public, private.comment_id))
    some = given(VISIT_REPORT, *history)
    some.when(both, by=reports.PUBLISHER).then_refused("Choose the com")
    [added] = some.when(addendum, by=reports.PUBLISHER)._decide()
    assert added.comments == (public,)
