"""The office: terms of mandate-holders, a delegation, and authorisations until further notice."""

from datetime import timedelta

from deploy.local.world.deeds import Deed
from deploy.local.world.people import account_id
from deploy.local.world.tales.submissions import DEFENDERS, DETENTION, TORTURE
from deploy.local.world.tales.tale import DAY, YEARS, Tale, named, sealed
from shared.contracts.approvals_commands import (
    GrantDelegation,
    GrantStandingAuthorisation,
    RevokeDelegation,
    RevokeStandingAuthorisation,
)
from shared.contracts.stakeholders_term_commands import EndHolderTerm, StartHolderTerm

_TERM = 3 * 365 - 1
"""Days: no year is shorter, so this is never longer than a term may last."""
_TERMS = (
    (TORTURE, None, "Agnes Demo", None, -YEARS - 300, 1, "resigned"),
    (TORTURE, None, "Marta Demo", "holder", -YEARS, 1, ""),
    (DEFENDERS, None, "Daniel Demo", "holder.hrds", -YEARS + 90, 1, ""),
    (DETENTION, "WEOG", "Ilse Demo", "chair.wgad", -YEARS + 30, 2, ""),
    (DETENTION, "AFR", "Samir Demo", "member.wgad", -200, 1, ""),
)
"""Mandate, seat, name, account, first day, number of the term, and why it ended early."""


def run(deeds: list[Deed]) -> None:
    """Tell what belongs to no case."""
    _terms(Tale(named("terms"), -(YEARS - 1) * DAY, deeds))
    _powers(Tale(named("powers"), -(YEARS - 40) * DAY, deeds))


def _terms(tale: Tale) -> None:
    for mandate, seat, name, local, first, number, ended in _TERMS:
        starts = tale.at.date() + timedelta(days=first + YEARS - 1)
        term = named("term", mandate, name)
        started = StartHolderTerm(
            term_id=term,
            mandate=mandate,
            seat=seat,
            holder=sealed("term", term, name),
            holder_id=local and account_id(local),
            number=number,
            starts_on=starts,
            ends_on=starts + timedelta(days=299 if ended else _TERM),
        )
        tale.then(1, "chief", started)
        if ended:
            tale.then(
                1,
                "chief",
                EndHolderTerm(
                    mandate=mandate,
                    term_id=term,
                    reason_code=ended,
                    ended_on=starts + timedelta(days=290),
                ),
            )


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
