from sqlalchemy import select

from portal.followup.inputs.read_model import INPUTS, contributions, files
from portal.web.stored import Stored

_WITHDRAWN = (
    select(files.c.object_name, contributions.c.withdrawn_at.label("since"))
    .join(contributions, contributions.c.contribution_id == files.c.contribution_id)
    .where(contributions.c.withdrawn_at.is_not(None))
)
"""Files of contributions that their senders withdrew."""
STORED = Stored(read_models=(INPUTS,), objects=(files.c.object_name,), given_up=(_WITHDRAWN,))
