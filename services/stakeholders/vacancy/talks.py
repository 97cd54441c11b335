"""The interviews of a vacancy: the questions, and a time for each candidate (A18).

Commands come from the selection officer, but for the answer, which is the candidate's. An interview
that was missed can be given another time; one that was held is over.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, Literal, TypeAlias, assert_never

from shared.contracts.stakeholders_interview_commands import (
    AnswerInterview,
    Command,
    RecordInterviewHeld,
    RecordInterviewMissed,
    ScheduleInterview,
    SetInterviewQuestions,
)
from shared.contracts.stakeholders_interviews import (
    Fact,
    InterviewAnswered,
    InterviewCancelled,
    InterviewHeld,
    InterviewMissed,
    InterviewQuestionsSet,
    InterviewScheduled,
)
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused, require
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.core.said import Number
from shared.reference import LANGUAGES

SHORTEST: Final = 10
LONGEST: Final = 240
"""Minutes."""
FURTHEST: Final = timedelta(days=366)

Outcome: TypeAlias = Literal["held", "missed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """``slot``: as it was scheduled the last time; ``answer``: to that slot."""

    slot: InterviewScheduled
    answer: tuple[bool, Sealed | None] | None = None
    outcome: Outcome | None = None

    @property
    def ends_at(self) -> datetime:
        return self.slot.starts_at + timedelta(minutes=self.slot.minutes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Talks:
    """``version``: of the questions, 0 before there are any; ``talks``: by candidate."""

    version: int = 0
    questions: Sealed | None = None
    talks: Mapping[str, Talk] = field(default_factory=dict)

    @property
    def begun(self) -> bool:
        return any(talk.outcome == "held" for talk in self.talks.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What of the vacancy these rules look at. ``listed``: who is on the list and stands.

    ``may_answer``: those; while the list is open again, everybody who stands. ``applicants``: who
    each candidate is. ``decided``: the short list is adopted; ``public``: and everybody reads it.
    """

    listed: frozenset[str]
    may_answer: frozenset[str]
    applicants: Mapping[str, str]
    decided: bool
    public: bool


def decide(command: Command, asked: Asked, state: Talks, around: Around) -> Sequence[Fact]:
    if isinstance(command, AnswerInterview):
        return _answer(command, asked, state, around)
    require(
        asked,
        Role.SELECTION_OFFICER,
        no="Only the OHCHR selection officer may arrange the interviews.",
    )
    if around.decided:
        raise Refused("The short list has been adopted.")
    match command:
        case SetInterviewQuestions():
            return _ask(command, asked, state)
        case ScheduleInterview():
            return _schedule(command, asked, state, around)
        case RecordInterviewHeld():
            return _held(command, asked, state, around)
        case RecordInterviewMissed():
            return _missed(command, asked, state, around)
    assert_never(command)


def after(state: Talks, event: Fact) -> Talks:
    match event:
        case InterviewQuestionsSet():
            return replace(state, version=event.version, questions=event.questions)
        case InterviewScheduled():
            return _with(state, event.candidate_id, Talk(slot=event))
        case InterviewAnswered():
            answer = (event.comes, event.needs)
            return _with(state, event.candidate_id, replace(_of(state, event), answer=answer))
        case InterviewHeld():
            return _with(state, event.candidate_id, replace(_of(state, event), outcome="held"))
        case InterviewMissed():
            return _with(state, event.candidate_id, replace(_of(state, event), outcome="missed"))
        case InterviewCancelled():
            left = {one: talk for one, talk in state.talks.items() if one != event.candidate_id}
            return replace(state, talks=left)
    assert_never(event)


def left_out(state: Talks, listed: frozenset[str], at: datetime) -> list[InterviewScheduled]:
    """Return the times to come of candidates whom a new list leaves out, by candidate."""
    return [
        talk.slot
        for one, talk in sorted(state.talks.items())
        if one not in listed and talk.outcome is None and at < talk.slot.starts_at
    ]


def _ask(command: SetInterviewQuestions, asked: Asked, state: Talks) -> Sequence[Fact]:
    if state.questions == command.questions:
        return []
    if state.begun:
        raise Refused("An interview was held: the same questions are asked of all candidates.")
    return [
        InterviewQuestionsSet(
            vacancy_id=command.vacancy_id,
            version=state.version + 1,
            questions=command.questions,
            set_by=asked.by.actor_id,
            set_at=asked.at,
        )
    ]


def _schedule(
    command: ScheduleInterview, asked: Asked, state: Talks, around: Around
) -> Sequence[Fact]:
    _listed(command.candidate_id, around)
    known = state.talks.get(command.candidate_id)
    slot = InterviewScheduled(
        vacancy_id=command.vacancy_id,
        candidate_id=command.candidate_id,
        starts_at=command.starts_at,
        minutes=command.minutes,
        way=command.way,
        language=command.language,
        scheduled_by=asked.by.actor_id,
        scheduled_at=asked.at,
    )
    if known and known.outcome is None and _same(known.slot, slot):
        return []
    if known and known.outcome == "held":
        raise Refused("This interview was held.")
    if command.language not in LANGUAGES:
        raise Refused("Choose a language of the list.")
    if not SHORTEST <= command.minutes <= LONGEST:
        raise Refused(
            "An interview takes from {least} to {most} minutes.",
            least=Number(SHORTEST),
            most=Number(LONGEST),
        )
    if not asked.at < command.starts_at <= asked.at + FURTHEST:
        raise Refused("The interview must be in the future, and within a year.")
    ends_at = command.starts_at + timedelta(minutes=command.minutes)
    for candidate_id, other in state.talks.items():
        apart = ends_at <= other.slot.starts_at or other.ends_at <= command.starts_at
        if candidate_id == command.candidate_id or candidate_id not in around.listed or apart:
            continue
        if other.outcome != "missed":
            raise Refused("Another candidate is interviewed at that time.")
    return [slot]


def _answer(command: AnswerInterview, asked: Asked, state: Talks, around: Around) -> Sequence[Fact]:
    if around.applicants.get(command.candidate_id) != asked.by.actor_id:
        raise Forbidden("Only the candidate may answer.")
    if around.public:
        raise Refused("The short list has been adopted.")
    talk = state.talks.get(command.candidate_id)
    if talk is None or command.candidate_id not in around.may_answer:
        raise Refused("You have no time for an interview.")
    if talk.outcome is not None:
        raise Refused("This interview is over.")
    if command.starts_at != talk.slot.starts_at:
        raise Refused("The interview was given another time since. Look at it again.")
    if talk.answer == (command.comes, command.needs):
        return []
    if asked.at >= talk.slot.starts_at:
        raise Refused("The interview has begun. Write to the selection office.")
    if not command.comes and command.needs is None:
        raise Refused("Say which other times are possible.")
    return [
        InterviewAnswered(
            vacancy_id=command.vacancy_id,
            candidate_id=command.candidate_id,
            comes=command.comes,
            needs=command.needs,
            answered_at=asked.at,
        )
    ]


def _held(
    command: RecordInterviewHeld, asked: Asked, state: Talks, around: Around
) -> Sequence[Fact]:
    talk = _listed_talk(command.candidate_id, state, around)
    if talk.outcome == "held":
        return []
    _began(talk, asked)
    if talk.outcome is not None:
        raise Refused("This interview was missed. Give it another time first.")
    if not state.version:
        raise Refused("Record the questions first: they are the same for all candidates.")
    return [
        InterviewHeld(
            vacancy_id=command.vacancy_id,
            candidate_id=command.candidate_id,
            version=state.version,
            recorded_by=asked.by.actor_id,
            recorded_at=asked.at,
        )
    ]


def _missed(
    command: RecordInterviewMissed, asked: Asked, state: Talks, around: Around
) -> Sequence[Fact]:
    talk = _listed_talk(command.candidate_id, state, around)
    if talk.outcome == "missed":
        return []
    _began(talk, asked)
    if talk.outcome is not None:
        raise Refused("This interview was held.")
    return [
        InterviewMissed(
            vacancy_id=command.vacancy_id,
            candidate_id=command.candidate_id,
            reason_code=command.reason_code,
            recorded_by=asked.by.actor_id,
            recorded_at=asked.at,
        )
    ]


def _listed(candidate_id: str, around: Around) -> None:
    if candidate_id not in around.listed:
        raise Refused("This candidate is not on the interview list.")


def _listed_talk(candidate_id: str, state: Talks, around: Around) -> Talk:
    _listed(candidate_id, around)
    talk = state.talks.get(candidate_id)
    if talk is None:
        raise Refused("This candidate has no time for an interview yet.")
    return talk


def _began(talk: Talk, asked: Asked) -> None:
    if asked.at < talk.slot.starts_at:
        raise Refused("The interview has not begun yet.")


def _same(one: InterviewScheduled, other: InterviewScheduled) -> bool:
    what = (one.starts_at, one.minutes, one.way, one.language)
    return what == (other.starts_at, other.minutes, other.way, other.language)


def _of(state: Talks, event: InterviewAnswered | InterviewHeld | InterviewMissed) -> Talk:
    return state.talks[event.candidate_id]


def _with(state: Talks, candidate_id: str, talk: Talk) -> Talks:
    return replace(state, talks={**state.talks, candidate_id: talk})
