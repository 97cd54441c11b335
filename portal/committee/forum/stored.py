from sqlalchemy import select

from portal.committee.forum import drafts, visited
from portal.committee.forum.read_model import FORUM, attached, messages
from portal.web.stored import Stored

_DELETED = (
    select(attached.c.object_name, messages.c.deleted_at.label("since"))
    .join(messages, messages.c.message_id == attached.c.message_id)
    .where(messages.c.deleted_at.is_not(None))
)
"""Files of messages that were deleted: none of them comes back."""
STORED = Stored(
    read_models=(FORUM,),
    kept=(visited.tables, drafts.tables),
    objects=(attached.c.object_name,),
    given_up=(_DELETED,),
)
