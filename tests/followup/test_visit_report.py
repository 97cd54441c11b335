"""The report on a visit: P1 to P9 of E.9 of the specification of visits."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest

from services.followup.app import FOLLOWUP_SERVICE
from services.followup.recommendation.decide import RECOMMENDATION
from services.followup.recommendation.state import Issued
from services.followup.visit_report.decide import VISIT_REPORT
from services.followup.visit_report.drafting import EndCommentPeriod
from services.followup.visit_report.policies import on_followup
from services.followup.visit_report.state import Report
from shared.contracts import followup_visit_report_commands as commands
from shared.contracts import followup_visit_reports as facts
from shared.contracts.followup import RecommendationIssued
from shared.contracts.followup_publication import RecommendationPublished
from shared.contracts.followup_recommendations import RecommendationAddresseeNamed
from shared.core.actor import Actor, Asked, system
from shared.core.message import Metadata, derive_id
from shared.core.testing import AT, InMemoryStore, given
from shared.hosting.service import asking
from shared.reference.visit_reports import PARAGRAPH
from tests.followup.missions import MISSION_ID, OPENED
from tests.followup.reports import (
    APPROVED,
    COMMENTED,
    DECIDED,
    DECIDING,
    DRAFT,
    DUE,
    ENDED,
    ENDED_PERIOD,
    GOVERNMENT,
    KEPT,
    LATER,
    OTHER_GOVERNMENT,
    PUBLISHED,
    PUBLISHER,
    READY,
    REASON,
    SENT,
    SET,
    STARTED,
    SUBMITTED,
    SYMBOL,
    TEXT,
    WHOLE,
    WITH_STATE,
    ask,
    fact,
    item,
    said,
)
from tests.followup.reports import (
    MISSION as OF_MISSION,
)
from tests.followup.test_visit_file import held
from tests.followup.visits import DAY, HOLDER, MANDATE, OFFICER, OTHER_HOLDER, OTHER_OFFICER, TODAY

CLOCK = system("clock")
VACANT = held(last=TODAY - DAY)
SUCCESSOR = replace(HOLDER, actor_id="holder-9")
KEEP = ask(commands.KeepVisitReportText, 1, text=TEXT, words=900, text_hash="h-1")
SEND = ask(commands.SendVisitReportToState, 3, text_hash="h-2", comments_due=DUE)
LOG = ask(commands.LogStateComment, 4, comment=said(publish=True))
DECIDE = ask(
    commands.DecideStateComment, 6, comment_id=said().comment_id, taken=False, reason=REASON
)
APPROVE = ask(commands.ApproveVisitReport, 7, text_hash="h-2")
SUBMIT = ask(commands.SubmitVisitReport, 8, slot=TODAY + 60 * DAY, words=900, waiver=None)
PUBLISH = ask(
    commands.PublishVisitReport,
    9,
    text_hash="h-2",
    symbol=SYMBOL,
    languages=("fr", "en"),
    words=((item().recommendation_id, "Ratify it. "),),
)
WITHDRAW = ask(commands.WithdrawVisitReport, 0, reason="term_ended", note=None)


def refused(sentence: str, command: Any, *history: Any, by: Actor = HOLDER, at: Any = AT) -> None:
    given(VISIT_REPORT, *history).when(command, by=by, at=at).then_refused(sentence)


@pytest.mark.parametrize(
    ("history", "command", "by", "expected"),
    [
        (OF_MISSION, ask(commands.StartVisitReport, 0), OFFICER, STARTED),
        ((*OF_MISSION, STARTED), KEEP, OFFICER, KEPT),
        (
            (*OF_MISSION, STARTED, KEPT),
            ask(commands.SetVisitReportItem, 2, item=item(), text_hash="h-2"),
            OFFICER,
            SET,
        ),
        (DRAFT, SEND, HOLDER, SENT),
        ((*DRAFT, SENT), LOG, GOVERNMENT, COMMENTED),
        (DECIDING, DECIDE, HOLDER, DECIDED),
        (READY, APPROVE, HOLDER, APPROVED),
        ((*READY, APPROVED), SUBMIT, OFFICER, SUBMITTED),
        ((*READY, APPROVED, SUBMITTED), PUBLISH, PUBLISHER, PUBLISHED),
    ],
)
def test_a_report_goes_its_way_by_those_whose_it_is(
    history: tuple[Any, ...], command: Any, by: Actor, expected: Any
) -> None:
    given(VISIT_REPORT, *history).when(command, by=by).then(expected)
    others = {OFFICER, HOLDER, GOVERNMENT, PUBLISHER, OTHER_GOVERNMENT, OTHER_HOLDER, OTHER_OFFICER}
    may = {by} | ({HOLDER} if by is OFFICER else {OFFICER, HOLDER} if by is GOVERNMENT else set())
    for other in others - may:
        given(VISIT_REPORT, *history).when(command, by=other).then_forbidden()
    if command is not LOG:
        refused("has changed", replace(command, seen=99), *history, by=by)
    refused("no such mission", command, by=by)
    refused("no such mission", replace(command, mandate="wgad"), *history, by=by)


def test_a_report_follows_the_end_of_its_visit() -> None:
    start = ask(commands.StartVisitReport, 0)
    refused("follows its end", start, OPENED)
    refused("already", replace(start, seen=1), *OF_MISSION, STARTED)
    refused("no report", replace(KEEP, seen=0), *OF_MISSION)
    back = replace(ENDED, what="taken_back", phase="planning", step=3)
    refused("follows its end", SEND, *DRAFT, back)
    assert VISIT_REPORT.consults(start, Report()) == [
        f"mission-{MISSION_ID}",
        f"officeholder-{MANDATE}",
    ]


def test_the_draft_has_its_recommendations_as_items() -> None:
    remove = ask(
        commands.RemoveVisitReportItem,
        3,
        recommendation_id=item().recommendation_id,
        text_hash="h-3",
    )
    removed = fact(
        facts.VisitReportItemRemoved,
        4,
        "drafting",
        version=3,
        text_hash="h-3",
        recommendation_id=item().recommendation_id,
    )
    given(VISIT_REPORT, *DRAFT).when(remove, by=HOLDER).then(removed)
    assert not VISIT_REPORT.fold([*DRAFT, removed]).items
    refused("no such recommendation", replace(remove, recommendation_id="r-9"), *DRAFT)
    put = ask(commands.SetVisitReportItem, 3, item=item(2), text_hash="h-3")
    tea = replace(item(2).addressees[0], kind="tea")
    refused("kind of body", replace(put, item=item(2, addressees=(tea,))), *DRAFT)
    many = item(2, addressees=item(2).addressees * 21)
    refused("at most 20", replace(put, item=many), *DRAFT)
    full = [replace(SET, step=step, item=item(step)) for step in range(4, 203)]
    refused("as many rec", replace(put, seen=202, item=item(900)), *DRAFT, *full)
    refused("Enter the text", replace(KEEP, seen=3, words=0), *DRAFT)
    refused("State has the draft", replace(KEEP, seen=5), *WITH_STATE)
    refused("changes no more", replace(KEEP, seen=10), *WHOLE)


def test_the_state_is_the_first_recipient_of_exactly_what_the_holder_sends() -> None:
    refused("no text yet", replace(SEND, seen=1), *OF_MISSION, STARTED)
    refused("text has changed", replace(SEND, text_hash="h-1"), *DRAFT)
    refused("at least 42 days", replace(SEND, comments_due=DUE - DAY), *DRAFT)
    refused("within half a year", replace(SEND, comments_due=DUE + 180 * DAY), *DRAFT)
    refused("already", replace(SEND, seen=4), *DRAFT, SENT)
    refused("period for comments is over", replace(APPROVE, seen=3), *DRAFT)
    refused("Nobody signs", SEND, *DRAFT, VACANT)


def test_a_comment_is_logged_while_the_period_is_open_and_late_by_an_officer() -> None:
    given(VISIT_REPORT, *DRAFT, SENT).when(LOG, by=OFFICER).then(
        replace(COMMENTED, by_government=False, done_by="officer-1")
    )
    given(VISIT_REPORT, *WITH_STATE).when(replace(LOG, seen=5), by=GOVERNMENT).then_nothing()
    late = ask(commands.LogStateComment, 6, comment=said(2))
    refused("is not open", late, *DECIDING, by=GOVERNMENT)
    refused("is not open", replace(LOG, seen=3), *DRAFT, by=OFFICER)
    expected = fact(
        facts.StateCommented,
        7,
        "deciding",
        "officer-1",
        comment=said(2),
        by_government=False,
        late=True,
    )
    given(VISIT_REPORT, *DECIDING).when(late, by=OFFICER).then(expected)
    # What the holder approved did not have this comment on facts: it is decided, and approved anew.
    given(VISIT_REPORT, *READY, APPROVED).when(replace(late, seen=8), by=OFFICER).then(
        replace(expected, step=9)
    )
    # Nor what was submitted; and whatever its page showed, a comment is kept.
    given(VISIT_REPORT, *WHOLE[:-1]).when(late, by=OFFICER).then(replace(expected, step=10))
    other = said(2, "substantive")
    given(VISIT_REPORT, *READY, APPROVED).when(
        replace(late, seen=8, comment=other), by=OFFICER
    ).then(replace(expected, step=9, stage="approved", comment=other))
    refused("facts or about", replace(LOG, comment=said(kind="tea")), *DRAFT, SENT)
    refused("number of the par", replace(LOG, comment=said(paragraph=-1)), *DRAFT, SENT)
    full = [replace(COMMENTED, step=step, comment=said(step)) for step in range(5, 1_005)]
    refused("as many comments", replace(LOG, seen=1_004, comment=said(9_999)), *DRAFT, SENT, *full)


def test_the_period_ends_by_a_tick_once_and_after_its_last_day() -> None:
    tick = EndCommentPeriod(mission_id=MISSION_ID)
    given(VISIT_REPORT, *WITH_STATE).when(tick, by=CLOCK, at=LATER).then(
        replace(ENDED_PERIOD, done_at=LATER)
    )
    given(VISIT_REPORT, *WITH_STATE).when(tick, by=CLOCK, at=LATER - DAY).then_nothing()
    given(VISIT_REPORT, *DECIDING).when(tick, by=CLOCK, at=LATER).then_nothing()
    given(VISIT_REPORT).when(tick, by=CLOCK, at=LATER).then_nothing()
    assert VISIT_REPORT.consults(tick, Report()) == [f"mission-{MISSION_ID}"]


def test_each_factual_comment_is_decided_before_the_report_is_approved() -> None:
    refused("Decide first", replace(APPROVE, seen=6), *DECIDING)
    refused("Give the reason", replace(DECIDE, reason=None), *DECIDING)
    refused("no such comment", replace(DECIDE, comment_id="c-9"), *DECIDING)
    refused("once the period", replace(DECIDE, seen=5), *WITH_STATE)
    taken = replace(DECIDE, seen=7, taken=True, reason=None)
    again = replace(DECIDED, step=8, taken=True, reason=None)
    given(VISIT_REPORT, *READY).when(taken, by=HOLDER).then(again)
    refused("approved with this", replace(taken, seen=8), *READY, APPROVED)
    given(VISIT_REPORT, *READY, APPROVED).when(replace(APPROVE, seen=8), by=HOLDER).then_nothing()


def test_whoever_changes_an_approved_text_has_it_approved_anew() -> None:
    changed = replace(KEPT, step=9, stage="deciding", version=3, text_hash="h-3")
    keep = replace(KEEP, seen=8, text_hash="h-3")
    given(VISIT_REPORT, *READY, APPROVED).when(keep, by=OFFICER).then(changed)
    refused("once the holder", replace(SUBMIT, seen=9), *READY, APPROVED, changed)
    stale = replace(APPROVE, seen=9)
    refused("text has changed", stale, *READY, APPROVED, changed)


def test_a_report_that_is_late_or_too_long_needs_a_note_on_its_waiver() -> None:
    history = (*READY, APPROVED)
    for also in ({"words": 10_701}, {"slot": TODAY - DAY}):
        command = replace(SUBMIT, **also)
        refused("needs a note", command, *history)
        given(VISIT_REPORT, *history).when(replace(command, waiver=REASON), by=OFFICER).then(
            replace(SUBMITTED, waiver=REASON, **also)
        )
    refused("how many words", replace(SUBMIT, words=0), *history)
    refused("day of the slot", replace(SUBMIT, slot=TODAY + 900 * DAY), *history)
    refused("once the holder", replace(SUBMIT, seen=7), *READY)


def test_a_published_report_registers_its_recommendations_once() -> None:
    (command,) = on_followup(PUBLISHED)
    assert on_followup(SUBMITTED) == []
    asked = Asked(at=LATER, by=system("followup"))
    issued, named, public = RECOMMENDATION.decide(command, asked, RECOMMENDATION.initial)
    assert isinstance(issued, RecommendationIssued)
    assert isinstance(named, RecommendationAddresseeNamed)
    assert isinstance(public, RecommendationPublished)
    assert (issued.text, issued.issued_by) == (item().text, "holder-1")
    assert (named.name, named.kind) == (item().addressees[0].name, "parliament")
    assert (public.text, public.published_by, public.version) == ("Ratify it.", "publisher-1", 1)
    assert (issued.issued_at, public.published_at) == (AT, AT)
    place = facts.ReportPlace(
        mission_id=MISSION_ID,
        symbol=SYMBOL,
        paragraph="92 (a)",
        words_hash=sha256(b"Ratify it.").hexdigest(),
    )
    assert issued.report == public.report == place
    there = RECOMMENDATION.fold([issued, named, public])
    assert isinstance(there, Issued)
    assert there.report == place, "so it stays said when it is made public anew"
    assert RECOMMENDATION.decide(command, asked, there) == []
    history = (*READY, APPROVED, SUBMITTED)
    for symbol in ("tea", "A/HRC/\u0664\u0660/54"):
        refused("symbol such as", replace(PUBLISH, symbol=symbol), *history, by=PUBLISHER)
    refused("text has changed", replace(PUBLISH, text_hash="h-1"), *history, by=PUBLISHER)
    refused("languages", replace(PUBLISH, languages=("en", "xx")), *history, by=PUBLISHER)
    for words in ((), ((item().recommendation_id, " "),)):
        refused("with its words", replace(PUBLISH, words=words), *history, by=PUBLISHER)
    refused("once it was submitted", replace(PUBLISH, seen=8), *READY, APPROVED, by=PUBLISHER)


def test_a_paragraph_is_a_number_perhaps_with_letters() -> None:
    assert all(map(PARAGRAPH.fullmatch, ("92", "92 (a)", "92 (a) (ii)")))
    for wrong in ("0", "92(a)", "para. 92", "\u0669\u0662", "92 ()", "92 (a) (b) (c) (d)"):
        put = ask(commands.SetVisitReportItem, 3, item=item(2, paragraph=wrong), text_hash="h-3")
        refused("Enter a paragraph", put, *DRAFT, by=OFFICER)


def test_who_publishes_gives_a_submitted_report_back_with_a_reason() -> None:
    back = ask(commands.ReturnVisitReport, 9, note=REASON)
    returned = fact(facts.VisitReportReturned, 10, "deciding", "publisher-1", note=REASON)
    history = (*READY, APPROVED, SUBMITTED)
    given(VISIT_REPORT, *history).when(back, by=PUBLISHER).then(returned)
    for other in (OFFICER, HOLDER):
        given(VISIT_REPORT, *history).when(back, by=other).then_forbidden()
    refused("given back while", replace(back, seen=10), *history, returned, by=PUBLISHER)
    refused("Nobody holds the mandate", back, *history, VACANT, by=PUBLISHER)
    refused("once the holder", replace(SUBMIT, seen=10), *history, returned)
    anew = replace(APPROVED, step=11)
    given(VISIT_REPORT, *history, returned).when(replace(APPROVE, seen=10), by=HOLDER).then(anew)


async def test_recommendations_are_registered_through_the_service() -> None:
    store = InMemoryStore()
    service = asking(FOLLOWUP_SERVICE, store)
    for command in list(FOLLOWUP_SERVICE.react(PUBLISHED)) * 2:
        command_id = derive_id("of a report")
        metadata = Metadata(
            correlation_id=derive_id("report"), causation_id=command_id, actor="system:followup"
        )
        await service(command, Asked(at=AT, by=system("followup")), command_id, metadata)
    stream = f"recommendation-{item().recommendation_id}"
    assert [record.stream for record in store.log] == [stream] * 3


def test_what_follows_a_published_report() -> None:
    these = (said().comment_id,)
    addendum = ask(commands.PublishStateComments, 10, symbol="A/HRC/61/54/Add.2", comments=these)
    added = fact(
        facts.StateCommentsPublished,
        11,
        "published",
        "publisher-1",
        symbol=addendum.symbol,
        comments=these,
    )
    for others in ((), (said(2).comment_id,)):
        refused("Choose the com", replace(addendum, comments=others), *WHOLE, by=PUBLISHER)
    given(VISIT_REPORT, *WHOLE).when(addendum, by=PUBLISHER).then(added)
    assert VISIT_REPORT.fold([*WHOLE, added]).addendum
    silent = replace(COMMENTED, comment=said())
    quiet = [silent if one is COMMENTED else one for one in WHOLE]
    refused("has not asked", addendum, *quiet, by=PUBLISHER)
    refused("follow the published", replace(addendum, seen=9), *WHOLE[:-1], by=PUBLISHER)
    present = ask(commands.PresentVisitReport, 10, session=61, on=TODAY)
    presented = fact(facts.VisitReportPresented, 11, "published", session=61, on=TODAY)
    given(VISIT_REPORT, *WHOLE).when(present, by=HOLDER).then(presented)
    refused("within a year", replace(present, on=TODAY + DAY), *WHOLE)
    refused("number of the session", replace(present, session=0), *WHOLE)
    refused("once it is published", replace(present, seen=9), *WHOLE[:-1])
    plan = ask(commands.PlanVisitFollowUp, 11, first_round=TODAY + 365 * DAY)
    planned = fact(
        facts.VisitFollowUpPlanned, 12, "published", first_round=TODAY + timedelta(days=365)
    )
    given(VISIT_REPORT, *WHOLE, presented).when(plan, by=HOLDER).then(planned)
    assert VISIT_REPORT.fold([*WHOLE, presented, planned]).first_round == planned.first_round
    refused("once the report was presented", replace(plan, seen=10), *WHOLE)
    refused("within five years", replace(plan, first_round=TODAY - DAY), *WHOLE, presented)
    gone = fact(facts.VisitReportWithdrawn, 12, "withdrawn", reason="mistake", note=None)
    anew = VISIT_REPORT.fold([*WHOLE, presented, gone, replace(STARTED, step=13)])
    assert (anew.presented_on, anew.comments_due, anew.approvals) == (None, None, {})


def test_what_a_holder_approved_whose_term_is_over_is_approved_anew() -> None:
    """E.13: the holder's term ends between visit and report."""
    successor = held(term_id="t-2", holder_id="holder-9", starts_on=TODAY)
    history = (held(last=TODAY - DAY), successor, *READY, APPROVED)
    refused("approved anew", SUBMIT, *history, by=OFFICER)
    command = replace(APPROVE, seen=8)
    given(VISIT_REPORT, *history).when(command, by=HOLDER).then_forbidden()
    given(VISIT_REPORT, *history).when(command, by=SUCCESSOR).then(
        replace(APPROVED, step=9, done_by=SUCCESSOR.actor_id)
    )
