"""Proposals that take two people: an administrator proposes, another confirms. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from portal.web.accounts.account import Account
from portal.web.accounts.rights import OF_MANDATES, Rights
from portal.web.i18n.texts import lazy
from shared.core.roles import Role


class Kind(StrEnum):
    """The kind of proposal."""

    RIGHTS = "rights"
    ENABLE = "enable"
    RESET = "reset"
    EMAIL = "email"


class State(StrEnum):
    WAITING = "waiting"
    DELAYED = "delayed"
    IN_EFFECT = "in effect"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """``rights``: what would be added. ``email``: what the address would be.

    ``urgent``: why it cannot wait; None: it can.
    ``appointment``: the vacancy to which the Council appointed the person.
    ``effective_at``: from when it holds, once it is confirmed. ``applied_at``: when it was done.
    """

    proposal_id: str
    account_id: str
    kind: Kind
    rights: Rights
    organisation: str | None
    email: str | None = None
    reason: str
    urgent: str | None
    proposed_by: str
    proposed_at: datetime
    expires_at: datetime
    confirmed_by: str | None = None
    confirmed_at: datetime | None = None
    effective_at: datetime | None = None
    applied_at: datetime | None = None
    ended: State | None = None
    ended_by: str | None = None
    ended_at: datetime | None = None
    appointment: str | None = None

    def state(self, at: datetime) -> State:
        if self.ended is not None:
            return self.ended
        if self.applied_at is not None:
            return State.IN_EFFECT
        if self.confirmed_at is not None:
            return State.DELAYED
        return State.WAITING if at < self.expires_at else State.EXPIRED

    def is_open(self, at: datetime) -> bool:
        return self.state(at) in {State.WAITING, State.DELAYED}

    def effect(self, at: datetime, delay: timedelta) -> datetime:
        """Return from when it holds if it is confirmed now."""
        return at if self.urgent else at + delay

    def ending(self, by: str, at: datetime) -> State:
        """Return the state of the proposal after this person ends it."""
        if by == self.proposed_by:
            return State.WITHDRAWN
        return State.REFUSED if self.state(at) is State.WAITING else State.STOPPED


def objection(
    proposal: Proposal, *, by: Account, proposer: Account | None, at: datetime
) -> str | None:
    """Return why this person cannot confirm it; None: the person can."""
    if proposal.state(at) is not State.WAITING:
        return lazy("This does not wait for a second person any more.")
    if by.account_id == proposal.proposed_by:
        return lazy("You proposed this. Another administrator confirms it.")
    if by.account_id == proposal.account_id:
        return lazy("This is your own account. Another administrator confirms it.")
    if proposer is None or proposer.disabled or not proposer.has(Role.SYSTEM_ADMIN):
        return lazy(
            "Who proposed this is no administrator any more. Refuse it, then propose it yourself."
        )
    return None


def mandates_of(proposal: Proposal, subject: Account) -> frozenset[str]:
    """Return the mandates that it lets the person work for; none: it is about none."""
    roles = proposal.rights.roles | subject.roles
    if roles.isdisjoint(OF_MANDATES):
        return frozenset()
    return proposal.rights.mandates or subject.mandates


def concerns(reader: Account, proposal: Proposal, subject: Account) -> bool:
    """Whether somebody is told of it and may look at it.

    Administrators, data protection, and the person. Besides the people of the mandates that it is
    about; where it is about none, the Chief.
    """
    if reader.has(Role.SYSTEM_ADMIN, Role.DATA_PROTECTION) or (
        reader.account_id == subject.account_id
    ):
        return True
    mandates = mandates_of(proposal, subject)
    if mandates:
        return reader.has(*OF_MANDATES) and not reader.mandates.isdisjoint(mandates)
    return reader.has(Role.CHIEF)
