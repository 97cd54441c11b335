from sqlalchemy import select

from portal.committee.forum import drafts
from portal.committee.forum.read_model import FORUM, attached, messages, threads
from portal.web import visited
from portal.web.stored import Stored

_DELETED = (
    select(attached.c.object_name, messages.c.deleted_at.label("since"))
    .join(messages, messages.c.message_id == attached.c.message_id)
    .where(messages.c.deleted_at.is_not(None))
)
"""Files of messages that were deleted: none of them comes back."""
_ENDED = (
    select(attached.c.object_name, threads.c.ends_at.label("since"))
    .join(messages, messages.c.message_id == attached.c.message_id)
    .join(threads, threads.c.thread_id == messages.c.thread_id)
    .where(threads.c.ends_at.is_not(None))
)
"""Files of threads whose time is over, or will be."""
STORED = Stored(
    read_models=(FORUM,),
    kept=(visited.tables, drafts.tables),
    objects=(attached.c.object_name,),
    given_up=(_DELETED, _ENDED),
)
