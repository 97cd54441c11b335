"""Comments of a submission's source on a reply that a mandate-holder forwarded to it."""

from collections.abc import Sequence

from services.followup.reply_case.state import Event, Open
from shared.contracts.followup_replies import SourceCommented
from shared.contracts.followup_reply_commands import CommentOnReply
from shared.core.actor import Asked, by_return_channel
from shared.core.decider import Forbidden, Refused


def comment(command: CommentOnReply, asked: Asked, state: Open) -> Sequence[Event]:
    """The source comments as the source of this one submission, even with an account.

    So no fact, header or log of this service says whose account it was (R5).
    """
    if asked.by != by_return_channel(command.submission_id):
        raise Forbidden("Only the source of the submission may comment on the reply.")
    if command.submission_id not in state.submission_ids:
        raise Refused("This letter does not rest on your submission.")
    if command.reply_id not in state.forwarded:
        raise Refused("This reply was not forwarded to you.")
    if command.comment_id in state.comments:
        return []
    return [
        SourceCommented(
            communication_id=command.communication_id,
            reply_id=command.reply_id,
            submission_id=command.submission_id,
            comment_id=command.comment_id,
            text=command.text,
            commented_at=asked.at,
        )
    ]
