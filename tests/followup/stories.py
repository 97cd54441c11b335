"""Stories of what followup has, each with what else is asked and by whom (``histories``)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from services.followup.reference.decide import REFERENCE
from services.followup.round.decide import ROUND
from services.followup.standing_invitation.decide import STANDING_INVITATION
from services.followup.visit_letter.decide import VISIT_LETTER
from services.followup.visit_report.decide import VISIT_REPORT
from services.followup.visit_report.drafting import EndCommentPeriod
from shared.contracts import followup_invitation_commands as of_register
from shared.contracts import followup_round_commands as of_round
from shared.contracts import followup_visit_report_commands as of_report
from shared.contracts.followup_reference_commands import ImportReferenceBatch
from shared.contracts.followup_visit_letter_commands import DraftVisitLetter, ReviseVisitLetter
from shared.core.actor import Actor
from shared.reference.rounds import ROUNDS_CLOCK
from shared.reference.visit_reports import DOCUMENTS
from tests.followup import missions, reports, rounds
from tests.followup import test_joint_report as joint
from tests.followup import test_reference as corpus
from tests.followup import test_reference_own as own_sheets
from tests.followup import test_standing_invitations as invitations
from tests.followup import test_visit_report as report
from tests.followup import visit_letters as letters
from tests.followup.histories import CLOCK, STRANGERS, Act, Kind, as_shown
from tests.followup.missions import MISSION_ID
from tests.followup.stories_of_missions import OF_MISSIONS
from tests.followup.visits import (
    DAY,
    HOLDER,
    OFFICER,
    OTHER_HOLDER,
    QRD,
    TODAY,
)


def _of_report(command: Any, by: Actor, state: Any) -> Any:
    command = as_shown(command, by, state)
    if isinstance(
        command,
        of_report.SendVisitReportToState
        | of_report.ApproveVisitReport
        | of_report.PublishVisitReport,
    ):
        command = replace(command, text_hash=state.text_hash or "h-0")
    if isinstance(command, of_report.PublishVisitReport):
        return replace(command, words=tuple((one, "Ratify it.") for one in state.items))
    if isinstance(command, of_report.SubmitVisitReport):
        return replace(command, slot=TODAY + timedelta(days=300))
    return command


def _of_round(command: Any, by: Actor, state: Any) -> Any:
    match command:
        case of_round.CompileTable():
            return replace(command, answers=tuple(sorted(state.answers)))
        case of_round.PublishTable():
            kinds = {one.answer_id: one for one in state.cells}
            cells = tuple(
                rounds.step(one, cell.recommendation_id, cell.kind) for one, cell in kinds.items()
            )
            return replace(command, version=state.version, steps=cells)
        case of_round.SendTable():
            return replace(command, version=state.version)
        case of_round.CommentOnTable():
            return replace(command, version=state.sent)
        case of_round.TakeTableBack():
            return replace(command, version=state.published)
        case of_round.MoveDue():
            return replace(command, seen=state.opened.due_on if state.opened else command.seen)
        case _ if hasattr(command, "seen"):
            own = [
                one.steps
                for one in state.providers.values()
                if one.organisation_id == by.organisation_id
            ]
            return replace(command, seen=own[0] if own else 0)
        case _:
            return command


def _of_corpus(command: Any, _: Actor, state: Any) -> Any:
    if not isinstance(command, ImportReferenceBatch):
        return command
    mapped = state.mapped.get(command.batch_id)
    after = state.changes_of.get(command.source, 0)
    return replace(command, after=after, mapping=mapped.number if mapped else 0)


def _of_letter(command: Any, _: Actor, state: Any) -> Any:
    if not hasattr(state, "text"):
        return command
    now = {
        "version": state.text.version,
        "mandates": state.text.mandates,
        "recorded": state.sendings,
        "sending": state.sendings,
        "handed_over": state.handed_over.step if state.handed_over else 0,
    }
    if not isinstance(command, ReviseVisitLetter | DraftVisitLetter):
        now["content_hash"] = state.text.content_hash
    some = {name: value for name, value in now.items() if hasattr(command, name)}
    return command if isinstance(command, DraftVisitLetter) else replace(command, **some)


_COMMENT = reports.said(publish=True)
_LATER = replace(_COMMENT, comment_id="c-2", kind="substantive")


def _written(*, joint_with: str | None = None) -> tuple[Act, ...]:
    ask = reports.ask
    named: tuple[Act, ...] = ()
    approved: tuple[Act, ...] = ()
    if joint_with:
        named = ((joint.NAME, OFFICER), (joint.BY_OTHER, OTHER_HOLDER))
        approved = ((joint.BY_OTHER, OTHER_HOLDER),)
    return (
        (ask(of_report.StartVisitReport, 0), OFFICER),
        (report.KEEP, OFFICER),
        (ask(of_report.SetVisitReportItem, 2, item=reports.item(), text_hash="h-2"), OFFICER),
        *named,
        (report.SEND, HOLDER),
        (ask(of_report.LogStateComment, 4, comment=_COMMENT), reports.GOVERNMENT, 1),
        (EndCommentPeriod(mission_id=MISSION_ID), CLOCK, 43),
        (report.DECIDE, HOLDER),
        (report.APPROVE, HOLDER, 1),
        *approved,
        (report.SUBMIT, OFFICER),
        (report.PUBLISH, reports.PUBLISHER, 1),
        (
            ask(
                of_report.PublishStateComments,
                10,
                symbol=reports.SYMBOL,
                comments=(_COMMENT.comment_id,),
            ),
            reports.PUBLISHER,
        ),
        (ask(of_report.PresentVisitReport, 11, session=61, on=TODAY + 45 * DAY), HOLDER),
        (ask(of_report.PlanVisitFollowUp, 12, first_round=TODAY + 400 * DAY), HOLDER),
    )


_ON_REPORT: tuple[Act, ...] = (
    (
        reports.ask(of_report.SetVisitReportItem, 0, item=reports.item(2), text_hash="h-3"),
        HOLDER,
    ),
    (
        reports.ask(
            of_report.RemoveVisitReportItem,
            0,
            recommendation_id=reports.item().recommendation_id,
            text_hash="h-4",
        ),
        OFFICER,
    ),
    (reports.ask(of_report.LogStateComment, 0, comment=_LATER), OFFICER),
    (reports.ask(of_report.ReturnVisitReport, 0, note=reports.REASON), reports.PUBLISHER),
    (
        reports.ask(of_report.SetVisitReportLanguages, 0, languages=("ar", "en")),
        reports.PUBLISHER,
    ),
    (
        reports.ask(
            of_report.NamePreliminaryNote,
            0,
            symbol="A/HRC/60/54/Add.3",
            issued_on=TODAY,
            languages=("en",),
        ),
        OFFICER,
    ),
    *(
        (
            reports.ask(
                of_report.AddVisitReportFile,
                0,
                kind=kind,
                language="en",
                file=reports.filed(kind),
            ),
            reports.PUBLISHER,
        )
        for kind in DOCUMENTS
    ),
    (
        reports.ask(of_report.TakeBackVisitReportFile, 0, file_id=reports.filed("advance").file_id),
        reports.PUBLISHER,
    ),
    (reports.ask(of_report.ReadVisitReportWith, 0, others=("m-2",)), HOLDER),
    (report.WITHDRAW, HOLDER),
    (replace(report.WITHDRAW, reason="mistake"), HOLDER),
)
_TO_REPORT = (reports.OTHER_GOVERNMENT, QRD)

KINDS: Mapping[str, Kind] = {
    **OF_MISSIONS,
    "report": Kind(
        decider=VISIT_REPORT,
        key=MISSION_ID,
        story=_written(),
        others=_ON_REPORT,
        beside=reports.MISSION,
        strangers=(*STRANGERS, reports.OTHER_GOVERNMENT),
        shown=_of_report,
    ),
    "joint report": Kind(
        decider=VISIT_REPORT,
        key=MISSION_ID,
        story=_written(joint_with=joint.OTHER),
        others=(
            *_ON_REPORT,
            (joint.LEAVE, OTHER_HOLDER),
            (replace(joint.NAME, joined=joint.THIRD), OFFICER),
            (replace(joint.LEAVE, mandate=joint.THIRD), joint.THIRD_HOLDER),
        ),
        beside=reports.MISSION,
        strangers=_TO_REPORT,
        shown=_of_report,
    ),
    "round": Kind(
        decider=ROUND,
        key=rounds.ROUND_ID,
        story=rounds.PUBLISHED,
        others=(
            (rounds.ask("ngo", "org-3"), OFFICER),
            (rounds.of(of_round.TakeAskBack, provider_id=rounds.OF_NGO), OFFICER),
            (rounds.keep(0, "n-3"), rounds.NGO),
            (rounds.of(of_round.DeclineToAnswer, seen=0), rounds.NHRI),
            (rounds.of(of_round.WithdrawAnswers, seen=0), rounds.NGO),
            (rounds.of(of_round.DiscardDraft, seen=0), rounds.NGO),
            (rounds.of(of_round.EraseLeftDraft, provider_id=rounds.OF_NGO), ROUNDS_CLOCK),
            (rounds.add_file(), rounds.NGO),
            (rounds.of(of_round.RemoveAnswerFile, attachment_id="f-1"), rounds.NGO),
            (rounds.of(of_round.ChooseReminders, seen=0, wanted=False), rounds.NHRI),
            (rounds.submit(0, "n-again"), rounds.NGO),
            (
                rounds.of(
                    of_round.DescribeSituation,
                    recommendation_id=rounds.ONE,
                    situation_id="s-1",
                    text=missions.item().text,
                ),
                OFFICER,
            ),
            (rounds.of(of_round.TakeTableBack, version=1, reason="mistake"), OFFICER),
            (rounds.of(of_round.MoveDue, seen=rounds.DUE, due_on=rounds.LATER), OFFICER),
            (rounds.of(of_round.CloseRound), HOLDER),
            (rounds.of(of_round.ReopenRound, due_on=rounds.LATER), HOLDER),
        ),
        strangers=(*STRANGERS, rounds.OTHER_GOVERNMENT, rounds.OTHER_NGO),
        shown=_of_round,
    ),
    "standing invitation": Kind(
        decider=STANDING_INVITATION,
        key="KEN",
        story=(
            (
                invitations.ask(of_register.ExtendStandingInvitation, 0, "a", date(2010, 1, 1)),
                QRD,
            ),
            (
                invitations.ask(
                    of_register.LimitStandingInvitation,
                    1,
                    "b",
                    date(2012, 1, 1),
                    mandates=("sr-torture",),
                ),
                QRD,
            ),
            (
                invitations.ask(of_register.WithdrawStandingInvitation, 2, "c", date(2014, 1, 1)),
                invitations.DESK,
            ),
            (
                invitations.ask(
                    of_register.RecordCouncilPledge, 3, "d", date(2013, 1, 1), pledge="extend"
                ),
                QRD,
            ),
        ),
        others=(
            *((invitations.strike(0, one), QRD) for one in "abcd"),
            (
                invitations.ask(of_register.ExtendStandingInvitation, 0, "e", date(2011, 1, 1)),
                invitations.DESK,
            ),
            (
                invitations.ask(of_register.WithdrawStandingInvitation, 0, "f", date(2009, 1, 1)),
                QRD,
            ),
        ),
        strangers=(OFFICER, HOLDER, invitations.OTHER_DESK),
    ),
    "visit letter": Kind(
        decider=VISIT_LETTER,
        key=letters.ID,
        story=tuple(letters.SENT),
        others=(
            (letters.REVISE, OFFICER),
            (letters.CHANGES, letters.OTHER_HOLDER),
            (letters.LEAVE, letters.OTHER_HOLDER),
            (letters.HAND_OVER, QRD),
            (letters.HOLD_BACK, QRD),
            (letters.STRIKE, QRD),
            (letters.WITHDRAW, OFFICER),
        ),
        strangers=(letters.STRANGER, rounds.GOVERNMENT),
        shown=_of_letter,
    ),
    "reference batch": Kind(
        decider=REFERENCE,
        key="all",
        story=(
            (corpus.upload(), corpus.DESK),
            (corpus.MAP, corpus.DESK),
            (corpus.take(), corpus.DESK),
            (corpus.upload("2"), corpus.KENYA),
            (corpus.take("2"), corpus.KENYA),
            (corpus.upload("4"), own_sheets.GOVERNMENT),
            (replace(own_sheets.OFFER, batch_id="4"), own_sheets.GOVERNMENT),
            (replace(corpus.take("4"), source="government:KEN"), corpus.DESK),
            (corpus.OUT, corpus.DESK),
            (corpus.BACK, corpus.DESK),
            (replace(corpus.UNDO, batch_id="2"), corpus.KENYA),
            (corpus.UNDO, corpus.DESK),
        ),
        others=(
            (corpus.upload("3"), corpus.DESK),
            (replace(corpus.take("3"), content="hash-1"), corpus.DESK),
            (replace(corpus.DISCARD, batch_id="3"), corpus.DESK),
            (replace(corpus.DISCARD, batch_id="2"), corpus.KENYA),
        ),
        strangers=(corpus.HOLDER, corpus.COMMITTEE),
        shown=_of_corpus,
    ),
}
