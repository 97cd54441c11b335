"""Who sees an organisation: O5 and O6, and SB6 of section B.4.

It takes two steps and 72 hours to be seen by more people, and nothing to be seen by fewer.
"""

from collections.abc import Sequence

from services.stakeholders.organisation.state import Organisation, Stage
from services.stakeholders.organisation.whose import decides, own, own_or_officer
from shared.contracts.stakeholders_organisation_commands import (
    AskPublicListing,
    ClearRiskFlag,
    ConfirmPublicListing,
    HideOrganisation,
    RaiseRiskFlag,
)
from shared.contracts.stakeholders_organisations import (
    Fact,
    PublicListingAsked,
    RiskFlagCleared,
    RiskFlagClearingProposed,
    RiskFlagRaised,
    Visibility,
    VisibilityChanged,
    stricter,
)
from shared.core.actor import Asked
from shared.core.decider import Refused
from shared.core.said import Moment
from shared.reference.organisations import SECOND_THOUGHT, SECOND_THOUGHT_LAPSES

_OWN_ACT = "Only its own focal point may show an organisation to more people."


def ask_public(command: AskPublicListing, asked: Asked, state: Organisation) -> Sequence[Fact]:
    own(asked, command.organisation_id, state, no=_OWN_ACT)
    _can_be_seen(command.visibility, state)
    if _is_there(command.visibility, state) or _still_asked(command.visibility, asked, state):
        return []
    return [
        PublicListingAsked(
            organisation_id=command.organisation_id,
            asked_by=asked.by.actor_id,
            asked_at=asked.at,
            visibility=command.visibility,
        )
    ]


def confirm_public(
    command: ConfirmPublicListing, asked: Asked, state: Organisation
) -> Sequence[Fact]:
    own(asked, command.organisation_id, state, no=_OWN_ACT)
    _can_be_seen(command.visibility, state)
    if _is_there(command.visibility, state):
        return []
    if state.asked_at is None or not _still_asked(command.visibility, asked, state):
        raise Refused("Ask for it first: then 72 hours are left for second thoughts.")
    ready = state.asked_at + SECOND_THOUGHT
    if asked.at < ready:
        raise Refused("You can say it again from {ready}.", ready=Moment(ready))
    return [
        VisibilityChanged(
            organisation_id=command.organisation_id,
            visibility=command.visibility,
            asked_at=state.asked_at,
            changed_by=asked.by.actor_id,
            changed_at=asked.at,
        )
    ]


def hide(command: HideOrganisation, asked: Asked, state: Organisation) -> Sequence[Fact]:
    own_or_officer(
        asked,
        command.organisation_id,
        state,
        no="Only its focal point or a stakeholder officer may hide this organisation.",
    )
    return closing(command.organisation_id, asked, state, command.visibility)


def raise_flag(command: RaiseRiskFlag, asked: Asked, state: Organisation) -> Sequence[Fact]:
    own_or_officer(
        asked,
        command.organisation_id,
        state,
        no="Only its focal point or a stakeholder officer may raise a risk flag.",
    )
    if command.flag_id in state.flags or command.flag_id in state.cleared:
        return []
    raised = RiskFlagRaised(
        organisation_id=command.organisation_id,
        flag_id=command.flag_id,
        reason=command.reason,
        raised_by=asked.by.actor_id,
        raised_at=asked.at,
    )
    return [raised, *closing(command.organisation_id, asked, state)]


def clear_flag(command: ClearRiskFlag, asked: Asked, state: Organisation) -> Sequence[Fact]:
    no = "Only stakeholder officers, two of them, may clear a risk flag."
    decides(asked, command.organisation_id, state, no=no)
    if command.flag_id in state.cleared:
        return []
    if command.flag_id not in state.standing_flags:
        raise Refused("There is no such risk flag.")
    first = state.standing_flags[command.flag_id]
    if first is None:
        return [
            RiskFlagClearingProposed(
                organisation_id=command.organisation_id,
                flag_id=command.flag_id,
                proposed_by=asked.by.actor_id,
                proposed_at=asked.at,
            )
        ]
    if first == asked.by.actor_id:
        raise Refused("You proposed this. Another stakeholder officer clears the flag.")
    return [
        RiskFlagCleared(
            organisation_id=command.organisation_id,
            flag_id=command.flag_id,
            cleared_by=asked.by.actor_id,
            cleared_at=asked.at,
        )
    ]


def closing(
    organisation_id: str, asked: Asked, state: Organisation, keeps: Visibility = "closed"
) -> Sequence[Fact]:
    """Return what hides it, and voids a first step up: nothing, where there is none."""
    visibility = stricter(state.visibility, keeps)
    if visibility == state.visibility and state.asked_at is None:
        return []
    return [
        VisibilityChanged(
            organisation_id=organisation_id,
            visibility=visibility,
            asked_at=None,
            changed_by=asked.by.actor_id,
            changed_at=asked.at,
        )
    ]


def _can_be_seen(visibility: Visibility, state: Organisation) -> None:
    """A focal point is not told of a flag that somebody else raised; a flag closes, and no more."""
    if state.stage is not Stage.CONFIRMED:
        raise Refused("Only an organisation that is confirmed can be shown to more people.")
    if stricter(visibility, "closed") == visibility:
        return
    if state.standing == "person":
        raise Refused("The entry of a person without an organisation is never shown to others.")
    if state.standing_flags:
        raise Refused("This cannot be shown to others at present. Ask a stakeholder officer.")


def _is_there(visibility: Visibility, state: Organisation) -> bool:
    """Whether as many people read it now."""
    return stricter(visibility, state.visibility) == visibility


def _still_asked(visibility: Visibility, asked: Asked, state: Organisation) -> bool:
    """Whether the first step to this was taken, and was not forgotten since."""
    if state.asked_at is None or state.asked_for != visibility:
        return False
    return asked.at <= state.asked_at + SECOND_THOUGHT_LAPSES
