"""The state of a reprisal case, folded from its events."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal, TypeAlias, TypedDict, assert_never

from services.followup import holding
from services.followup.mission import admission
from services.followup.mission import state as missions
from services.followup.mission.admission import Partner
from services.followup.mission.state import Mission
from shared.contracts.followup_erasure import CaseTextErased
from shared.contracts.followup_holding import HoldingHeard
from shared.contracts.followup_missions import OfMission, OnMission
from shared.contracts.followup_partners import Fact as OfPartner
from shared.contracts.followup_partners import OnPartner
from shared.contracts.followup_reprisal_commands import OnReprisal, ReportReprisal, TellOfReprisal
from shared.contracts.followup_reprisals import (
    Fact,
    ReprisalActionDecided,
    ReprisalActionTaken,
    ReprisalClosed,
    ReprisalClosureAgreed,
    ReprisalConsentRecorded,
    ReprisalDetailsRecorded,
    ReprisalDocumentNoted,
    ReprisalDocumentStruck,
    ReprisalFollowedUp,
    ReprisalGroupNamed,
    ReprisalHarmAssessed,
    ReprisalLetterLinked,
    ReprisalLetterUnlinked,
    ReprisalPassedOn,
    ReprisalReopened,
    ReprisalReported,
    ReprisalScreened,
    ReprisalSentForAnnualReport,
    ReprisalShared,
    ReprisalShowingEnded,
    ReprisalShown,
    ReprisalVictimContacted,
    StateAnsweredOnReprisal,
)
from shared.core.actor import Asked
from shared.core.geneva import day_of
from shared.reference.holding import Holding
from shared.reference.reprisals import ACTIONS, AGREES, NO_VICTIM

Heard: TypeAlias = Fact | HoldingHeard | CaseTextErased | OfMission | OfPartner
Told: TypeAlias = (
    ReprisalLetterLinked | ReprisalLetterUnlinked | ReprisalShown | ReprisalShowingEnded
)
Stage: TypeAlias = Literal["reported", "open", "out", "closed"]
OVER: tuple[Stage, ...] = ("out", "closed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """``consents``: the last answer to each; ``assessed``: the last day of an assessment of each.

    ``decided``: actions that stand and are not taken; ``taken``: which were, how often. ``years``:
    of the reports for which a text was sent; ``withheld``: whose consent was withdrawn since.
    ``symbols``: of public documents that tell of it, and since when.
    ``agreed``: which of the two has agreed to close it as it now is, and why. ``mission_id``: of
    the visit that it came from. ``shared``: whether anything was ever told to somebody outside.
    ``linked``: how many letters ever were; ``letters``: those that are, by number. ``shown_to``:
    who reads a text about it, until its last day.
    """

    mandate: str
    state: str
    relation: str
    imminent: bool
    reported_on: date
    holders: frozenset[str]
    officers: frozenset[str]
    reported_by: str
    screen_on: date
    mission_id: str | None = None
    stage: Stage = "reported"
    steps: int = 1
    consents: Mapping[str, str] = field(default_factory=dict)
    assessed: Mapping[str, date] = field(default_factory=dict)
    decided: frozenset[str] = frozenset()
    taken: frozenset[str] = frozenset()
    years: frozenset[int] = frozenset()
    withheld: frozenset[int] = frozenset()
    shared: bool = False
    linked: int = 0
    letters: frozenset[int] = frozenset()
    shown_to: frozenset[str] = frozenset()
    symbols: Mapping[str, date] = field(default_factory=dict)
    agreed: ReprisalClosureAgreed | None = None

    @property
    def without_victim(self) -> bool:
        return self.relation == NO_VICTIM

    def consents_to(self, consent: str) -> bool:
        return self.consents.get(consent) in AGREES

    def rests_on(self, consent: str) -> bool:
        """Whether anything was done under it, whatever became of it since."""
        if consent == "sg_report":
            return bool(self.years)
        if consent == "sharing" and self.shared:
            return True
        return any(ACTIONS[one] == consent for one in self.taken)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """``case``: None before it is reported.

    ``holding``, ``mission``, ``partner``, ``erased`` (whether its key was destroyed): only while a
    decision reads them.
    """

    case: Case | None = None
    holding: Holding = field(default_factory=Holding)
    mission: Mission = field(default_factory=Mission)
    partner: Partner = field(default_factory=Partner)
    erased: bool = False

    @property
    def visit_ends(self) -> date | None:
        """When the visit ended that the case came from; until it has, its last agreed day."""
        ended = [on for what, on in self.mission.moves if what == "ended"]
        planned = self.mission.dates.last if self.mission.dates else None
        return ended[-1] if ended else planned


def evolve(state: State, event: Heard) -> State:
    if isinstance(event, HoldingHeard):
        return replace(state, holding=holding.evolve(state.holding, event))
    if isinstance(event, OnMission):
        return replace(state, mission=missions.evolve(state.mission, event))
    if isinstance(event, OnPartner):
        return replace(state, partner=admission.evolve(state.partner, event))
    if isinstance(event, CaseTextErased):
        return replace(state, erased=True)
    if isinstance(event, ReprisalReported):
        return replace(state, case=_reported(event))
    if state.case is None:
        return state
    known = replace(state.case, steps=state.case.steps + 1)
    if not isinstance(event, ReprisalVictimContacted):
        known = replace(known, agreed=None)  # it was agreed to before this
    if isinstance(event, Told):
        return replace(state, case=_told(known, event))
    return replace(state, case=_after(known, event))


def _reported(event: ReprisalReported) -> Case:
    return Case(
        mandate=event.mandate,
        state=event.state,
        relation=event.relation,
        imminent=event.imminent,
        reported_on=day_of(event.done_at),
        holders=frozenset([event.as_holder] if event.as_holder else []),
        officers=frozenset([event.as_officer] if event.as_officer else []),
        reported_by=event.done_by,
        screen_on=day_of(event.screen_by),
        mission_id=event.link if event.origin == "visit" else None,
    )


def _told(this: Case, event: Told) -> Case:
    match event:
        case ReprisalLetterLinked(number=number):
            return replace(this, linked=number, letters=this.letters | {number})
        case ReprisalLetterUnlinked(number=number):
            return replace(this, letters=this.letters - {number})
        case ReprisalShown(account_id=account):
            return replace(this, shared=True, shown_to=this.shown_to | {account})
        case _:
            return replace(this, shown_to=this.shown_to - {event.account_id})


def _after(  # one case for each fact
    this: Case,
    event: ReprisalGroupNamed
    | ReprisalPassedOn
    | ReprisalVictimContacted
    | ReprisalScreened
    | ReprisalDetailsRecorded
    | ReprisalConsentRecorded
    | ReprisalHarmAssessed
    | ReprisalActionDecided
    | ReprisalActionTaken
    | StateAnsweredOnReprisal
    | ReprisalSentForAnnualReport
    | ReprisalShared
    | ReprisalDocumentNoted
    | ReprisalDocumentStruck
    | ReprisalFollowedUp
    | ReprisalClosureAgreed
    | ReprisalClosed
    | ReprisalReopened,
) -> Case:
    match event:
        case ReprisalGroupNamed():
            return replace(
                this, holders=frozenset(event.holders), officers=frozenset(event.officers)
            )
        case ReprisalPassedOn():
            none: frozenset[str] = frozenset()
            return replace(this, mandate=event.mandate, holders=none, officers=none, shown_to=none)
        case ReprisalVictimContacted() | ReprisalDetailsRecorded() | StateAnsweredOnReprisal():
            return this
        case ReprisalScreened():
            return replace(this, stage="open" if event.in_scope else "out")
        case ReprisalConsentRecorded():
            consents = {**this.consents, event.consent: event.answer}
            stays = event.consent != "sharing" or event.answer == "yes"
            return replace(
                this,
                consents=consents,
                decided=this.decided.difference(event.stopped),
                withheld=this.withheld.union(event.years_to_review),
                shown_to=this.shown_to if stays else frozenset(),
            )
        case ReprisalHarmAssessed():
            return replace(this, assessed={**this.assessed, event.consent: event.assessed_on})
        case ReprisalActionDecided():
            return replace(this, decided=this.decided | {event.action})
        case ReprisalActionTaken():
            return replace(
                this, decided=this.decided - {event.action}, taken=this.taken | {event.action}
            )
        case ReprisalSentForAnnualReport():
            sent = frozenset({event.year})
            return replace(this, years=this.years | sent, withheld=this.withheld - sent)
        case ReprisalShared():
            return replace(this, shared=True)
        case ReprisalDocumentNoted() | ReprisalDocumentStruck():
            return replace(this, symbols=_symbols(this, event))
        case ReprisalFollowedUp():
            urgent = is_urgent(event.condition, this)
            return replace(_anew(this) if event.condition == "worse" else this, imminent=urgent)
        case ReprisalClosureAgreed():
            return replace(this, agreed=event)
        case ReprisalClosed():
            return replace(this, stage="closed", decided=frozenset(), shown_to=frozenset())
        case ReprisalReopened():
            return replace(_anew(this), stage="open")
    assert_never(event)


def _symbols(
    this: Case, event: ReprisalDocumentNoted | ReprisalDocumentStruck
) -> Mapping[str, date]:
    if isinstance(event, ReprisalDocumentNoted):
        return {**this.symbols, event.symbol: event.published_on}
    return {one: on for one, on in this.symbols.items() if one != event.symbol}


def _anew(this: Case) -> Case:
    """What was agreed to before, was agreed to at another risk."""
    return replace(this, consents={}, assessed={}, decided=frozenset(), shown_to=frozenset())


def is_urgent(condition: str, this: Case) -> bool:
    """Whether it is imminent with this condition: what is better or has ended is so no more."""
    return condition == "worse" or (this.imminent and condition == "same")


def untaken(this: Case, consent: str) -> tuple[str, ...]:
    """Return the actions that were decided and rest on this consent."""
    return tuple(one for one in sorted(this.decided) if ACTIONS[one] == consent)


class Done(TypedDict):
    """What every fact of a case says."""

    case_id: str
    done_by: str
    done_at: datetime


def done(command: OnReprisal | ReportReprisal | TellOfReprisal, asked: Asked) -> Done:
    return Done(case_id=command.case_id, done_by=asked.by.actor_id, done_at=asked.at)
