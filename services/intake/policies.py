"""When this happens elsewhere, we ask ourselves that."""

from collections.abc import Sequence

from services.intake.commands import LinkToCommunication
from shared.contracts.approvals import CommunicationDrafted


def react(fact: object) -> Sequence[LinkToCommunication]:
    """A communication was drafted: the submissions behind it are linked to it."""
    match fact:
        case CommunicationDrafted(submission_ids=submissions, communication_id=communication_id):
            return [
                LinkToCommunication(submission_id=submission, communication_id=communication_id)
                for submission in submissions
            ]
        case _:
            return []
