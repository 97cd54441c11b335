"""The office: a delegation, and authorisations until further notice.

The terms of mandate-holders are told by their own area, and a seat has one holder on each day.
"""

from datetime import timedelta

from deploy.local.world.deeds import Deed
from deploy.local.world.people import account_id
from deploy.local.world.tales.submissions import DETENTION
from deploy.local.world.tales.tale import DAY, YEARS, Tale, named
from shared.contracts.approvals_commands import (
    GrantDelegation,
    GrantStandingAuthorisation,
    RevokeDelegation,
    RevokeStandingAuthorisation,
)


def run(deeds: list[Deed]) -> None:
    """Tell what belongs to no case."""
    _powers(Tale(named("powers"), -(YEARS - 40) * DAY, deeds))


def _powers(tale: Tale) -> None:
    """The chair lets a member act during an absence; one mandate's authorisation stands."""
    delegation = named("delegation")
    granted = GrantDelegation(
        mandate=DETENTION,
        delegation_id=delegation,
        delegate_id=account_id("member.wgad"),
        scope=("approve",),
        starts_at=tale.at + timedelta(days=300),
        ends_at=tale.at + timedelta(days=330),
    )
    revoked = RevokeDelegation(mandate=DETENTION, delegation_id=delegation)
    standing = GrantStandingAuthorisation(mandate=DETENTION)
    tale.then(290 * DAY, "chair.wgad", granted)
    tale.then(30 * DAY, "chair.wgad", revoked)
    tale.then(60 * DAY, "chair.wgad", standing)
    tale.then(90 * DAY, "chair.wgad", RevokeStandingAuthorisation(mandate=DETENTION))
    tale.then(100 * DAY, "chair.wgad", GrantStandingAuthorisation(mandate=DETENTION))
