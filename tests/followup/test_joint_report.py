"""One report of several mandates: each approves the same words; one drops out late (E.13)."""

from dataclasses import replace
from typing import Any

import pytest

from services.followup.recommendation.commands import RegisterRecommendation
from services.followup.visit_report.decide import VISIT_REPORT
from services.followup.visit_report.passing import PassVisitReportOn
from services.followup.visit_report.policies import on_followup
from services.followup.visit_report.state import Report
from shared.contracts import followup_visit_report_commands as commands
from shared.contracts import followup_visit_reports as facts
from shared.contracts.approvals_holding import MandateLifeNoted
from shared.contracts.followup_holding import HoldingHeard
from shared.core.actor import Actor, Asked, system
from shared.core.testing import AT, given
from tests.followup.missions import MISSION_ID
from tests.followup.reports import (
    COMMENTED,
    DECIDED,
    DRAFT,
    ENDED_PERIOD,
    PUBLISHER,
    SENT,
    TEXT,
    ask,
    fact,
    item,
    said,
)
from tests.followup.test_visit_report import PUBLISH, SUBMIT, refused
from tests.followup.visits import DAY, HOLDER, MANDATE, OFFICER, OTHER_HOLDER, OTHER_OFFICER, TODAY

OTHER, THIRD = "wgad", "sr-water"
THIRD_HOLDER = replace(HOLDER, actor_id="holder-3", mandates=frozenset({THIRD}))
NAME = ask(commands.NameReportMandate, 3, joined=OTHER)
JOINED = fact(facts.VisitReportMandateJoined, 4, "drafting", "officer-1", joined=OTHER)
ENDED = TODAY - DAY
VACANT = HoldingHeard(
    mandate=OTHER,
    life=MandateLifeNoted(mandate=OTHER, transmits_until=ENDED, signs_until=ENDED, noted_at=AT),
)


def after(*these: Any, start: int = 5) -> list[Any]:
    return [replace(each, step=step) for step, each in enumerate(these, start)]


JOINT = (*DRAFT, JOINED)
LET = (
    *JOINT,
    fact(facts.VisitReportApproved, 5, "drafting", "holder-2", text_hash="h-2", approving=OTHER),
)
READY = (*JOINT, *after(SENT, COMMENTED, ENDED_PERIOD, DECIDED))
APPROVE = ask(commands.ApproveVisitReport, 8, text_hash="h-2")
OURS = fact(facts.VisitReportApproved, 9, "deciding", text_hash="h-2", approving=MANDATE)
THEIRS = fact(
    facts.VisitReportApproved, 10, "approved", "holder-2", text_hash="h-2", approving=OTHER
)
APPROVED = (*READY, OURS, THEIRS)
BY_OTHER = replace(APPROVE, mandate=OTHER, seen=9)
LEAVE = ask(commands.LeaveVisitReport, 9, mandate=OTHER)


def left(step: int, stage: str, by: str, mandate: str = MANDATE, **also: Any) -> Any:
    said = {"left": OTHER, "vacant": False, "mandate": mandate, **also}
    return fact(facts.VisitReportMandateLeft, step, stage, by, **said)


def folded(*history: Any) -> Report:
    return VISIT_REPORT.fold(list(history))


def test_the_mandate_that_leads_names_others_before_the_state_has_the_draft() -> None:
    given(VISIT_REPORT, *DRAFT).when(NAME, by=OFFICER).then(JOINED)
    again = replace(NAME, seen=4)
    given(VISIT_REPORT, *JOINT).when(again, by=HOLDER).then_nothing()
    refused("from the list", replace(NAME, joined="no-such"), *DRAFT, by=OFFICER)
    sent = (*JOINT, *after(SENT))
    refused("before the draft", replace(NAME, seen=5, joined=THIRD), *sent, by=OFFICER)
    by_other = replace(NAME, seen=4, joined=THIRD, mandate=OTHER)
    given(VISIT_REPORT, *JOINT).when(by_other, by=OTHER_OFFICER).then_forbidden()
    given(VISIT_REPORT, *DRAFT).when(NAME, by=OTHER_OFFICER).then_forbidden()
    assert folded(*JOINT).mandates == (MANDATE, OTHER)


def test_all_write_it_and_one_sends_it() -> None:
    keep = ask(commands.KeepVisitReportText, 4, text=TEXT, words=9, text_hash="h-3", mandate=OTHER)
    assert given(VISIT_REPORT, *JOINT).when(keep, by=OTHER_OFFICER)._decide()
    given(VISIT_REPORT, *JOINT).when(keep, by=OFFICER).then_forbidden()
    strange = replace(keep, mandate=THIRD)
    refused("no such mission", strange, *JOINT, by=OFFICER)
    send = ask(commands.SendVisitReportToState, 4, text_hash="h-2", comments_due=SENT.comments_due)
    given(VISIT_REPORT, *LET).when(replace(send, seen=5), by=HOLDER).then(*after(SENT, start=6))
    given(VISIT_REPORT, *LET).when(
        replace(send, seen=5, mandate=OTHER), by=OTHER_HOLDER
    ).then_forbidden()


def test_the_state_gets_a_draft_in_the_name_of_those_alone_who_approved_it() -> None:
    send = ask(commands.SendVisitReportToState, 4, text_hash="h-2", comments_due=SENT.comments_due)
    let = replace(APPROVE, seen=4, mandate=OTHER)
    refused("the others approve it first", send, *JOINT)
    given(VISIT_REPORT, *JOINT).when(let, by=OTHER_HOLDER).then(LET[-1])
    refused("The text has changed", replace(let, text_hash="h-1"), *JOINT, by=OTHER_HOLDER)
    given(VISIT_REPORT, *JOINT).when(let, by=OTHER_OFFICER).then_forbidden()
    refused("period for comments", replace(let, mandate=MANDATE), *JOINT)
    refused("period for comments", replace(APPROVE, seen=3), *DRAFT)
    send = replace(send, seen=5)
    refused("approved anew", send, VACANT, *LET)
    keep = ask(commands.KeepVisitReportText, 5, text=TEXT, words=9, text_hash="h-2")
    (kept,) = given(VISIT_REPORT, *LET).when(keep, by=OFFICER)._decide()
    refused("the others approve it first", replace(send, seen=6), *LET, kept)
    (sent,) = given(VISIT_REPORT, *LET).when(send, by=HOLDER)._decide()
    assert folded(*LET, sent).approvals == {}, "what is published is approved after the comments"
    alone = (*JOINT, left(5, "drafting", "holder-2"))
    assert given(VISIT_REPORT, *alone).when(send, by=HOLDER)._decide()


def test_a_comment_of_the_state_is_decided_once_by_any_of_them() -> None:
    deciding = READY[:-1]
    one = ask(
        commands.DecideStateComment,
        7,
        comment_id=said().comment_id,
        taken=False,
        reason=DECIDED.reason,
        mandate=OTHER,
    )
    given(VISIT_REPORT, *deciding).when(one, by=OTHER_HOLDER).then(
        replace(DECIDED, step=8, done_by="holder-2")
    )
    assert folded(*READY).undecided == frozenset()
    again = replace(one, seen=9)
    facts_of = given(VISIT_REPORT, *READY, OURS).when(again, by=OTHER_HOLDER)._decide()
    assert folded(*READY, OURS, *facts_of).approvals == {}, "it rested on another decision"


def test_each_holder_approves_the_same_words_and_the_last_one_clears_it() -> None:
    given(VISIT_REPORT, *READY).when(APPROVE, by=HOLDER).then(OURS)
    given(VISIT_REPORT, *READY, OURS).when(replace(APPROVE, seen=9), by=HOLDER).then_nothing()
    given(VISIT_REPORT, *READY, OURS).when(BY_OTHER, by=OTHER_HOLDER).then(THEIRS)
    given(VISIT_REPORT, *READY, OURS).when(BY_OTHER, by=HOLDER).then_forbidden()
    given(VISIT_REPORT, *READY, OURS).when(BY_OTHER, by=OTHER_OFFICER).then_forbidden()
    other_words = replace(BY_OTHER, text_hash="h-1")
    refused("The text has changed", other_words, *READY, OURS, by=OTHER_HOLDER)
    submit = replace(SUBMIT, seen=9)
    refused("once the holder has approved", submit, *READY, OURS, by=OFFICER)
    assert given(VISIT_REPORT, *APPROVED).when(replace(SUBMIT, seen=10), by=OFFICER)._decide()


@pytest.mark.parametrize("history", [(*READY, OURS), APPROVED])
def test_any_edit_voids_every_approval(history: tuple[Any, ...]) -> None:
    seen = history[-1].step
    keep = ask(commands.KeepVisitReportText, seen, text=TEXT, words=9, text_hash="h-9")
    (kept,) = given(VISIT_REPORT, *history).when(keep, by=OFFICER)._decide()
    state = folded(*history, kept)
    assert (state.stage, state.approvals) == ("deciding", {})
    late = ask(commands.LogStateComment, seen, comment=said(3))
    (came,) = given(VISIT_REPORT, *history).when(late, by=OFFICER)._decide()
    state = folded(*history, came)
    assert (state.stage, state.approvals) == ("deciding", {})


def test_one_that_drops_out_late_leaves_the_words_and_the_approvals_of_the_others() -> None:
    given(VISIT_REPORT, *READY, OURS).when(LEAVE, by=OTHER_HOLDER).then(
        left(10, "approved", "holder-2")
    )
    given(VISIT_REPORT, *READY, OURS).when(LEAVE, by=OTHER_OFFICER).then_refused("has a holder")
    given(VISIT_REPORT, VACANT, *READY, OURS).when(LEAVE, by=OFFICER).then(
        left(10, "approved", "officer-1", vacant=True)
    )
    given(VISIT_REPORT, VACANT, *READY, OURS).when(LEAVE, by=PUBLISHER).then_forbidden()
    state = folded(*READY, OURS, left(10, "approved", "holder-2"))
    assert (state.mandates, state.approvals) == ((MANDATE,), {MANDATE: "holder-1"})
    last = ask(commands.LeaveVisitReport, 3)
    refused("No mandate would be left", last, *DRAFT)
    early = given(VISIT_REPORT, *JOINT).when(replace(LEAVE, seen=4), by=OTHER_HOLDER)
    early.then(left(5, "drafting", "holder-2"))


def test_another_mandate_does_not_take_off_the_one_that_leads() -> None:
    """While it is vacant the report waits for its next holder, or for its own office."""
    assert VACANT.life is not None
    ours = replace(VACANT, mandate=MANDATE, life=replace(VACANT.life, mandate=MANDATE))
    leave = ask(commands.LeaveVisitReport, 9)
    for by in (OTHER_OFFICER, OTHER_HOLDER):
        given(VISIT_REPORT, ours, *READY, OURS).when(leave, by=by).then_forbidden()
    gone = left(10, "deciding", "officer-1", OTHER, left=MANDATE, vacant=True)
    given(VISIT_REPORT, ours, *READY, OURS).when(leave, by=OFFICER).then(gone)


def test_when_the_first_one_leaves_the_next_leads() -> None:
    leave = ask(commands.LeaveVisitReport, 10)
    gone = left(11, "approved", "holder-1", OTHER, left=MANDATE)
    given(VISIT_REPORT, *APPROVED).when(leave, by=HOLDER).then(gone)
    state = folded(*APPROVED, gone)
    assert (state.mandate, state.mandates, state.approvals) == (
        OTHER,
        (OTHER,),
        {OTHER: "holder-2"},
    )
    withdraw = ask(commands.WithdrawVisitReport, 11, reason="other", note=None, mandate=OTHER)
    (over,) = given(VISIT_REPORT, *APPROVED, gone).when(withdraw, by=OTHER_HOLDER)._decide()
    start = ask(commands.StartVisitReport, 12)
    (anew,) = given(VISIT_REPORT, *APPROVED, gone, over).when(start, by=OFFICER)._decide()
    assert anew.afresh, "the words are of the other mandate"
    assert folded(*APPROVED, gone, over, anew).mandates == (MANDATE,)


def test_what_a_holder_approved_whose_term_is_over_is_approved_anew() -> None:
    refused("approved anew", replace(SUBMIT, seen=10), VACANT, *APPROVED, by=OFFICER)


def test_it_is_published_in_the_name_of_all_and_its_recommendations_are_registered_once() -> None:
    submitted = given(VISIT_REPORT, *APPROVED).when(replace(SUBMIT, seen=10), by=OFFICER)._decide()
    publish = replace(PUBLISH, seen=11)
    (out,) = given(VISIT_REPORT, *APPROVED, *submitted).when(publish, by=PUBLISHER)._decide()
    assert (out.mandates, out.approved_by) == ((MANDATE, OTHER), "holder-1")
    (once,) = on_followup(out)
    assert isinstance(once, RegisterRecommendation)
    assert once.item == item()
    assert once.mandate == MANDATE
    leave = ask(commands.LeaveVisitReport, 12, mandate=OTHER)
    refused("changes no more", leave, *APPROVED, *submitted, out, by=OTHER_HOLDER)


def test_the_first_one_withdraws_and_the_others_cannot() -> None:
    withdraw = ask(commands.WithdrawVisitReport, 10, reason="other", note=None)
    by_other = replace(withdraw, mandate=OTHER)
    given(VISIT_REPORT, *APPROVED).when(by_other, by=OTHER_HOLDER).then_forbidden()
    (over,) = given(VISIT_REPORT, *APPROVED).when(withdraw, by=HOLDER)._decide()
    assert folded(*APPROVED, over).mandates == (MANDATE,)


def passed(to: str | None, *history: Any) -> Any:
    asked = Asked(at=AT, by=system("followup"))
    command = PassVisitReportOn(mission_id=MISSION_ID, mandate=MANDATE, to=to)
    (one,) = VISIT_REPORT.decide(command, asked, folded(*history))
    return one


def test_a_mandate_that_ended_passes_it_on_or_leaves_it_to_the_others() -> None:
    gone = passed(None, *APPROVED)
    assert isinstance(gone, facts.VisitReportMandateLeft)
    assert (gone.mandate, gone.stage, gone.vacant) == (OTHER, "approved", True)
    assert folded(*APPROVED, gone).mandates == (OTHER,)
    on = passed(THIRD, *APPROVED)
    state = folded(*APPROVED, on)
    assert (state.stage, state.mandates, state.approvals) == ("deciding", (THIRD, OTHER), {})
    joined = folded(*APPROVED, passed(OTHER, *APPROVED))
    assert joined.mandates == (OTHER,)


@pytest.mark.parametrize("by", [HOLDER, OTHER_HOLDER])
def test_who_signs_for_none_of_them_decides_nothing(by: Actor) -> None:
    strange = replace(by, mandates=frozenset({THIRD}))
    for command in (APPROVE, replace(APPROVE, mandate=OTHER), replace(LEAVE, seen=8)):
        given(VISIT_REPORT, *READY).when(command, by=strange).then_forbidden()
