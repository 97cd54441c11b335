from sqlalchemy import select

from portal.committee.meetings.read_model import MEETINGS, papers
from portal.web.stored import Stored

_WITHDRAWN = select(papers.c.object_name, papers.c.withdrawn_at.label("since")).where(
    papers.c.withdrawn_at.is_not(None)
)
"""Files of papers that were withdrawn: none of them comes back."""
STORED = Stored(read_models=(MEETINGS,), objects=(papers.c.object_name,), given_up=(_WITHDRAWN,))
