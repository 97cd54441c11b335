"""Files of a submission: the fact that a file was kept, never the file."""

from collections.abc import Sequence
from typing import Final

from services.intake.events import Event
from services.intake.submission.state import Received, is_source
from shared.contracts.intake_attachments import AttachmentAdded
from shared.contracts.intake_commands import AddAttachment
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused
from shared.core.fingerprints import require_fingerprints
from shared.core.roles import Role
from shared.core.said import Number

MOST: Final = 50
"""Files of one submission."""


def add(command: AddAttachment, asked: Asked, state: Received) -> Sequence[Event]:
    """The source adds its own files; the desk adds those that came by letter or e-mail."""
    if not is_source(asked, state) and not asked.by.has(Role.QUICK_RESPONSE_DESK):
        raise Forbidden("Only the source and the Quick Response Desk may add files.")
    if command.attachment_id in state.attachments:
        return []
    if len(state.attachments) >= MOST:
        raise Refused(
            "A submission takes {most} files. Tell the desk if you have more.", most=Number(MOST)
        )
    require_fingerprints(command.object_name, command.sha256)
    return [
        AttachmentAdded(
            submission_id=command.submission_id,
            attachment_id=command.attachment_id,
            object_name=command.object_name,
            sha256=command.sha256,
            size=command.size,
            media_type=command.media_type,
            scanned=command.scanned,
            details=command.details,
            added_by=asked.by.actor_id,
            added_at=asked.at,
        )
    ]
