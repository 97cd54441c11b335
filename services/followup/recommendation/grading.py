"""The grades that a mandate gives how a recommendation is implemented.

The holder grades, or an officer to whom the holder delegated it (FR5).
"""

from collections.abc import Sequence

from services.followup.recommendation.state import Event, Issued
from shared.contracts.followup import (
    ImplementationAssessed,
    RecommendationImplemented,
)
from shared.contracts.followup_recommendation_commands import (
    OBSERVED,
    AssessImplementation,
)
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused, require
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.reference.mandate_holder import holds_alone
from shared.reference.schemes import Scheme, current

SCHEMES = current("recommendation")


def assess(command: AssessImplementation, asked: Asked, state: Issued) -> Sequence[Event]:
    delegation_id = _grades(command, asked, state)
    if state.closed is not None:
        raise Refused("It is closed. Reopen it before you assess it.")
    scheme = SCHEMES.get(command.scheme)
    if scheme is None or command.grade not in scheme.values:
        raise Refused("Choose a grade from the list.")
    if command.addressee_id is not None and command.addressee_id not in state.addressees:
        raise Refused("Choose the addressee from the list.")
    _founded(command, scheme, asked, state)
    graded: list[Event] = [
        ImplementationAssessed(
            recommendation_id=command.recommendation_id,
            addressee=state.addressee,
            mandate=state.mandate,
            scheme=command.scheme,
            grade=command.grade,
            rationale=command.rationale,
            assessed_by=asked.by.actor_id,
            assessed_at=asked.at,
            addressee_id=command.addressee_id,
            period=command.period,
            based_on=command.based_on,
            delegation_id=delegation_id,
        )
    ]
    top = command.grade == scheme.top and command.addressee_id is None
    if not top or state.topped:
        return graded
    return [*graded, _implemented(command, asked, state)]


def _grades(command: AssessImplementation, asked: Asked, state: Issued) -> str | None:
    """Refuse everybody who does not grade for the mandate; return an officer's delegation.

    Of an officer who holds a mandate as well it is not known which of theirs they hold.
    """
    no = "Only the Mandate-holder, or an officer to whom that one delegated it, may assess it now."
    require(asked, Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER, no=no)
    if holds_alone(asked.by):
        if not asked.by.serves(state.mandate):
            raise Forbidden("Only the holder of the mandate that issued it may assess it.")
        return None
    under = state.delegations.under(command.recommendation_id, state.addressee, asked)
    if not asked.by.serves(state.mandate) or under is None:
        raise Forbidden(no)
    return under


def _implemented(command: AssessImplementation, asked: Asked, state: Issued) -> Event:
    return RecommendationImplemented(
        recommendation_id=command.recommendation_id,
        addressee=state.addressee,
        mandate=state.mandate,
        implemented_at=asked.at,
    )


def _founded(command: AssessImplementation, scheme: Scheme, asked: Asked, state: Issued) -> None:
    """Require that a grade says what was read for it, and which year it is about."""
    read, known = set(command.based_on), {OBSERVED}
    known |= state.answered.on(command.recommendation_id, state.mandate)
    known |= {each for each, one in state.infos.items() if one.stage != "withdrawn"}
    if not read <= known:
        raise Refused("Choose from the list what the grade is based on.")
    if not read and not scheme.needs_no_information(command.grade):
        raise Refused("Choose what the grade is based on, or the grade that says nothing is known.")
    first, last = state.issued_at.year, day_of(asked.at).year
    if command.period is not None and not first <= command.period <= last:
        raise Refused("Choose a year from the one in which it was issued to this one.")
