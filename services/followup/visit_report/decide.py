"""The report on a visit, from its draft to its follow-up: P1 to P9 of section E.9.

Each stage has a way on, and until it is published a way out: the holder withdraws it with a reason,
and while nobody holds the mandate its officer does. A successor begins it anew.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final, TypeAlias, assert_never

from services.followup import holding
from services.followup.visit_report import documents, drafting, joint, passing
from services.followup.visit_report.drafting import EndCommentPeriod, exact, held
from services.followup.visit_report.passing import PassVisitReportOn
from services.followup.visit_report.state import Heard, Report, hears, step_of
from services.followup.visit_report.whose import lets
from shared.contracts import followup_visit_report_commands as commands
from shared.contracts.followup_visit_report_commands import (
    AddVisitReportFile,
    ApproveVisitReport,
    DecideStateComment,
    KeepVisitReportText,
    LeaveVisitReport,
    LogStateComment,
    NamePreliminaryNote,
    NameReportMandate,
    PlanVisitFollowUp,
    PresentVisitReport,
    PublishStateComments,
    PublishVisitReport,
    ReadVisitReportWith,
    RemoveVisitReportItem,
    ReturnVisitReport,
    SendVisitReportToState,
    SetVisitReportItem,
    SetVisitReportLanguages,
    StartVisitReport,
    SubmitVisitReport,
    TakeBackVisitReportFile,
    WithdrawVisitReport,
)
from shared.contracts.followup_visit_reports import (
    Fact,
    PublicItem,
    StateCommentDecided,
    StateCommentsPublished,
    VisitFollowUpPlanned,
    VisitReportApproved,
    VisitReportPresented,
    VisitReportPublished,
    VisitReportReadWith,
    VisitReportReturned,
    VisitReportSubmitted,
    VisitReportWithdrawn,
)
from shared.core.actor import Asked
from shared.core.decider import Decider, Refused
from shared.core.geneva import day_of
from shared.reference.visit_reports import (
    MOST_READ_WITH,
    SYMBOL,
    WITHDRAWN,
    WORD_LIMIT,
)

OfPolicy: TypeAlias = EndCommentPeriod | PassVisitReportOn
Command: TypeAlias = commands.Command | OfPolicy
_OLDEST: Final = timedelta(days=365)
_FARTHEST: Final = timedelta(days=1_827)
_LONGEST: Final = 1_000_000  # words
_SESSIONS: Final = 300


def decide(command: Command, asked: Asked, state: Report) -> Sequence[Fact]:
    if isinstance(command, EndCommentPeriod):
        return drafting.end_period(command, asked, state)
    if isinstance(command, PassVisitReportOn):
        return passing.pass_on(command, asked, state)
    lets(command, asked, state)
    # A comment of the State rests on nothing that its page showed, and is never lost by a change.
    if command.seen != state.steps and not isinstance(command, LogStateComment):
        raise Refused("The report has changed. Look at it again.")
    if isinstance(command, StartVisitReport):
        return drafting.start(command, asked, state)
    if not state.steps:
        raise Refused("There is no report on this visit yet.")
    match command:
        case KeepVisitReportText() | SetVisitReportItem() | RemoveVisitReportItem():
            return drafting.draft(command, asked, state)
        case SendVisitReportToState():
            return drafting.send(command, asked, state)
        case LogStateComment():
            return drafting.comment(command, asked, state)
        case DecideStateComment():
            return _decide(command, asked, state)
        case ApproveVisitReport():
            return _approve(command, asked, state)
        case SubmitVisitReport():
            return _submit(command, asked, state)
        case WithdrawVisitReport():
            return _withdraw(command, asked, state)
        case NameReportMandate():
            return joint.name(command, asked, state)
        case LeaveVisitReport():
            return joint.leave(command, asked, state)
        case _:
            return _after(command, asked, state)


def _after(
    command: PublishVisitReport
    | SetVisitReportLanguages
    | AddVisitReportFile
    | TakeBackVisitReportFile
    | NamePreliminaryNote
    | ReturnVisitReport
    | PublishStateComments
    | PresentVisitReport
    | PlanVisitFollowUp
    | ReadVisitReportWith,
    asked: Asked,
    state: Report,
) -> Sequence[Fact]:
    match command:
        case PublishVisitReport():
            return _publish(command, asked, state)
        case SetVisitReportLanguages():
            return documents.out(command, asked, state)
        case AddVisitReportFile():
            return documents.add(command, asked, state)
        case TakeBackVisitReportFile():
            return documents.take_back(command, asked, state)
        case NamePreliminaryNote():
            return documents.name_note(command, asked, state)
        case ReturnVisitReport():
            return _return(command, asked, state)
        case PublishStateComments():
            return _add(command, asked, state)
        case PresentVisitReport():
            return _present(command, asked, state)
        case PlanVisitFollowUp():
            return _plan(command, asked, state)
        case ReadVisitReportWith():
            return _read_with(command, asked, state)
    assert_never(command)


def _decide(command: DecideStateComment, asked: Asked, state: Report) -> Sequence[Fact]:
    if state.stage not in {"deciding", "approved"}:
        raise Refused("Comments are decided about once the period for them is over.")
    if state.comments.get(command.comment_id) != "factual":
        raise Refused("There is no such comment about facts.")
    if not command.taken and command.reason is None:
        raise Refused("Give the reason for which the comment is refused.")
    if state.stage != "deciding" and command.comment_id in state.decided:
        raise Refused("The report is approved with this decision.")
    return [
        StateCommentDecided(
            **step_of(command, asked, state),
            comment_id=command.comment_id,
            taken=command.taken,
            reason=command.reason,
        )
    ]


def _approve(command: ApproveVisitReport, asked: Asked, state: Report) -> Sequence[Fact]:
    drafted = state.stage == "drafting"  # the first one sends it, and the others let it
    if state.stage not in {"deciding", "approved"} and (
        not drafted or command.mandate == state.mandate
    ):
        raise Refused("A report is approved once the period for comments is over.")
    exact(command.text_hash, state)
    if state.undecided:
        raise Refused("Decide first about each comment on facts.")
    if state.approvals.get(command.mandate) == asked.by.actor_id:
        return []
    given = {**state.approvals, command.mandate: asked.by.actor_id}
    last = not drafted and given.keys() >= set(state.mandates)
    return [
        VisitReportApproved(
            **step_of(command, asked, state, "approved" if last else None),
            text_hash=command.text_hash,
            approving=command.mandate,
        )
    ]


def _submit(command: SubmitVisitReport, asked: Asked, state: Report) -> Sequence[Fact]:
    today = day_of(asked.at)
    if state.stage != "approved":
        raise Refused("A report is submitted once the holder has approved it.")
    held(state, today)
    if not today - _OLDEST <= command.slot <= today + _OLDEST:
        raise Refused("Enter the day of the slot, within a year.")
    if not 0 < command.words <= _LONGEST:
        raise Refused("Enter how many words the report has.")
    if command.waiver is None and (command.words > WORD_LIMIT or command.slot < today):
        raise Refused("A report that is late or too long needs a note on its waiver.")
    return [
        VisitReportSubmitted(
            **step_of(command, asked, state, "submitted"),
            slot=command.slot,
            words=command.words,
            waiver=command.waiver,
        )
    ]


def _publish(command: PublishVisitReport, asked: Asked, state: Report) -> Sequence[Fact]:
    if state.stage != "submitted":
        raise Refused("A report is published once it was submitted.")
    exact(command.text_hash, state)  # what was approved: a change takes the submission back
    _symbol(command.symbol)
    languages = documents.known(command.languages)
    words = dict(command.words)
    if words.keys() != state.items.keys() or not all(one.strip() for one in words.values()):
        raise Refused("Each recommendation is published with its words.")
    return [
        VisitReportPublished(
            **step_of(command, asked, state, "published"),
            symbol=command.symbol,
            approved_by=state.approvals.get(state.mandate, ""),
            languages=languages,
            recommendations=tuple(
                PublicItem(item=item, words=words[one].strip()) for one, item in state.items.items()
            ),
            mandates=state.mandates,
        )
    ]


def _return(command: ReturnVisitReport, asked: Asked, state: Report) -> Sequence[Fact]:
    if state.stage != "submitted":
        raise Refused("A report is given back while it waits to be published.")
    today = day_of(asked.at)
    if all(state.holding(one).silent_since(today) is not None for one in state.mandates):
        raise Refused("Nobody holds the mandate who could approve it anew: it waits as it is.")
    returned = VisitReportReturned(**step_of(command, asked, state, "deciding"), note=command.note)
    return [returned]


def _add(command: PublishStateComments, asked: Asked, state: Report) -> Sequence[Fact]:
    if state.stage != "published":
        raise Refused("Comments of the State follow the published report.")
    if not state.asked:
        raise Refused("The State has not asked that its comments be published.")
    if not command.comments or not state.asked.issuperset(command.comments):
        raise Refused("Choose the comments from those that the State asked to be published.")
    _symbol(command.symbol)
    return [
        StateCommentsPublished(
            **step_of(command, asked, state), symbol=command.symbol, comments=command.comments
        )
    ]


def _present(command: PresentVisitReport, asked: Asked, state: Report) -> Sequence[Fact]:
    if state.stage != "published":
        raise Refused("A report is presented once it is published.")
    today = day_of(asked.at)
    if not today - _OLDEST <= command.on <= today:
        raise Refused("Enter the day on which it was presented, within a year and not later.")
    if not 0 < command.session <= _SESSIONS:
        raise Refused("Enter the number of the session.")
    return [
        VisitReportPresented(
            **step_of(command, asked, state), session=command.session, on=command.on
        )
    ]


def _plan(command: PlanVisitFollowUp, asked: Asked, state: Report) -> Sequence[Fact]:
    if state.stage != "published" or state.presented_on is None:
        raise Refused("Follow-up is planned once the report was presented to the Council.")
    if not state.presented_on <= command.first_round <= state.presented_on + _FARTHEST:
        raise Refused("Enter a day within five years of the presentation.")
    return [VisitFollowUpPlanned(**step_of(command, asked, state), first_round=command.first_round)]


def _read_with(command: ReadVisitReportWith, asked: Asked, state: Report) -> Sequence[Fact]:
    """Whether the other mandate says the same is on the stream of its report."""
    if state.stage != "published":
        raise Refused("It is read together with others once it is published.")
    others = tuple(dict.fromkeys(command.others))
    if command.mission_id in others or len(others) > MOST_READ_WITH:
        raise Refused("Choose at most ten reports of other mandates.")
    if set(others) == set(state.read_with):
        return []
    return [VisitReportReadWith(**step_of(command, asked, state), others=others)]


def _withdraw(command: WithdrawVisitReport, asked: Asked, state: Report) -> Sequence[Fact]:
    if state.stage == "withdrawn":
        raise Refused("The report is withdrawn already.")
    if command.reason not in WITHDRAWN:
        raise Refused("Choose the reason from the list.")
    was_public = state.stage == "published" and command.reason == "mistake"
    files = documents.all_back(command, asked, state)
    withdrawn = VisitReportWithdrawn(
        **step_of(command, asked, state, "withdrawn"),
        reason=command.reason,
        note=command.note,
        taken_back=tuple(state.items) if was_public else (),
    )
    return [*files, replace(withdrawn, step=withdrawn.step + len(files))]


def _symbol(symbol: str) -> None:
    if not SYMBOL.fullmatch(symbol):
        raise Refused("Enter a symbol such as A/HRC/40/54/Add.1.")


def _consults(command: Command, state: Report) -> Sequence[str]:
    streams = [f"mission-{command.mission_id}"]
    if isinstance(command, OfPolicy):
        return streams
    joint_visit = state.joint_mission_id
    if isinstance(command, StartVisitReport):
        joint_visit = command.joint_mission_id
        streams += [f"visitreport-{joint_visit}"] if joint_visit else []
    elif isinstance(command, NameReportMandate) and command.own_mission_id:
        streams.append(f"visitreport-{command.own_mission_id}")
    streams += [f"mission-{joint_visit}"] if joint_visit else []
    writing = dict.fromkeys((command.mandate, *filter(None, (state.of, *state.joint))))
    return [*streams, *map(holding.stream, writing)]


VISIT_REPORT: Decider[Command, Heard, Report] = Decider(
    category="visitreport",
    key=lambda command: command.mission_id,
    initial=Report(),
    decide=decide,
    evolve=hears,
    consults=_consults,
)
