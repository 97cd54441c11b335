"""What another mechanism recommended, taken up from the reference corpus by a mandate, or let go.

Which import brought the text, and whether it was taken out, is read from the stream of the corpus
(decision 0012). An import whose text is followed up stays: a policy tells the corpus.
"""

import re
from collections.abc import Sequence
from typing import Final

from services.followup.recommendation.state import Event, Issued, State
from services.followup.reference.holding import HoldReferenceText
from shared.contracts.followup_recommendation_commands import (
    LetRecommendationGo,
    TakeRecommendationUp,
)
from shared.contracts.followup_taking_up import RecommendationLetGo, RecommendationTakenUp
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused, require
from shared.core.roles import Role
from shared.reference import OTHER, mandates, recipients

_ITEM: Final = re.compile(r"[0-9A-Za-z-]{1,64}")
_NO: Final = "Only the Mandate-holder may take up a recommendation of another mechanism."


def take_up(command: TakeRecommendationUp, asked: Asked, state: State) -> Sequence[Event]:
    require(asked, Role.MANDATE_HOLDER, no=_NO)
    if command.mandate not in mandates():
        raise Refused("Choose a mandate from the list.")
    if not asked.by.serves(command.mandate):
        raise Forbidden("You can take up recommendations only for a mandate that you hold.")
    if command.addressee == OTHER or command.addressee not in recipients():
        raise Refused("Choose the State from the list.")
    _in_force(command, state)
    if isinstance(state, Issued):
        if state.kept or state.mandate != command.mandate:
            raise Refused("It was passed on, and your mandate decides about it no more.")
        if not state.let_go:
            raise Refused("Your mandate took this up before.")
    return [
        RecommendationTakenUp(
            recommendation_id=command.recommendation_id,
            origin=command.origin,
            addressee=command.addressee,
            mandate=command.mandate,
            text=command.text,
            document=command.document,
            version=state.version + 1 if isinstance(state, Issued) else 1,
            taken_up_by=asked.by.actor_id,
            taken_up_at=asked.at,
        )
    ]


def _in_force(command: TakeRecommendationUp, state: State) -> None:
    """Require that the import that brought the text stands, and that everybody reads it."""
    origin, corpus = command.origin, state.corpus
    if not _ITEM.fullmatch(origin.item) or origin.item in corpus.out:
        raise Refused("There is no such text.")
    if corpus.batches.get(origin.batch_id) != origin.source:
        raise Refused("The import that brought this text was undone. Look for the text again.")


def let_go(command: LetRecommendationGo, asked: Asked, state: Issued) -> Sequence[Event]:
    """Let it go while nothing rests on it. It can be taken up again."""
    require(asked, Role.MANDATE_HOLDER, no="Only the Mandate-holder may let a recommendation go.")
    if not asked.by.serves(state.mandate):
        raise Forbidden("Only the holder of the mandate that took it up may let it go.")
    if state.origin is None:
        raise Refused("Only what another mechanism recommended is let go. Close it instead.")
    if state.let_go:
        return []
    if command.seen != state.ends:
        raise Refused("It was taken up, let go, closed or reopened since. Look at it again.")
    if state.said or state.infos or state.positions:
        raise Refused(
            "Something was said or graded of it, or it was made public, so it stays. Close it "
            "instead."
        )
    if state.closed is not None:
        raise Refused("It is closed. Reopen it before you let it go.")
    return [
        RecommendationLetGo(
            recommendation_id=command.recommendation_id,
            addressee=state.addressee,
            mandate=state.mandate,
            reason=command.reason,
            let_go_by=asked.by.actor_id,
            let_go_at=asked.at,
        )
    ]


def on_followup(fact: object) -> Sequence[HoldReferenceText]:
    """Tell the corpus which import a recommendation rests on, so that it is not undone."""
    match fact:
        case RecommendationTakenUp():
            return [
                HoldReferenceText(
                    recommendation_id=fact.recommendation_id, batch_id=fact.origin.batch_id
                )
            ]
        case RecommendationLetGo():
            return [HoldReferenceText(recommendation_id=fact.recommendation_id, batch_id=None)]
        case _:
            return []
