"""When this happens elsewhere, we ask ourselves that."""

from collections.abc import Callable, Sequence

from services.followup.reply_case import OpenReplyCase
from shared.contracts.approvals import CommunicationTransmitted


def reacting(reply_days: int) -> Callable[[object], Sequence[OpenReplyCase]]:
    """Return the policy of an office that gives Governments ``reply_days`` days to reply."""

    def react(fact: object) -> Sequence[OpenReplyCase]:
        """A letter was transmitted: its reply case is opened, and the clock runs."""
        match fact:
            case CommunicationTransmitted():
                return [
                    OpenReplyCase(
                        communication_id=fact.communication_id,
                        reference=fact.reference,
                        type=fact.type,
                        recipient=fact.recipient,
                        mandates=fact.mandates,
                        transmitted_at=fact.transmitted_at,
                        reply_days=reply_days,
                    )
                ]
            case _:
                return []

    return react
