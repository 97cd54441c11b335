"""The letters of a mandate that ended, as the Chief decided one by one (SC3)."""

from collections.abc import Sequence

from services.approvals.communication import signing
from services.approvals.communication.commands import PassLetterOn
from services.approvals.communication.draft import Draft, evolve
from services.approvals.events import Event
from shared.contracts.approvals_custody import LetterKeptAsRecord, LetterPassedOn
from shared.contracts.approvals_holding import VacantMandateDropped
from shared.contracts.stakeholders_custody import CustodyDecided
from shared.core.actor import Asked
from shared.core.geneva import day_of


def on_stakeholders(fact: object) -> Sequence[PassLetterOn]:
    match fact:
        case CustodyDecided(kind="letters"):
            return [PassLetterOn(communication_id=fact.item_id, mandate=fact.mandate, to=fact.to)]
        case _:
            return []


def pass_on(command: PassLetterOn, asked: Asked, state: Draft) -> Sequence[Event]:
    """The successor signs in its place and approves for itself; without one the mandate leaves."""
    letter, mandate, text = command.communication_id, command.mandate, state.text
    if mandate not in text.mandates:
        return []
    if command.to is None:
        if mandate == text.lead:
            return [LetterKeptAsRecord(communication_id=letter, mandate=mandate, kept_at=asked.at)]
        dropped = VacantMandateDropped(
            communication_id=letter, mandate=mandate, since=day_of(asked.at), dropped_at=asked.at
        )
        return [dropped, *signing.cleared_without(letter, dropped, asked, state)]
    passed = LetterPassedOn(
        communication_id=letter,
        mandate=mandate,
        to=command.to,
        lead=mandate == text.lead,
        joins=command.to not in text.mandates,
        version=text.version if text.requested else None,
        passed_at=asked.at,
    )
    past, now = signing.fresh(letter, asked, state)
    after = evolve(now, passed)
    if after.text.cleared:
        return [*past, passed, signing.cleared(letter, asked, after)]
    return [*past, passed]
