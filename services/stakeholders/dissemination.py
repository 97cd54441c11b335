"""Making a call known to an audience of the register or of the roster: A4 of section A.3.

Only while the call is open, and one audience once in each round. A decision reads the vacancy.
A rule that finds nobody in the register is not refused: that would tell of hidden organisations.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from services.stakeholders.vacancy.decide import VACANCY
from shared.contracts.stakeholders import CallClosed, CallForCandidaturesIssued
from shared.contracts.stakeholders_dissemination import CallAudience, CallDisseminated
from shared.contracts.stakeholders_dissemination_commands import DisseminateCall
from shared.contracts.stakeholders_onward import CallExtended, CallReissued, VacancyLapsed
from shared.core.actor import Asked
from shared.core.decider import Decider, Refused, require
from shared.core.roles import Role
from shared.reference import LANGUAGES, REGIONS
from shared.reference.calls import ORGANISATIONS


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """``sent``: the audiences of this round. ``number``: of the last one of all rounds."""

    mandate: str = ""
    round: int = 0
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    number: int = 0
    sent: frozenset[tuple[int, CallAudience]] = frozenset()

    def is_open(self, at: datetime) -> bool:
        if self.opens_at is None or self.closes_at is None:
            return False
        return self.opens_at <= at < self.closes_at


def decide(command: DisseminateCall, asked: Asked, state: Call) -> Sequence[CallDisseminated]:
    _may(command.audience, asked)
    _known(command.audience)
    if not state.is_open(asked.at):
        raise Refused("A call is made known while it is open.")
    if (state.round, command.audience) in state.sent:
        return []
    if command.audience.whom == "roster" and command.count < 1:
        raise Refused("Nobody would be told. Choose another audience.")
    return [
        CallDisseminated(
            vacancy_id=command.vacancy_id,
            mandate=state.mandate,
            round=state.round,
            number=state.number + 1,
            audience=command.audience,
            count=command.count,
            disseminated_by=asked.by.actor_id,
            disseminated_at=asked.at,
        )
    ]


def evolve(state: Call, event: Any) -> Call:
    """Fold its own facts, and what a decision reads of the vacancy."""
    match event:
        case CallDisseminated():
            sent = state.sent | {(event.round, event.audience)}
            return replace(state, number=event.number, sent=sent)
        case CallForCandidaturesIssued():
            issued = replace(state, mandate=event.mandate, round=1)
            return replace(issued, opens_at=event.opens_at, closes_at=event.closes_at)
        case CallExtended():
            return replace(state, closes_at=event.closes_at)
        case CallReissued():
            return replace(state, round=event.round, closes_at=event.closes_at)
        case CallClosed():
            return replace(state, closes_at=event.closed_at)
        case VacancyLapsed():
            return replace(state, closes_at=None)
        case _:
            return state


def _may(audience: CallAudience, asked: Asked) -> None:
    if audience.whom == "roster":
        require(
            asked,
            Role.SELECTION_OFFICER,
            no="Only the OHCHR selection officer may make a call known to the roster.",
        )
    require(
        asked,
        Role.SELECTION_OFFICER,
        Role.STAKEHOLDER_OFFICER,
        no="Only selection officers and stakeholder officers may make a call known.",
    )


def _known(audience: CallAudience) -> None:
    kinds = ORGANISATIONS if audience.whom == "register" else frozenset()
    languages = LANGUAGES.keys() if audience.whom == "roster" else frozenset()
    if not (
        kinds >= set(audience.kinds)
        and REGIONS.keys() >= set(audience.regions)
        and languages >= set(audience.languages)
    ):
        raise Refused("Choose the audience from the list.")


DISSEMINATION: Decider[DisseminateCall, Any, Call] = Decider(
    category="dissemination",
    key=lambda command: command.vacancy_id,
    initial=Call(),
    decide=decide,
    evolve=evolve,
    consults=lambda command, _: [VACANCY.stream_of(command.vacancy_id)],
)
