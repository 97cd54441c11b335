"""Report deadlines for each role: section H.5; the board, one report, the calendar, the public."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

from pydantic import TypeAdapter
from sqlalchemy import select

from portal.committee.reports import demo, queries
from portal.committee.reports.calendar import calendar
from portal.committee.reports.read_model import reports, sessions
from services.stakeholders.report_deadlines.decide import REPORT
from services.stakeholders.report_deadlines.sessions import SESSIONS
from shared.contracts.stakeholders_report_deadline_commands import (
    TYPES,
    CorrectReportingSession,
    DropReport,
    HandOverReport,
    MoveReportingSession,
    PlanReport,
    PublishReport,
    RecordReportingSession,
    SetReportStage,
)
from shared.contracts.stakeholders_report_deadlines import ReportingSessionRecorded
from shared.core.actor import ActorSigner
from shared.core.roles import Role
from shared.core.testing import AT
from shared.reference.report_deadlines import CHAIN, STAGES
from tests.portal.stakeholders.test_pages import text
from tests.stakeholders import reports_owed as said
from tests.support.invented import asked_of
from tests.support.organisations import asked_for
from tests.support.owed import Owed
from tests.support.portal import Pages, Visitor

PAGE = "/report-deadlines"
OWN, OTHER = "wgad", "sr-housing"
DETENTION, HOUSING = "Working Group on Arbitrary Detention", "adequate housing"
ACTS = ("stage", "approve", "slot", "move", "late", "publish", "drop", "take-up", "hand-over")
DAY = timedelta(days=1)


def form(**also: Any) -> dict[str, Any]:
    return {"command_id": str(uuid4()), **also}


def asked(portal: Pages) -> Any:
    kind, data, _ = asked_for(portal.asked[-1])
    return TypeAdapter(TYPES[kind]).validate_python(data)


def test_each_reads_what_is_theirs_by_week_and_by_mandate(
    portal: Pages, owed: Owed, holder: Visitor, chief: Visitor
) -> None:
    assert "Reports will appear here once they are planned." in text(holder.get(PAGE).text)
    session = owed.session()
    own, other = owed.report(session), owed.report(session, OTHER, kind="annual", state=None)
    owed.step(said.DROPPED, owed.report(session))
    page = text(holder.get(PAGE).text)
    assert "Week of" in page
    assert DETENTION in page
    assert HOUSING not in page
    assert "To the State for comments" in page
    assert holder.get(f"{PAGE}/{other}").status_code == 404
    member = portal.signed_in(Role.COORDINATION_COMMITTEE)
    for visitor in (chief, member):
        page = text(visitor.get(f"{PAGE}?by=mandate").text)
        assert DETENTION in page
        assert HOUSING in page
        assert "Week of" not in page
    for address in (f"{PAGE}?stands=dropped", f"{PAGE}?session={session}"):
        assert DETENTION in text(holder.get(address).text)
    assert "No report fits the filters." in text(holder.get(f"{PAGE}?stands=published").text)
    one = text(member.get(f"{PAGE}/{own}").text)
    for words in ("Say where", "Drop this report", "Approve the report"):
        assert words not in one
    past = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset())
    assert past.get(f"{PAGE}/{own}").status_code == 404


def test_late_is_read_inside_with_its_reason_and_never_outside(
    portal: Pages, owed: Owed, holder: Visitor
) -> None:
    session = owed.session(weeks_ahead=14)
    one = owed.report(session, kind="annual", state=None)
    assert "Late No reason is recorded." in text(holder.get(f"{PAGE}/{one}").text)
    due = owed.today - 7 * DAY
    owed.step(said.EXPLAINED, one, milestone="approval", due_on=due, code="staff")
    member = portal.signed_in(Role.COORDINATION_COMMITTEE)
    assert text(holder.get(f"{PAGE}/{one}").text).count("Staff were missing") == 2
    page = text(member.get(f"{PAGE}/{one}").text)
    assert "Late" in page
    assert "Staff were missing" not in page
    owed.stage(one, "submitted", due_on=due, submitted_on=owed.today, recorded_at=portal.clock())
    page = text(holder.get(f"{PAGE}/{one}").text)
    assert "Submission" in page
    assert "Late Due on" in page
    public = f"/en/mandates/{OWN}"
    assert "Published reports" not in portal.visitor().get(public).text
    owed.step(said.PUBLISHED, one, published_at=portal.clock())
    page = portal.visitor().get(public).text
    assert "A/HRC/61/49/Add.1" in page
    assert "Annual report" in page
    for words in ("Late", "Due", "Staff", "No reason", one, PAGE):
        assert words not in text(page), words
    visit = owed.report(session, kind="visit", state="KEN")
    owed.step(said.PUBLISHED, visit, symbol="A/HRC/61/49/Add.2", published_at=portal.clock())
    assert "A/HRC/61/49/Add.2 Report on a visit, Kenya" in text(portal.visitor().get(public).text)
    owed.stage(one, "translated")
    assert "A/HRC/61/49/Add.1" not in portal.visitor().get(public).text


def test_the_session_moved_is_said_in_the_history_and_moves_what_is_due(
    owed: Owed, holder: Visitor
) -> None:
    session = owed.session()
    one = owed.report(session)
    with owed.engine.connect() as conn:
        before = queries.one(conn, one, reports.c.report_id == one)
    starts = owed.starts + 14 * DAY
    days: dict[str, Any] = {"starts_on": starts, "ends_on": starts + 9 * DAY}
    owed.tell(replace(said.SESSION_MOVED, session_id=session, **days))
    with owed.engine.connect() as conn:
        after = queries.one(conn, one, reports.c.report_id == one)
    assert before
    assert before.due_on
    assert after
    assert after.due_on
    assert after.due_on - before.due_on == 14 * DAY
    assert "The session was moved" in text(holder.get(f"{PAGE}/{one}").text)
    later = owed.report(session)
    assert "The session was moved" not in text(holder.get(f"{PAGE}/{later}").text)
    came = owed.report(owed.session(62))
    owed.step(said.MOVED, came, session_id=session)
    assert "The session was moved" not in text(holder.get(f"{PAGE}/{came}").text)
    days |= {"was_starts_on": starts, "ends_on": starts + 8 * DAY}
    owed.tell(replace(said.SESSION_MOVED, session_id=session, **days))
    owed.tell(replace(said.CORRECTED, session_id=session, number=63))
    page = text(holder.get(f"{PAGE}/{came}").text)
    assert "The last day of the session was changed" in page
    assert "Human Rights Council, session 63" in page
    owed.step(said.MOVED, came, session_id=owed.session(62))
    assert "The last day of the session was changed" in text(holder.get(f"{PAGE}/{came}").text)
    with owed.engine.connect() as conn:
        since = AT - DAY
        moved = {each.report_id for each, *_ in queries.moved_since(conn, since)}
    assert moved == {one}


def test_what_is_due_is_the_same_in_the_order_and_on_the_page(owed: Owed) -> None:
    """``_DUE`` says to the database what ``Report.due_on`` says on a page."""
    session = owed.session()
    for state in (None, "KEN"):
        for stage in STAGES:
            for approved in (False, True):
                for slot in (None, owed.starts - 170 * DAY, owed.starts):
                    kind = "visit" if state else "annual"
                    one = owed.report(session, kind=kind, state=state, slot=slot)
                    if stage != "planned":
                        owed.stage(one, stage)
                    if approved:
                        owed.step(said.APPROVED, one)
    these = select(reports.c.report_id, queries._DUE.label("due"))
    joined = these.join(sessions, sessions.c.session_id == reports.c.session_id)
    with owed.engine.connect() as conn:
        by_database = {row.report_id: row.due for row in conn.execute(joined)}
        every = queries.opened(conn, reports.c.report_id.is_not(None))
        soon = queries.due_soon(conn, owed.today, owed.today + 30 * DAY)
    assert {one.report_id: one.due_on for one in every} == by_database
    assert len(by_database) == 84
    assert {one.next for one in soon} == {"comments", "approval", "submission"}
    by_day = [one.due_on for one in every if one.due_on]
    assert by_day == sorted(by_day)


def test_the_calendar_has_what_its_reader_may_read(
    portal: Pages, owed: Owed, holder: Visitor
) -> None:
    session = owed.session()
    owed.report(session)
    owed.report(session, OTHER)
    answer = holder.get(f"{PAGE}/calendar.ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    assert answer.text.count("BEGIN:VEVENT") == 1
    assert "Housing" not in answer.text
    lines = answer.text.split("\r\n")
    assert max(len(line.encode()) for line in lines) <= 75
    assert f"DTSTART;VALUE=DATE:{owed.starts - timedelta(weeks=22):%Y%m%d}" in lines
    assert portal.visitor().get(f"{PAGE}/calendar.ics").status_code in {302, 303, 401}
    assert calendar([], portal.clock()).endswith("END:VCALENDAR\r\n")


def test_the_owner_plans_and_goes_on_with_a_report(
    portal: Pages, owed: Owed, holder: Visitor
) -> None:
    session, other = owed.session(), owed.session(62, 60)
    typed = form(
        mandate=OWN, session=session, kind="visit", state="KEN", resolution="A/HRC/RES/58/13"
    )
    typed |= {"word_limit": "10700", "slot": ""}
    for wrong, says in (({"state": ""}, "Choose the State"), ({"word_limit": "x"}, "a number")):
        assert says in text(holder.post(f"{PAGE}/plan", {**typed, **wrong}).text)
    assert "Check this report" in text(holder.post(f"{PAGE}/plan", typed).text)
    holder.post(f"{PAGE}/plan", {**typed, "checked": "send"})
    command = asked(portal)
    assert isinstance(command, PlanReport)
    assert (command.state, command.word_limit, command.slot) == ("KEN", 10_700, None)
    one = owed.report(session)
    owed.stage(one, "drafting")
    for act in ("stage", "approve", "slot", "move", "late", "drop"):
        assert holder.get(f"{PAGE}/{one}/{act}").status_code == 200, act
    for act, also in (
        ("stage", {"stage": "holder", "was": "drafting"}),
        ("approve", {"was": "drafting"}),
        ("slot", {"slot": f"{owed.starts - 80 * DAY}", "was": ""}),
        ("move", {"session": other, "was": session}),
        ("late", {"code": "visit", "was": "comments 2026-01-05"}),
        ("drop", {"code": "other", "checked": "send"}),
    ):
        holder.post(f"{PAGE}/{one}/{act}", form(**also))
        assert asked(portal).report_id == one, act
    assert isinstance(asked(portal), DropReport)
    owed.stage(one, "submitted", due_on=owed.starts)
    published = form(symbol="A/HRC/61/49")
    assert "Everybody then reads" in text(holder.post(f"{PAGE}/{one}/publish", published).text)
    holder.post(f"{PAGE}/{one}/publish", {**published, "checked": "send"})
    assert isinstance(asked(portal), PublishReport)
    assert holder.get(f"{PAGE}/{one}/slot").status_code == 404
    owed.step(said.PUBLISHED, one)
    assert "disappears from the page" in text(holder.get(f"{PAGE}/{one}/stage").text)
    holder.post(f"{PAGE}/{one}/stage", form(stage="translated", was="published"))
    assert asked(portal) == SetReportStage(
        report_id=one, stage="translated", submitted_on=None, was="published"
    )
    gone = owed.report(session)
    owed.step(said.DROPPED, gone)
    assert "Take it up again" in text(holder.get(f"{PAGE}/{gone}").text)
    assert holder.get(f"{PAGE}/{gone}/take-up").status_code == 200
    holder.post(f"{PAGE}/{gone}/take-up", form())
    assert asked(portal).report_id == gone


def test_no_report_of_others_can_be_touched(
    portal: Pages, owed: Owed, holder: Visitor, chief: Visitor
) -> None:
    other = owed.report(owed.session(), OTHER)
    for act in ACTS[:-1]:
        assert holder.get(f"{PAGE}/{other}/{act}").status_code == 404, act
    for act in ("drop", "hand-over"):
        assert chief.get(f"{PAGE}/{other}/{act}").status_code == 404
    assert chief.get(f"{PAGE}/sessions/{other}/move").status_code == 404


def test_the_chief_hands_over_what_a_mandate_owes_that_ended(
    portal: Pages, owed: Owed, chief: Visitor
) -> None:
    one = owed.report(owed.session())
    owed.tell(said.CREATED, replace(said.ENDED, ended_on=owed.today - DAY))
    page = text(chief.get(f"{PAGE}/{one}").text)
    assert "The mandate ended on" in page
    assert "The mandate ended" in text(chief.get(PAGE).text)
    assert chief.get(f"{PAGE}/{one}/drop").status_code == 200
    typed = form(mandate=OTHER, was=OWN)
    assert "Hand this report over?" in text(chief.post(f"{PAGE}/{one}/hand-over", typed).text)
    chief.post(f"{PAGE}/{one}/hand-over", {**typed, "checked": "send"})
    assert asked(portal) == HandOverReport(report_id=one, mandate=OTHER, was_mandate=OWN)
    owed.step(said.APPROVED, one)
    owed.step(said.HANDED_OVER, one)
    page = text(chief.get(f"{PAGE}/{one}").text)
    assert "Hand this report over" in page
    assert "Drop this report" not in page
    assert chief.get(f"{PAGE}/{one}/hand-over").status_code == 200
    heir = portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=frozenset({OTHER}))
    assert "Handed over to another mandate" in text(heir.get(f"{PAGE}/{one}").text)
    page = text(heir.get(f"{PAGE}/{one}").text)
    assert "The mandate ended" not in page
    assert "Approval by the holder Not yet" in page
    owed.stage(one, "drafting")
    assert chief.get(f"{PAGE}/{one}/hand-over").status_code == 404


def test_the_chief_records_and_moves_sessions(
    portal: Pages, owed: Owed, holder: Visitor, chief: Visitor
) -> None:
    path = f"{PAGE}/sessions"
    assert "Sessions will appear here" in text(chief.get(path).text)
    assert 'value="22"' in chief.get(f"{path}/record").text
    starts = owed.starts
    typed = form(body="HRC", number="61", starts_on=f"{starts}", ends_on=f"{starts + 25 * DAY}")
    typed |= {"comments": "22", "approval": "15", "submission": "13", "publication": "2"}
    assert "Check this session" in text(chief.post(f"{path}/record", typed).text)
    chief.post(f"{path}/record", {**typed, "checked": "send"})
    command = asked(portal)
    assert isinstance(command, RecordReportingSession)
    assert (command.number, command.weeks) == (61, CHAIN)
    session = owed.session()
    page = text(holder.get(path).text)
    assert "Human Rights Council, session 61" in page
    assert f"{session}/move" not in holder.get(path).text
    assert f"/agenda/note?number=61&amp;first={starts}" in chief.get(path).text
    assert "/agenda/note" not in holder.get(path).text
    was = f"{starts} {starts + 25 * DAY} 22 15 13 2"
    assert was in chief.get(f"{path}/{session}/move").text
    chief.post(f"{path}/{session}/move", {**typed, "was": was, "checked": "send"})
    command = asked(portal)
    assert isinstance(command, MoveReportingSession)
    assert (command.was_starts_on, command.was_weeks) == (starts, CHAIN)
    chief.post(f"{path}/{session}/move", {**typed, "was": "x", "checked": "send"})
    assert asked(portal).was_starts_on.year == 1
    assert 'value="HRC 61"' in chief.get(f"{path}/{session}/correct").text
    chief.post(f"{path}/{session}/correct", form(body="GA", number="80", was="HRC 61"))
    command = asked(portal)
    assert isinstance(command, CorrectReportingSession)
    assert (command.number, command.was_body, command.was_number) == (80, "HRC", 61)


def test_the_invented_reports_follow_the_rules(portal: Pages) -> None:
    for local, mandate in (("holder", "sr-torture"), ("holder.hrds", "sr-hrds")):
        portal.person(
            Role.MANDATE_HOLDER, email=f"{local}@demo.example", mandates=frozenset({mandate})
        )
    portal.person(Role.CHIEF, email="chief@demo.example")
    with portal.app.test_request_context():
        demo.tell()
    signer = ActorSigner(portal.settings.actor_key_list)
    types: dict[str, TypeAdapter[Any]] = {name: TypeAdapter(one) for name, one in TYPES.items()}
    history: list[Any] = []
    for request in portal.asked:
        command, by = asked_of(signer, request, types)
        if isinstance(command, RecordReportingSession):
            history += SESSIONS.decide(command, by, SESSIONS.fold(history))
        else:
            of = [one for one in history if getattr(one, "report_id", None) == command.report_id]
            when = [one for one in history if isinstance(one, ReportingSessionRecorded)]
            history += REPORT.decide(command, by, REPORT.fold([*when, *of]))
    assert len(history) == 12
