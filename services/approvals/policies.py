"""Policies: commands that approvals issues in response to events.

A transmission is ordered on the communication's stream, numbered on the register's and completed on
the communication's again: the number is taken under the register's expected version, so two orders
at once never share one; and every order is completed, so no number stays unused.

Consent belongs to intake; its withdrawal stops every letter that uses the submission (R13).
"""

from collections.abc import Sequence
from typing import TypeAlias

from services.approvals.communication.commands import (
    BlockTransmission,
    CompleteTransmission,
    UnblockTransmission,
)
from services.approvals.history import numbers
from services.approvals.reference import AllotReference, NotePastNumber
from shared.contracts.approvals import ReferenceAssigned, TransmissionOrdered
from shared.contracts.approvals_history import HistoryImportBegun, HistoryImportUndone
from shared.contracts.intake import BLOCKING, ConsentGranted, ConsentWithdrawn

Command: TypeAlias = (
    AllotReference | NotePastNumber | CompleteTransmission | BlockTransmission | UnblockTransmission
)


def react(fact: object) -> Sequence[Command]:
    """Give an ordered letter its number; transmit a numbered letter.

    After a withdrawal of consent stop the letters that use the submission; let them go on once it
    is given again.
    """
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
        case HistoryImportBegun() | HistoryImportUndone():
            return [
                NotePastNumber(
                    import_id=fact.import_id,
                    recipient=one.recipient,
                    year=one.year,
                    number=one.number,
                )
                for one in numbers(fact)
            ]
        case ConsentWithdrawn(scope=scope) if scope in BLOCKING:
            return [
                BlockTransmission(communication_id=one, submission_id=fact.submission_id)
                for one in fact.communication_ids
            ]
        case ConsentGranted(scope=scope, still_withdrawn=False) if scope in BLOCKING:
            return [
                UnblockTransmission(communication_id=one, submission_id=fact.submission_id)
                for one in fact.communication_ids
            ]
        case _:
            return []
