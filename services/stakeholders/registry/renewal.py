"""The renewal clock: section C.3 of the domain, M2 and M7, and section C.4, SC5."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from services.stakeholders.registry.commands import PassDay
from services.stakeholders.registry.state import Chain
from shared.contracts.stakeholders_registry import (
    Fact,
    MandateLapsed,
    MandateRenewalDue,
    RenewalPending,
)
from shared.core.actor import Asked
from shared.reference.terms import GRACE

MILESTONES: Final = (180, 90, 30)
"""Days before the last day of a mandate on which its renewal is due (M2)."""


def pass_day(command: PassDay, asked: Asked, chain: Chain) -> Sequence[Fact]:
    """Announce the last milestone passed; after the last day wait, and then let it lapse."""
    if chain.until is None or chain.ended_on is not None:
        return []
    if command.on > chain.until:
        return _over(command, asked, chain, chain.until)
    left = (chain.until - command.on).days
    reached = min((days for days in MILESTONES if left <= days), default=None)
    if reached is None or (chain.announced is not None and chain.announced <= reached):
        return []
    return [
        MandateRenewalDue(mandate=command.mandate, until=chain.until, days=reached, due_at=asked.at)
    ]


def _over(command: PassDay, asked: Asked, chain: Chain, until: date) -> Sequence[Fact]:
    lapses_after = until + GRACE
    waits = RenewalPending(
        mandate=command.mandate, until=until, lapses_after=lapses_after, pending_at=asked.at
    )
    waiting: list[Fact] = [] if chain.pending else [waits]
    if command.on <= lapses_after:
        return waiting
    return [*waiting, MandateLapsed(mandate=command.mandate, until=until, lapsed_at=asked.at)]
