"""The office: a delegation, authorisations, a holder who resigned, and mandates that may merge.

The other terms of mandate-holders are told by their own area: a seat has one holder on each day.
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
from shared.contracts.stakeholders_term_commands import EndHolderTerm, StartHolderTerm

_LEFT = "sr-truth-and-justice"


def run(deeds: list[Deed]) -> None:
    """Tell what belongs to no case."""
    _powers(Tale(named("powers"), -(YEARS - 40) * DAY, deeds))
    _fell_vacant(Tale(named("terms", _LEFT), -6 * DAY, deeds))
    note_id = named("rationalisation", "merge")
    note = NoteRationalisation(
        note_id=note_id,
        option="merge",
        mandates=(DETENTION, TORTURE),
        reasons=sealed("rationalisation", note_id, "Both write the same letters. (Invented.)"),
    )
    Tale(note_id, -30 * DAY, deeds).then(0, "chief", note)


def _fell_vacant(tale: Tale) -> None:
    """A holder resigned some days ago, so a vacancy is foreseen that nobody declared yet."""
    term = named("term", "resigned")
    first = (tale.at - timedelta(days=500)).date()
    started = StartHolderTerm(
        term_id=term,
        mandate=_LEFT,
        seat=None,
        holder=sealed("term", term, "Ruth Demo"),
        holder_id=None,
        number=1,
        starts_on=first,
        ends_on=first + timedelta(days=3 * 365 - 1),
    )
    tale.then(0, "chief", started)
    ended = EndHolderTerm(
        term_id=term, mandate=_LEFT, ended_on=tale.at.date(), reason_code="resigned"
    )
    tale.then(DAY, "chief", ended)


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
