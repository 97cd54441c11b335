"""The internal advisory procedure: received, categorised, considered, told. K11 of section D.3.

A stream for each procedure. The chair, or who stands in, decides each step; the holder comments
once invited, and who asked may take it back until the outcome is told.
"""

from collections.abc import Sequence
from datetime import timedelta

from services.stakeholders.committee.iap.state import OVER, Heard, Procedure, Stage, State, evolve
from services.stakeholders.committee.iap.steps import do
from services.stakeholders.committee.iap.whose import NONE, is_holder, presides
from services.stakeholders.committee.members.decide import STREAM
from shared.contracts.stakeholders_iap import (
    Fact,
    IapHolderCommented,
    IapReceived,
    IapWithdrawn,
)
from shared.contracts.stakeholders_iap_commands import (
    Command,
    CommentOnIap,
    RequestIap,
    WithdrawIap,
)
from shared.core.actor import Asked
from shared.core.decider import Decider, Refused, require
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.reference import mandates
from shared.reference.iap import DAYS, REQUESTERS


def decide(command: Command, asked: Asked, state: State) -> Sequence[Fact]:
    this = state.procedure
    if isinstance(command, RequestIap):
        return _request(command, asked, this)
    if this is None:
        raise Refused(NONE)
    if isinstance(command, CommentOnIap):
        return _comment(command, asked, this)
    if isinstance(command, WithdrawIap):
        return _withdraw(command, asked, this)
    presides(asked, state.committee, this, command.unable)
    return do(command, asked, this)


def _request(command: RequestIap, asked: Asked, known: Procedure | None) -> Sequence[Fact]:
    require(
        asked,
        *REQUESTERS,
        no="Only mandate-holders, Governments, institutions, focal points of organisations and "
        "the President may ask for this.",
    )
    if known is not None:
        if known.received_from == asked.by.actor_id:
            return []
        raise Refused(NONE)
    if command.mandate is not None and command.mandate not in mandates():
        raise Refused("Choose a mandate from the list.")
    state = min(asked.by.states, default=None) if asked.by.has(Role.GOVERNMENT) else None
    return [
        IapReceived(
            iap_id=command.iap_id,
            mandate=command.mandate,
            state=state,
            of_holder=asked.by.has(Role.MANDATE_HOLDER) and command.mandate in asked.by.mandates,
            papers=command.papers,
            due_on=day_of(asked.at) + timedelta(days=DAYS),
            received_from=asked.by.actor_id,
            received_at=asked.at,
        )
    ]


def _comment(command: CommentOnIap, asked: Asked, this: Procedure) -> Sequence[Fact]:
    """Until there is an outcome, and also after the day by which it was asked for."""
    if not is_holder(asked, this):
        raise Refused(NONE)
    if command.comment == this.comments.get(asked.by.actor_id):
        return []
    if this.stage is not Stage.CATEGORISED:
        raise Refused("The Committee has considered this, or it is over.")
    if command.invitation != this.invitations:
        raise Refused("There are other points than the page showed. Load it and read them.")
    return [
        IapHolderCommented(
            iap_id=command.iap_id,
            comment=command.comment,
            commented_by=asked.by.actor_id,
            commented_at=asked.at,
        )
    ]


def _withdraw(command: WithdrawIap, asked: Asked, this: Procedure) -> Sequence[Fact]:
    if not asked.by.has(*REQUESTERS) or asked.by.actor_id != this.received_from:
        raise Refused(NONE)
    if this.stage is Stage.WITHDRAWN:
        return []
    if this.stage in OVER:
        raise Refused("This procedure is over.")
    return [
        IapWithdrawn(iap_id=command.iap_id, withdrawn_by=asked.by.actor_id, withdrawn_at=asked.at)
    ]


IAP: Decider[Command, Heard, State] = Decider(
    category="committeeiap",
    key=lambda command: command.iap_id,
    initial=State(),
    decide=decide,
    evolve=evolve,
    consults=lambda _, __: [STREAM],
)
