"""What a recommendation has come to: the fold of its facts."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal, TypeAlias, assert_never

from services.followup.recommendation import answered, delegating, proposing
from services.followup.recommendation.answered import Answered
from services.followup.recommendation.delegating import Delegations
from services.followup.recommendation.proposing import Proposals
from shared.contracts import followup_addressee_proposals as proposals
from shared.contracts import followup_information as information
from shared.contracts import followup_recommendations as described
from shared.contracts import followup_reference as reference
from shared.contracts import followup_rounds as rounds
from shared.contracts import followup_taking_up as taken_up
from shared.contracts.followup import (
    ImplementationAssessed,
    ImplementationInfoReceived,
    Provider,
    RecommendationImplemented,
    RecommendationIssued,
)
from shared.contracts.followup_custody import RecommendationPassedOn
from shared.contracts.followup_evidence import ImplementationFileAdded
from shared.contracts.followup_information import (
    ImplementationInfoPublished,
    ImplementationInfoTakenBack,
    ImplementationInfoWithdrawn,
    ImplementationInfoWithheld,
)
from shared.contracts.followup_publication import (
    RecommendationPublished,
    RecommendationShared,
    RecommendationUnshared,
    RecommendationWithdrawn,
)
from shared.contracts.followup_recommendations import (
    RecommendationAddresseeNamed,
    RecommendationAddresseeRemoved,
    RecommendationClosed,
    RecommendationCorrected,
    RecommendationLeadAnswered,
    RecommendationParticularsNoted,
    RecommendationPositionRecorded,
    RecommendationRelated,
    RecommendationReopened,
    RecommendationReviewSet,
    RecommendationTagged,
    RecommendationUnrelated,
    TagSuggestionAccepted,
    TagSuggestionRejected,
)
from shared.contracts.followup_reference import (
    ReferenceBatchImported,
    ReferenceBatchUndone,
    ReferenceTextPutBack,
    ReferenceTextTakenOut,
)
from shared.contracts.followup_rounds import Wish
from shared.contracts.followup_taking_up import Origin, RecommendationLetGo, RecommendationTakenUp
from shared.contracts.followup_visit_reports import ReportPlace
from shared.reference.schemes import SCHEMES, ended_by

Followed: TypeAlias = (
    ImplementationInfoReceived
    | ImplementationFileAdded
    | information.Fact
    | ImplementationAssessed
    | RecommendationImplemented
    | RecommendationPublished
    | RecommendationWithdrawn
    | RecommendationShared
    | RecommendationUnshared
    | RecommendationPassedOn
)
Event: TypeAlias = RecommendationIssued | Followed | described.Fact | proposals.Fact | taken_up.Fact
Heard: TypeAlias = Event | reference.Fact | delegating.Read | rounds.Fact
"""Its own facts, and what is read of the corpus, of who grades or of rounds for one decision."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """What is in force of the reference corpus: its batches, and which texts were taken out."""

    batches: Mapping[str, str] = field(default_factory=dict)
    out: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Absent:
    """There is no such recommendation."""

    corpus: Corpus = Corpus()


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """``followed``: something was said or graded of its follow-up.

    ``brought``: naming it invited its organisation.
    """

    organisation_id: str | None
    lead: str
    followed: bool = False
    brought: bool = False


Stage: TypeAlias = Literal["received", "published", "withheld", "withdrawn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Information:
    """``whose``: its provider, as ``who`` names one. ``named``: it may stand with a name."""

    whose: str
    provider: Provider
    wish: Wish
    named: bool
    since: date | None
    until: date | None
    corrects: str | None
    stage: Stage = "received"


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """``infos``: the information by its id; ``files``: beside which each file is.

    ``topped``: the schemes of whose grades it has the top.
    ``shared``: organisations by code. ``published``: the version that is public. ``symbol``: of the
    corrigendum that the text is. ``kept``: its mandate ended, and nobody decides about it any more.
    ``closed``: for which reason, and what stands in its place. ``ends``: how often it was closed,
    reopened, taken up or let go. ``origin``: of what another mechanism recommended.
    ``noted``: how often particulars of its text were noted. ``review``: the day of the next look.
    ``rejected``: suggested tags that it does not have, by kind and code.
    ``report``: where it stands, if it was registered from the report on a visit.
    ``proposals``: addressees that Resident Coordinators proposed.
    ``let_go``: nobody follows that up here any more. ``said``: something was graded, or was ever
    made public.
    """

    addressee: str
    mandate: str
    communication_id: str | None
    issued_at: datetime
    infos: Mapping[str, Information] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    topped: frozenset[str] = frozenset()
    published: int | None = None
    shared: frozenset[str] = frozenset()
    kept: bool = False
    addressees: Mapping[str, Addressee] = field(default_factory=dict)
    proposals: Proposals = field(default_factory=dict)
    positions: frozenset[str] = frozenset()
    tags: tuple[tuple[str, ...], ...] = ((), (), (), ())
    noted: int = 0
    review: date | None = None
    rejected: frozenset[tuple[str, str]] = frozenset()
    repeats: frozenset[str] = frozenset()
    version: int = 1
    symbol: str | None = None
    closed: tuple[str, str | None] | None = None
    ends: int = 0
    origin: Origin | None = None
    report: ReportPlace | None = None
    let_go: bool = False
    said: bool = False
    corpus: Corpus = Corpus()
    delegations: Delegations = field(default_factory=Delegations)
    answered: Answered = field(default_factory=Answered)

    @property
    def corrected(self) -> frozenset[str | None]:
        """The information in whose place other information stands."""
        return frozenset(one.corrects for one in self.infos.values() if one.stage != "withdrawn")


State: TypeAlias = Absent | Issued


def who(provider: str, organisation_id: str | None, person: str) -> str:
    """Return whose information it is: colleagues correct each other's.

    The code of an organisation can be any word, also ``government``.
    """
    if provider == "government":
        return provider
    return f"organisation {organisation_id}" if organisation_id else f"person {person}"


def evolve(state: State, event: Heard) -> State:
    if isinstance(event, reference.Fact):
        return replace(state, corpus=_corpus(state.corpus, event))
    if isinstance(event, RecommendationTakenUp):
        return _taken_up(state, event)
    if isinstance(event, RecommendationIssued):
        return Issued(
            addressee=event.addressee,
            mandate=event.mandate,
            communication_id=event.communication_id,
            issued_at=event.issued_at,
            report=event.report,
        )
    if isinstance(state, Absent):
        return state
    if isinstance(event, delegating.Read):
        return replace(state, delegations=delegating.evolve(state.delegations, event))
    if isinstance(event, rounds.Fact):
        return replace(state, answered=answered.evolve(state.answered, event))
    if isinstance(event, RecommendationLetGo):
        return replace(state, let_go=True, ends=state.ends + 1, review=None)
    if isinstance(event, proposals.Fact):
        return replace(state, proposals=proposing.evolve(state.proposals, event))
    if isinstance(event, described.Fact):
        return _described(state, event)
    return _followed(state, event)


def _corpus(corpus: Corpus, event: reference.Fact) -> Corpus:
    match event:
        case ReferenceBatchImported():
            batches = {**corpus.batches, event.batch_id: event.source}
            return replace(corpus, batches=batches)
        case ReferenceBatchUndone():
            left = {one: of for one, of in corpus.batches.items() if one != event.batch_id}
            return replace(corpus, batches=left)
        case ReferenceTextTakenOut():
            return replace(corpus, out=corpus.out | {event.item})
        case ReferenceTextPutBack():
            return replace(corpus, out=corpus.out - {event.item})
        case _:
            return corpus


def _taken_up(state: State, event: RecommendationTakenUp) -> State:
    """Begin it; what was said of it before it was let go stays."""
    if isinstance(state, Issued):
        return replace(
            state,
            origin=event.origin,
            version=event.version,
            symbol=None,
            let_go=False,
            ends=state.ends + 1,
        )
    return Issued(
        addressee=event.addressee,
        mandate=event.mandate,
        communication_id=None,
        issued_at=event.taken_up_at,
        version=event.version,
        ends=1,
        origin=event.origin,
        corpus=state.corpus,
    )


def _followed(state: Issued, event: Followed) -> State:
    match event:
        case ImplementationInfoReceived():
            infos = {**state.infos, event.info_id: _told(event)}
            return replace(_about(state, event.addressee_id), infos=infos)
        case ImplementationInfoPublished():
            return _at(_at(state, "received", *event.replaces), "published", event.info_id)
        case ImplementationInfoWithheld():
            return _at(state, "withheld", event.info_id)
        case ImplementationInfoTakenBack():
            return _at(state, "received", event.info_id)
        case ImplementationInfoWithdrawn():
            return _at(state, "withdrawn", event.info_id)
        case ImplementationFileAdded():
            return replace(state, files={**state.files, event.attachment_id: event.info_id})
        case ImplementationAssessed(addressee_id=None):
            return replace(state, topped=_graded(state.topped, event), said=True, review=None)
        case ImplementationAssessed():
            return replace(_about(state, event.addressee_id), said=True, review=None)
        case RecommendationImplemented():
            return state  # it follows from the grade
        case RecommendationPublished():
            return replace(state, published=event.version, said=True)
        case RecommendationWithdrawn():
            return _not_public(state, event)
        case RecommendationShared():
            return replace(state, shared=state.shared | {event.organisation_id})
        case RecommendationUnshared():
            return replace(state, shared=state.shared - {event.organisation_id})
        case RecommendationPassedOn():
            return replace(state, mandate=event.to or state.mandate, kept=event.to is None)
    assert_never(event)


def _not_public(state: Issued, event: RecommendationWithdrawn) -> State:
    """With it goes the information that was public beside it."""
    public = [each for each, one in state.infos.items() if one.stage == "published"]
    report = None if event.note is None else state.report  # with its report, it stands nowhere
    return replace(_at(state, "received", *public), published=None, report=report)


def _told(event: ImplementationInfoReceived) -> Information:
    return Information(
        whose=who(event.provider, event.organisation_id, event.provided_by),
        provider=event.provider,
        wish=event.wish,
        named=event.name is not None,
        since=event.since,
        until=event.until,
        corrects=event.corrects,
    )


def _at(state: Issued, stage: Stage, *ids: str) -> Issued:
    some = {each: replace(state.infos[each], stage=stage) for each in ids}
    return replace(state, infos={**state.infos, **some})


def _described(state: Issued, event: described.Fact) -> State:  # one case for each fact
    match event:
        case RecommendationAddresseeNamed():
            code = event.organisation_id
            brought = code is not None and code not in state.shared
            one = Addressee(organisation_id=code, lead=event.lead, brought=brought)
            return _with(state, event.addressee_id, one)
        case RecommendationAddresseeRemoved():
            left = {k: v for k, v in state.addressees.items() if k != event.addressee_id}
            return replace(state, addressees=left)
        case RecommendationLeadAnswered():
            one = state.addressees[event.addressee_id]
            lead = "yes" if event.accepted else "no"
            return _with(state, event.addressee_id, replace(one, lead=lead))
        case RecommendationPositionRecorded():
            return replace(state, positions=state.positions | {event.position_id})
        case RecommendationTagged():
            return replace(state, tags=(event.themes, event.persons, event.targets, event.articles))
        case RecommendationParticularsNoted():
            return replace(state, noted=event.step)
        case RecommendationReviewSet():
            return replace(state, review=event.on)
        case TagSuggestionAccepted():
            return state  # the tags follow
        case TagSuggestionRejected():
            return replace(state, rejected=state.rejected | {(event.kind, event.code)})
        case RecommendationRelated():
            return replace(state, repeats=state.repeats | {event.repeats_id})
        case RecommendationUnrelated():
            return replace(state, repeats=state.repeats - {event.repeats_id})
        case RecommendationCorrected():
            return replace(state, version=event.version, symbol=event.symbol)
        case RecommendationClosed():
            closed = (event.reason, event.by_id)
            return replace(state, closed=closed, ends=state.ends + 1, review=None)
        case RecommendationReopened():
            return replace(state, closed=None, ends=state.ends + 1)
    assert_never(event)


def _graded(topped: frozenset[str], event: ImplementationAssessed) -> frozenset[str]:
    """Return the schemes of which it has the top grade now."""
    scheme = SCHEMES.get(event.scheme)
    has = scheme is not None and event.grade == scheme.top
    return topped - ended_by(event.scheme) | ({event.scheme} if has else set())


def _with(state: Issued, addressee_id: str, one: Addressee) -> Issued:
    return replace(state, addressees={**state.addressees, addressee_id: one})


def _about(state: Issued, addressee_id: str | None) -> Issued:
    if addressee_id is None:
        return state
    return _with(state, addressee_id, replace(state.addressees[addressee_id], followed=True))
