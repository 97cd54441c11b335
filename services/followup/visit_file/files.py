"""Files of letters about a visit: E.2. The office adds those of what it logged.

A Government adds those of what it answered here; nobody else does, so that it reads its own alone.
"""

from collections.abc import Sequence

from services.followup.visit_file import whose
from services.followup.visit_file.state import File
from shared.contracts.followup_visit_commands import OnFile
from shared.contracts.followup_visit_files import AddVisitDocumentFile, VisitDocumentFileAdded
from shared.core.actor import Asked
from shared.core.decider import Refused
from shared.core.fingerprints import require_fingerprints
from shared.core.roles import Role
from shared.core.said import Number
from shared.reference.visits import HERE, MOST_FILES, visit_file_id


def add(
    command: AddVisitDocumentFile, asked: Asked, state: File
) -> Sequence[VisitDocumentFileAdded]:
    here = asked.by.has(Role.GOVERNMENT)
    if not here:
        on_file = OnFile(mandate=command.mandate, state=command.state, seen=0)
        whose.logs(on_file, asked, state)
    this = state.document(command.document_id)
    channel = this.document.channel if this else None
    theirs = not here or command.state in asked.by.states
    if channel is None or (channel == HERE) != here or not theirs:
        raise Refused("There is no such letter that takes files.")
    if command.attachment_id in state.files:
        return []
    if list(state.files.values()).count(command.document_id) >= MOST_FILES:
        raise Refused("A letter takes {most} files.", most=Number(MOST_FILES))
    require_fingerprints(command.object_name, command.sha256)
    return [
        VisitDocumentFileAdded(
            visit_file_id=visit_file_id(command.mandate, command.state),
            mandate=command.mandate,
            state=command.state,
            document_id=command.document_id,
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
