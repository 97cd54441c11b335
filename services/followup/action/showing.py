"""Showing an action to those who read the recommendations, taking it back, and archiving it.

What is shown is what was there when it was published: whatever changes later is a draft until it is
published anew. Taking back waits for nobody.
"""

from collections.abc import Sequence

from services.followup.action.state import Action, Indicator, on
from services.followup.action.whose import owns, require_manager, seen
from shared.contracts.followup_action_commands import PublishAction, TakeActionBack
from shared.contracts.followup_actions import (
    ActionArchived,
    ActionPlanned,
    ActionPublished,
    ActionRestored,
    ActionTakenBack,
    Fact,
    Measured,
)
from shared.core.actor import Actor, Asked
from shared.core.decider import Forbidden, Refused
from shared.core.roles import Role
from shared.reference.publication import WITHDRAWAL_REASONS


def publish(
    command: PublishAction, asked: Asked, state: Action, planned: ActionPlanned
) -> Sequence[Fact]:
    if state.published > state.changed:
        return []
    seen(command.seen, state)
    require_manager(asked.by, planned.owner_kind, state)
    if state.stays_back:
        raise Refused("It was taken back. Change it before you publish it again.")
    indicators = tuple(
        _measured(indicator_id, one)
        for indicator_id, one in state.indicators.items()
        if not one.archived
    )
    return [
        ActionPublished(
            **on(state, planned, asked),
            revision_id=state.revision_id,
            starts_on=state.starts_on,
            target_on=state.target_on,
            links=state.links,
            claim=state.claim,
            percent=state.percent,
            report_id=state.said,
            indicators=indicators,
        )
    ]


def _measured(indicator_id: str, one: Indicator) -> Measured:
    return Measured(
        indicator_id=indicator_id,
        baseline=one.baseline,
        target=one.target,
        reports=tuple(report for _, report in sorted(one.reports.items())),
    )


def take_back(
    command: TakeActionBack, asked: Asked, state: Action, planned: ActionPlanned
) -> Sequence[Fact]:
    own = owns(asked.by, planned.owner_kind, planned.owner)
    if not own and not _office(asked.by, state):
        raise Forbidden(
            "Only its owner, the mandate or the Publication officer may take an action back."
        )
    if own != (command.reason == "owner") or command.reason not in {"owner", *WITHDRAWAL_REASONS}:
        raise Refused("Choose why it is taken back.")
    if not state.published:
        return []
    return [ActionTakenBack(**on(state, planned, asked), reason=command.reason)]


def _office(by: Actor, state: Action) -> bool:
    works = by.has(Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER)
    mandates = {
        state.passed_to.get(link.recommendation_id, link.mandate) for link in state.published_links
    }
    ours = works and any(map(by.serves, mandates))
    return ours or by.has(Role.PUBLICATION_OFFICER)


def archive(asked: Asked, state: Action, planned: ActionPlanned) -> Sequence[Fact]:
    return [] if state.archived else [ActionArchived(**on(state, planned, asked))]


def restore(asked: Asked, state: Action, planned: ActionPlanned) -> Sequence[Fact]:
    return [ActionRestored(**on(state, planned, asked))] if state.archived else []
