"""The authority that a mandate gives: delegations of a working group, and standing authorisations.

There is one stream for each mandate. Decisions about letters read it (decision 0012). Source of the
rules: procedure.md section 6.2, R2 and R3. Only this module knows who else may act for a mandate.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import assert_never

from services.approvals import holding
from services.approvals.events import Event
from shared.contracts.approvals_authority import (
    DelegationGranted,
    DelegationRevoked,
    Power,
    StandingAuthorisationGranted,
    StandingAuthorisationRevoked,
)
from shared.contracts.approvals_commands import (
    GrantDelegation,
    GrantStandingAuthorisation,
    RevokeDelegation,
    RevokeStandingAuthorisation,
)
from shared.contracts.approvals_commands import OfAuthority as Command
from shared.contracts.approvals_holding import BarsNoted, HolderNoted, MandateLifeNoted
from shared.core.actor import Asked
from shared.core.decider import Decider, Forbidden, Refused, require
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.reference import is_group
from shared.reference.approved_text import ApprovedText
from shared.reference.holding import Holding, in_office, ready
from shared.reference.mandate_holder import head_of, in_person

_NOT_A_GROUP = "Only a Working Group's Chair-Rapporteur delegates; a single mandate-holder decides."


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """The authority in force, over the consulted mandates. ``ended``: revoked delegations.

    ``standing``: by whom each standing authorisation was granted. ``holdings``: who holds each
    mandate. What somebody granted ends with the term of who did.
    """

    delegations: tuple[DelegationGranted, ...] = ()
    ended: frozenset[str] = frozenset()
    standing: Mapping[str, str] = field(default_factory=dict)
    holdings: Mapping[str, Holding] = field(default_factory=dict)

    def delegation(self, mandate: str, asked: Asked, power: Power) -> DelegationGranted | None:
        """Return the delegation under which this person has the power now, if any."""
        return next(
            (
                one
                for one in self.delegations
                if one.mandate == mandate
                and one.delegate_id == asked.by.actor_id
                and power in one.scope
                and one.starts_at <= asked.at < one.ends_at
                and self.holding(mandate).held_by(one.granted_by, day_of(asked.at))
            ),
            None,
        )

    def holding(self, mandate: str) -> Holding:
        return self.holdings.get(mandate, Holding(mandate=mandate))

    def stands(self, mandate: str, on: date) -> bool:
        """Return whether the mandate has a standing authorisation of who holds it that day."""
        granted_by = self.standing.get(mandate)
        return granted_by is not None and self.holding(mandate).held_by(granted_by, on)


def acting(mandate: str, asked: Asked, authority: Authority, power: Power) -> str | None:
    """Refuse everybody who may not act for the mandate; return the actor's delegation.

    A single mandate-holder and a Working Group's Chair-Rapporteur need none.
    """
    in_person(mandate, asked)
    in_office(authority.holding(mandate), asked)
    if not is_group(mandate) or asked.by.has(Role.CHAIR_RAPPORTEUR):
        return None
    delegation = authority.delegation(mandate, asked, power)
    if delegation is None:
        raise Forbidden(
            "Only the Working Group's Chair-Rapporteur may do this, or a member to whom the "
            "Chair-Rapporteur delegated it, for as long as the delegation lasts."
        )
    return delegation.delegation_id


def signing(mandate: str, asked: Asked, authority: Authority, power: Power) -> str | None:
    """Refuse as ``acting`` does, and a holder whose onboarding still keeps from signing (SC7)."""
    delegation = acting(mandate, asked, authority, power)
    ready(authority.holding(mandate), asked)
    return delegation


def past(text: ApprovedText, authority: Authority, asked: Asked) -> tuple[str, ...]:
    """Return the mandates whose approval is of somebody who does not hold them any more."""
    on = day_of(asked.at)
    return tuple(
        mandate
        for mandate in text.given
        if not authority.holding(mandate).held_by(text.by[mandate], on)
    )


def officer_of(any_of: Sequence[str], asked: Asked, *, no: str, nor: str) -> None:
    """Refuse everybody but an officer who services one of these mandates.

    ``no`` is said to others than officers, ``nor`` to officers of other mandates.
    """
    require(asked, Role.HUMAN_RIGHTS_OFFICER, no=no)
    if not any(asked.by.serves(mandate) for mandate in any_of):
        raise Forbidden(nor)


def decide(command: Command, asked: Asked, state: Authority) -> Sequence[Event]:
    match command:
        case GrantDelegation():
            return _delegate(command, asked, state)
        case RevokeDelegation():
            return _end(command, asked, state)
        case GrantStandingAuthorisation():
            _head(command.mandate, asked, state)
            if state.stands(command.mandate, day_of(asked.at)):
                return []
            return [
                StandingAuthorisationGranted(
                    mandate=command.mandate, granted_by=asked.by.actor_id, granted_at=asked.at
                )
            ]
        case RevokeStandingAuthorisation():
            _head(command.mandate, asked, state)
            if command.mandate not in state.standing:
                return []
            return [
                StandingAuthorisationRevoked(
                    mandate=command.mandate, revoked_by=asked.by.actor_id, revoked_at=asked.at
                )
            ]
    assert_never(command)


def _delegate(command: GrantDelegation, asked: Asked, state: Authority) -> Sequence[Event]:
    """Return the delegate; ``acting`` checks the delegate's own roles at each decision."""
    if not is_group(command.mandate):
        raise Refused(_NOT_A_GROUP)
    _head(command.mandate, asked, state)
    ready(state.holding(command.mandate), asked)
    known = {one.delegation_id for one in state.delegations} | state.ended
    if command.delegation_id in known:
        return []
    if command.delegate_id == asked.by.actor_id:
        raise Refused("Choose another member of the Working Group.")
    if not command.scope:
        raise Refused("Choose what the member may do.")
    if command.ends_at <= max(command.starts_at, asked.at):
        raise Refused("Choose an end that is still to come and after the start.")
    return [
        DelegationGranted(
            mandate=command.mandate,
            delegation_id=command.delegation_id,
            delegate_id=command.delegate_id,
            scope=tuple(dict.fromkeys(command.scope)),
            starts_at=command.starts_at,
            ends_at=command.ends_at,
            granted_by=asked.by.actor_id,
            granted_at=asked.at,
        )
    ]


def _end(command: RevokeDelegation, asked: Asked, state: Authority) -> Sequence[Event]:
    _head(command.mandate, asked, state)
    if command.delegation_id in state.ended:
        return []
    if all(one.delegation_id != command.delegation_id for one in state.delegations):
        raise Refused("There is no such delegation.")
    return [
        DelegationRevoked(
            mandate=command.mandate,
            delegation_id=command.delegation_id,
            revoked_by=asked.by.actor_id,
            revoked_at=asked.at,
        )
    ]


def _head(mandate: str, asked: Asked, state: Authority) -> None:
    head_of(mandate, asked)
    in_office(state.holding(mandate), asked)


def evolve(state: Authority, event: Event) -> Authority:
    match event:
        case DelegationGranted():
            return replace(state, delegations=(*state.delegations, event))
        case DelegationRevoked():
            return replace(
                state,
                delegations=tuple(
                    one for one in state.delegations if one.delegation_id != event.delegation_id
                ),
                ended=state.ended | {event.delegation_id},
            )
        case StandingAuthorisationGranted():
            return replace(state, standing={**state.standing, event.mandate: event.granted_by})
        case StandingAuthorisationRevoked():
            left = {one: by for one, by in state.standing.items() if one != event.mandate}
            return replace(state, standing=left)
        case HolderNoted() | MandateLifeNoted() | BarsNoted():
            noted = state.holding(event.mandate).noted(event)
            return replace(state, holdings={**state.holdings, event.mandate: noted})
        case _:
            return state


def streams(mandate: str) -> Sequence[str]:
    """Return the streams that decisions for the mandate read."""
    return [AUTHORITY.stream_of(mandate), holding.stream(mandate)]


AUTHORITY: Decider[Command, Event, Authority] = Decider(
    category="authority",
    key=lambda command: command.mandate,
    initial=Authority(),
    decide=decide,
    evolve=evolve,
    consults=lambda command, _: [holding.stream(command.mandate)],
)
