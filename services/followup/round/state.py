"""A follow-up round, folded from its events."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TypeAlias, TypedDict, assert_never

from services.followup import holding
from shared.contracts.followup_holding import HoldingHeard
from shared.contracts.followup_rounds import (
    Answer,
    Cell,
    Fact,
    FollowUpAnswerKept,
    FollowUpAnswersSubmitted,
    FollowUpAnswersWithdrawn,
    FollowUpAsked,
    FollowUpAskTakenBack,
    FollowUpDeclined,
    FollowUpDraftDiscarded,
    FollowUpDueMoved,
    FollowUpFileAdded,
    FollowUpFileRemoved,
    FollowUpRemindersChosen,
    FollowUpRoundClosed,
    FollowUpRoundOpened,
    FollowUpRoundPassedOn,
    FollowUpRoundReopened,
    FollowUpSituationDescribed,
    FollowUpTableCompiled,
    FollowUpTablePublished,
    FollowUpTableSent,
    FollowUpTableTakenBack,
    Kind,
    Provided,
    StateCommentedOnTable,
    Tabled,
)
from shared.core.actor import Asked
from shared.reference.holding import Holding

Heard: TypeAlias = Fact | HoldingHeard


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """``kept``: its draft by row. ``sent``: what counts of it, also by row; ``steps``: its own.

    ``written``: every text that it kept and has not discarded. ``receipted``: those that it ever
    sent and has not taken back, also where it sent others since. ``files``: beside which row each
    is; ``filed``: those of them that were sent.
    """

    kind: Kind
    organisation_id: str | None
    remind: bool
    kept: Mapping[str, Answer] = field(default_factory=dict)
    sent: Mapping[str, Answer] = field(default_factory=dict)
    written: frozenset[str] = frozenset()
    receipted: frozenset[str] = frozenset()
    files: Mapping[str, str] = field(default_factory=dict)
    filed: frozenset[str] = frozenset()
    submission_id: str = ""
    declined: bool = False
    steps: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """``opened`` is None where there is none. ``situations``: by row, the text that stands.

    ``version`` counts tables; ``sent``, ``commented`` and ``published`` name one, 0 is none: that
    of the State's last comment, which it may send until ``comments_due``. ``tabled``: all answers
    that ever were in a table. ``holding`` belongs to another stream, and is there only while a
    decision reads it.
    """

    opened: FollowUpRoundOpened | None = None
    providers: Mapping[str, Provider] = field(default_factory=dict)
    situations: Mapping[str, str] = field(default_factory=dict)
    version: int = 0
    cells: tuple[Cell, ...] = ()
    tabled: frozenset[str] = frozenset()
    sent: int = 0
    comments_due: date = date.min
    commented: int = 0
    published: int = 0
    comments: frozenset[str] = frozenset()
    closed: bool = False
    holding: Holding = field(default_factory=Holding)

    @property
    def answers(self) -> frozenset[str]:
        """The ids of all answers that count, also of those for the mandate alone."""
        return frozenset(
            answer.answer_id for one in self.providers.values() for answer in one.sent.values()
        )

    @property
    def stands(self) -> bool:
        """Whether every answer of the last table still counts, as it was sent: also its name."""
        return set(self.made).issuperset(self.cells)

    @property
    def made(self) -> tuple[Cell, ...]:
        """What a table would have now, but for what is for the mandate alone.

        Sorted by ids that differ in each row: no place tells whose two answers are.
        """
        found = [
            _cell(provider_id, one, answer)
            for provider_id, one in self.providers.items()
            for answer in one.sent.values()
            if answer.wish != "holder"
        ]
        return tuple(sorted(found, key=lambda cell: (cell.recommendation_id, cell.answer_id)))


def _cell(provider_id: str, one: Provider, answer: Answer) -> Cell:
    return Cell(
        recommendation_id=answer.recommendation_id,
        answer_id=answer.answer_id,
        provider_id=provider_id,
        kind=one.kind,
        named=one.kind != "government" and answer.wish == "publish",
        submission_id=one.submission_id,
    )


def evolve(state: Round, event: Heard) -> Round:
    match event:
        case HoldingHeard():
            return replace(state, holding=holding.evolve(state.holding, event))
        case FollowUpRoundOpened():
            return replace(state, opened=event)
        case FollowUpRoundPassedOn():
            return _passed(state, event)
        case FollowUpDueMoved():
            return _due(state, event)
        case FollowUpAsked():
            one = Provider(
                kind=event.kind, organisation_id=event.organisation_id, remind=event.remind
            )
            return _with(state, event.provider_id, one)
        case FollowUpAskTakenBack():
            left = {k: v for k, v in state.providers.items() if k != event.provider_id}
            return replace(state, providers=left)
        case FollowUpSituationDescribed():
            texts = {**state.situations, event.recommendation_id: event.situation_id}
            return replace(state, situations=texts)
        case (
            FollowUpAnswerKept()
            | FollowUpAnswersSubmitted()
            | FollowUpDeclined()
            | FollowUpAnswersWithdrawn()
            | FollowUpDraftDiscarded()
            | FollowUpRemindersChosen()
            | FollowUpFileAdded()
            | FollowUpFileRemoved()
        ):
            known = state.providers[event.provider_id]
            return _with(
                state, event.provider_id, replace(_provided(known, event), steps=event.step)
            )
        case _:
            return _tabled(state, event)


def _passed(state: Round, event: FollowUpRoundPassedOn) -> Round:
    if state.opened is None or event.to is None:
        return replace(state, closed=True)
    return replace(state, opened=replace(state.opened, mandate=event.to))


def _due(state: Round, event: FollowUpDueMoved | FollowUpRoundReopened) -> Round:
    opened = state.opened
    return replace(state, opened=replace(opened, due_on=event.due_on) if opened else None)


def _provided(one: Provider, event: Provided) -> Provider:
    match event:
        case FollowUpAnswerKept():
            kept = {row: each for row, each in one.kept.items() if row != event.recommendation_id}
            written = one.written
            if event.text is not None:
                written |= {event.answer_id}
                kept[event.recommendation_id] = Answer(
                    recommendation_id=event.recommendation_id,
                    answer_id=event.answer_id,
                    wish=event.wish,
                )
            return replace(one, kept=kept, written=written, declined=False)
        case FollowUpAnswersSubmitted():
            sent = {each.recommendation_id: each for each in event.answers}
            receipted = one.receipted.union(each.answer_id for each in event.answers)
            new = replace(one, sent=sent, receipted=receipted, declined=False)
            filed = one.filed.union(each for each, row in one.files.items() if row in sent)
            return replace(new, submission_id=event.submission_id, filed=filed)
        case FollowUpDeclined():
            return replace(one, declined=True)
        case FollowUpAnswersWithdrawn():
            return replace(one, sent={}, receipted=frozenset(), filed=frozenset(), submission_id="")
        case FollowUpDraftDiscarded():
            kept = {each.recommendation_id: each for each in event.kept}
            return replace(one, kept=kept, written=one.written.difference(event.answers))
        case FollowUpRemindersChosen():
            return replace(one, remind=event.wanted)
        case FollowUpFileAdded():
            return replace(one, files={**one.files, event.attachment_id: event.recommendation_id})
        case FollowUpFileRemoved():
            gone = {event.attachment_id}
            left = {each: row for each, row in one.files.items() if each not in gone}
            return replace(one, files=left, filed=one.filed - gone)
    assert_never(event)


def _tabled(state: Round, event: Tabled) -> Round:
    match event:
        case FollowUpTableCompiled():
            tabled = state.tabled.union(cell.answer_id for cell in event.cells)
            return replace(state, version=event.version, cells=event.cells, tabled=tabled)
        case FollowUpTableSent():
            return replace(state, sent=event.version, comments_due=event.due_on)
        case StateCommentedOnTable():
            some = state.comments | {event.comment_id}
            return replace(state, comments=some, commented=event.version)
        case FollowUpTablePublished():
            return replace(state, published=event.version)
        case FollowUpTableTakenBack():
            return replace(state, published=0)
        case FollowUpRoundClosed():
            return replace(state, closed=True)
        case FollowUpRoundReopened():
            return replace(_due(state, event), closed=False)
    assert_never(event)


def _with(state: Round, provider_id: str, one: Provider) -> Round:
    return replace(state, providers={**state.providers, provider_id: one})


class OnRound(TypedDict):
    """What every fact of a round says."""

    round_id: str
    mandate: str
    state: str
    done_by: str
    done_at: datetime


def on(opened: FollowUpRoundOpened, asked: Asked) -> OnRound:
    return OnRound(
        round_id=opened.round_id,
        mandate=opened.mandate,
        state=opened.state,
        done_by=asked.by.actor_id,
        done_at=asked.at,
    )
