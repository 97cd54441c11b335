"""Answers of follow-up rounds that a grade can rest on (Q9).

A round is a stream of its own: its facts are folded for one decision alone (decision 0012).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from shared.contracts import followup_rounds as rounds
from shared.contracts.followup_recommendation_commands import AssessImplementation
from shared.contracts.followup_rounds import (
    Answer,
    FollowUpAnswersSubmitted,
    FollowUpAnswersWithdrawn,
    FollowUpAskTakenBack,
    FollowUpRoundOpened,
    FollowUpRoundPassedOn,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """Of the rounds that a grade names: whose each is, and what counts of it, by provider."""

    mandates: Mapping[str, str] = field(default_factory=dict)
    sent: Mapping[tuple[str, str], tuple[Answer, ...]] = field(default_factory=dict)

    def on(self, recommendation_id: str, mandate: str) -> frozenset[str]:
        """Return the answers on a recommendation in rounds of its mandate, whatever their wish."""
        return frozenset(
            one.answer_id
            for (round_id, _), some in self.sent.items()
            if self.mandates.get(round_id) == mandate
            for one in some
            if one.recommendation_id == recommendation_id
        )


def evolve(state: Answered, event: rounds.Fact) -> Answered:
    match event:
        case FollowUpRoundOpened():
            return _of(state, event.round_id, event.mandate)
        case FollowUpRoundPassedOn(to=str(to)):
            return _of(state, event.round_id, to)
        case FollowUpAnswersSubmitted():
            return _sent(state, event, event.answers)
        case FollowUpAnswersWithdrawn() | FollowUpAskTakenBack():
            return _sent(state, event, ())
        case _:
            return state


def streams(command: AssessImplementation) -> Sequence[str]:
    return [f"followupround-{one}" for one in dict.fromkeys(command.rounds)]


def _of(state: Answered, round_id: str, mandate: str) -> Answered:
    return replace(state, mandates={**state.mandates, round_id: mandate})


def _sent(
    state: Answered,
    event: FollowUpAnswersSubmitted | FollowUpAnswersWithdrawn | FollowUpAskTakenBack,
    answers: tuple[Answer, ...],
) -> Answered:
    return replace(state, sent={**state.sent, (event.round_id, event.provider_id): answers})
