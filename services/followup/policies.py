"""Policies: commands that followup issues in response to events elsewhere."""

from collections.abc import Callable, Sequence

from services.followup.reply_case.commands import OpenReplyCase, RecordFollowUpLetter
from shared.contracts.approvals import CommunicationTransmitted


def reacting(
    reply_days: int, reminder_days: tuple[int, ...]
) -> Callable[[object], Sequence[OpenReplyCase | RecordFollowUpLetter]]:
    """Return the policy of an office that gives Governments ``reply_days`` days to reply.

    ``reminder_days``: the days after which it considers a reminder.
    """

    def react(fact: object) -> Sequence[OpenReplyCase | RecordFollowUpLetter]:
        """Open the reply case of a transmitted letter.

        If the letter follows up another, tell that case.
        """
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
                        reminder_days=reminder_days,
                        submission_ids=fact.submission_ids,
                    ),
                    *_followed_up(fact),
                ]
            case _:
                return []

    return react


def _followed_up(fact: CommunicationTransmitted) -> list[RecordFollowUpLetter]:
    if fact.follows_up is None:
        return []
    return [
        RecordFollowUpLetter(
            communication_id=fact.follows_up,
            follow_up_id=fact.communication_id,
            reference=fact.reference,
            sent_at=fact.transmitted_at,
        )
    ]
