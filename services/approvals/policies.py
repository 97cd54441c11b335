"""When this happened, we ask ourselves that. The facts are this service's own.

A transmission is ordered on the communication's stream, numbered on the register's and completed
on the communication's again: the number is taken under the register's expected version, so two
orders at once never share one, and what was ordered is completed, so a number never goes unused.
"""

from collections.abc import Sequence
from typing import TypeAlias

from services.approvals.commands import CompleteTransmission
from services.approvals.reference import AllotReference
from shared.contracts.approvals import ReferenceAssigned, TransmissionOrdered

Command: TypeAlias = AllotReference | CompleteTransmission


def react(fact: object) -> Sequence[Command]:
    """A letter was ordered to go: it gets its number. It got its number: it goes."""
    match fact:
        case TransmissionOrdered():
            return [
                AllotReference(
                    communication_id=fact.communication_id,
                    recipient=fact.recipient,
                    year=fact.year,
                )
            ]
        case ReferenceAssigned():
            return [
                CompleteTransmission(
                    communication_id=fact.communication_id, number=fact.number, year=fact.year
                )
            ]
        case _:
            return []
