"""The office: a delegation, authorisations until further notice, and mandates that may merge.

The terms of mandate-holders are told by their own area, and a seat has one holder on each day.
"""

from datetime import timedelta

from deploy.local.world.deeds import Deed
from deploy.local.world.people import account_id
from deploy.local.world.tales.submissions import DETENTION, TORTURE
from deploy.local.world.tales.tale import DAY, YEARS, Tale, named, sealed
from shared.contracts.approvals_commands import (
    GrantDelegation,
    GrantStandingAuthorisation,
    RevokeDelegation,
    RevokeStandingAuthorisation,
)
from shared.contracts.stakeholders_rationalisation_commands import NoteRationalisation


def run(deeds: list[Deed]) -> None:
    """Tell what belongs to no case."""
    _powers(Tale(named("powers"), -(YEARS - 40) * DAY, deeds))
    note_id = named("rationalisation", "merge")
    note = NoteRationalisation(
        note_id=note_id,
        option="merge",
        mandates=(DETENTION, TORTURE),
        reasons=sealed("rationalisation", note_id, "Both write the same letters. (Invented.)"),
    )
    Tale(note_id, -30 * DAY, deeds).then(0, "chief", note)


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
