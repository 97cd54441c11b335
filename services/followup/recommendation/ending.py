"""The text of a recommendation corrected, and the recommendation closed and reopened."""

from collections.abc import Sequence
from typing import assert_never

from services.followup.recommendation.state import Event, Issued
from shared.contracts.followup_recommendation_commands import (
    CloseRecommendation,
    CorrectRecommendation,
    Ends,
    ReopenRecommendation,
)
from shared.contracts.followup_recommendations import (
    RecommendationClosed,
    RecommendationCorrected,
    RecommendationReopened,
)
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused, require
from shared.core.roles import Role
from shared.reference.recommending import BY_ANOTHER, CLOSINGS

_ONLY = "Only the holder of the mandate that issued it may do this."


def decide(command: Ends, asked: Asked, state: Issued) -> Sequence[Event]:
    require(asked, Role.MANDATE_HOLDER, no=_ONLY)
    if not asked.by.serves(state.mandate):
        raise Forbidden(_ONLY)
    match command:
        case CorrectRecommendation():
            return _correct(command, asked, state)
        case CloseRecommendation():
            return _close(command, asked, state)
        case ReopenRecommendation():
            return _reopen(command, asked, state)
    assert_never(command)


def _correct(command: CorrectRecommendation, asked: Asked, state: Issued) -> Sequence[Event]:
    """The text is never edited: what was wrong stays beside the version that corrects it."""
    if command.seen != state.version:
        raise Refused("The text was corrected since. Look at it again.")
    if not command.symbol.strip():
        raise Refused("Enter the symbol of the corrigendum.")
    return [
        RecommendationCorrected(
            recommendation_id=command.recommendation_id,
            addressee=state.addressee,
            mandate=state.mandate,
            version=state.version + 1,
            symbol=command.symbol.strip(),
            text=command.text,
            corrected_by=asked.by.actor_id,
            corrected_at=asked.at,
        )
    ]


def _close(command: CloseRecommendation, asked: Asked, state: Issued) -> Sequence[Event]:
    if state.closed == (command.reason, command.by_id):
        return []
    if state.closed is not None:
        raise Refused("It is closed already. Reopen it to close it for another reason.")
    _seen(command.seen, state)
    if command.reason not in CLOSINGS:
        raise Refused("Choose the reason from the list.")
    if command.reason == "implemented" and not state.topped:
        raise Refused("It is implemented once its grade is the best of a scheme.")
    by = command.by_id
    if (by is not None) != (command.reason in BY_ANOTHER) or by == command.recommendation_id:
        raise Refused("Choose what stands in its place where the reason says that something does.")
    return [
        RecommendationClosed(
            recommendation_id=command.recommendation_id,
            addressee=state.addressee,
            mandate=state.mandate,
            reason=command.reason,
            by_id=by,
            note=command.note,
            closed_by=asked.by.actor_id,
            closed_at=asked.at,
        )
    ]


def _reopen(command: ReopenRecommendation, asked: Asked, state: Issued) -> Sequence[Event]:
    if state.closed is None:
        return []
    _seen(command.seen, state)
    return [
        RecommendationReopened(
            recommendation_id=command.recommendation_id,
            addressee=state.addressee,
            mandate=state.mandate,
            reason=command.reason,
            reopened_by=asked.by.actor_id,
            reopened_at=asked.at,
        )
    ]


def _seen(seen: int, state: Issued) -> None:
    if seen != state.ends:
        raise Refused("It was closed or reopened since. Look at it again.")
