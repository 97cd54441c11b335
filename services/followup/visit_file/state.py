"""A visit file, folded from its events: section E.3 of visits-recommendations-knowledge.md."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import reduce
from typing import TypeAlias, TypedDict, TypeVar

from services.followup import holding
from services.followup.visit_file import decisions
from services.followup.visit_file.decisions import Decision, Decisions
from services.followup.visit_file.standing import after
from shared.contracts.followup_holding import HoldingHeard
from shared.contracts.followup_missions import MissionPassedOn, OfMission, OnMission
from shared.contracts.followup_visit_commands import OnFile
from shared.contracts.followup_visit_files import VisitDocumentFileAdded
from shared.contracts.followup_visits import (
    DocumentFact,
    Fact,
    Letter,
    Standing,
    TermsAnswered,
    VisitCooperationGraded,
    VisitDatesPublished,
    VisitDocumentStruck,
    VisitFilePassedOn,
    VisitLetterDecided,
    VisitLetterTakenBack,
    VisitReservationDecided,
    VisitTerritoriesNamed,
    Window,
)
from shared.core.actor import Asked
from shared.core.geneva import day_of
from shared.reference.holding import Holding
from shared.reference.visits import begun_anew, visit_file_id

Heard: TypeAlias = Fact | VisitDocumentFileAdded | HoldingHeard | OfMission
F = TypeVar("F", bound=Fact)


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """``documents``: what counts, in the order in which it was logged; ``struck``: what does not.

    ``hosts``: in which other States it concerns places. ``decisions``: what a holder decided to
    send. ``steps``: all facts. ``of``: mandate and State.
    ``passed``: who goes on with it in place of that mandate; ``kept``: nobody does (SC3).
    ``published``: the last days that a holder let everybody read. ``cooperation``: the last grade
    of the request, with its scheme and whether it is public. ``files``: each with its letter.

    ``holding`` and ``record``, whether its mission is one of a mandate that ended, belong to other
    streams, and are there only while a decision reads them.
    """

    documents: tuple[DocumentFact, ...] = ()
    struck: frozenset[str] = frozenset()
    decisions: Decisions = ()
    territories: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    of: tuple[str, str] = ("", "")
    passed: str | None = None
    kept: bool = False
    published: Window | None = None
    cooperation: tuple[str, str, bool] | None = None
    files: Mapping[str, str] = field(default_factory=dict)
    steps: int = 0
    record: bool = False
    holding: Holding = field(default_factory=Holding)

    def by(self, day: date) -> Standing:
        """Return where the file stood on that day, for what comes on it."""
        return begun_anew(self._by(day), day)

    def _by(self, day: date) -> Standing:
        then = [one for one in self.ordered() if one.document.passed_on <= day]
        return reduce(after, then, Standing())

    def ordered(self) -> list[DocumentFact]:
        """Return what counts, in the order of its days.

        A decision on a reservation counts for the very answer that it was about.
        """
        found: list[DocumentFact] = []
        answer_id = None
        for one in sorted(self.documents, key=lambda one: one.document.passed_on):
            if isinstance(one, TermsAnswered):
                answer_id = one.document.document_id
            if not isinstance(one, VisitReservationDecided) or one.answer_id == answer_id:
                found.append(one)
        return found

    def before(self, fact: DocumentFact) -> Standing:
        """Return where the file stood for what came with this document."""
        ordered = self.ordered()
        then = reduce(after, ordered[: ordered.index(fact)], Standing())
        return begun_anew(then, fact.document.passed_on)

    @property
    def now(self) -> Standing:
        return replace(self._by(date.max), to_send=self.to_send)

    @property
    def to_send(self) -> Letter | None:
        """Return the letter that a holder decided to send, and that nobody has logged."""
        one = decisions.standing(self.decisions)
        return one.letter if one else None

    def knows(self, document_id: str) -> bool:
        return document_id in self.struck or self.document(document_id) is not None

    def document(self, document_id: str) -> DocumentFact | None:
        found = [one for one in self.documents if one.document.document_id == document_id]
        return found[0] if found else None


def evolve(state: File, event: Heard) -> File:
    if isinstance(event, HoldingHeard):
        return replace(state, holding=holding.evolve(state.holding, event))
    if isinstance(event, OnMission):
        kept = isinstance(event, MissionPassedOn) and event.to is None
        return replace(state, record=state.record or kept)
    if isinstance(event, VisitDocumentFileAdded):
        return replace(state, files={**state.files, event.attachment_id: event.document_id})
    state = replace(state, steps=state.steps + 1, of=(event.mandate, event.state))
    on = day_of(event.done_at)
    match event:
        case VisitFilePassedOn():
            return replace(state, passed=event.to or state.passed, kept=event.to is None)
        case VisitLetterDecided():
            one = Decision(letter=event.letter, since=on)
            return replace(state, decisions=(*state.decisions, one))
        case VisitLetterTakenBack():
            return replace(state, decisions=decisions.taken_back(state.decisions, on))
        case VisitTerritoriesNamed():
            return replace(state, territories=event.territories, hosts=event.hosts)
        case VisitDatesPublished():
            return replace(state, published=event.dates)
        case VisitCooperationGraded():
            return replace(state, cooperation=(event.scheme, event.grade, event.public))
        case VisitDocumentStruck():
            return without(state, event.document_id)
        case _:
            left = decisions.with_document(state.decisions, event, on)
            return replace(state, decisions=left, documents=(*state.documents, event))


def without(state: File, document_id: str) -> File:
    gone = state.document(document_id)
    return replace(
        state,
        documents=tuple(one for one in state.documents if one is not gone),
        struck=state.struck | {document_id},
        decisions=decisions.without_document(state.decisions, document_id),
    )


class Step(TypedDict):
    """What every fact of the file says."""

    visit_file_id: str
    mandate: str
    state: str
    now: Standing
    step: int
    done_by: str
    done_at: datetime


def step_of(command: OnFile, asked: Asked) -> Step:
    return Step(
        visit_file_id=visit_file_id(command.mandate, command.state),
        mandate=command.mandate,
        state=command.state,
        now=Standing(),
        step=0,
        done_by=asked.by.actor_id,
        done_at=asked.at,
    )


def stands(state: File, fact: F) -> Sequence[F]:
    """Return the fact with where the file stands once it is on it."""
    then = evolve(state, fact)
    return [replace(fact, now=then.now, step=then.steps)]
