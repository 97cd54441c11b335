from sqlalchemy import func, select

from portal.selection import application_drafts, registering, sealed
from portal.selection.letter_model import letters
from portal.selection.read_model import SELECTION, candidates
from portal.web.stored import Stored

_SINCE = func.coalesce(candidates.c.withdrawn_at, candidates.c.erased_at)
# The key to each file stays in the facts, so its bytes must go.
_OF_NOBODY = (
    select(letters.c.object_name, _SINCE.label("since"))
    .join(candidates, candidates.c.candidate_id == letters.c.candidate_id)
    .where(_SINCE.is_not(None))
)

STORED = Stored(
    read_models=(SELECTION,),
    kept=(registering.tables, application_drafts.tables, sealed.tables),
    objects=(letters.c.object_name,),
    drafts=(application_drafts.drafts.c.draft_id,),
    given_up=(_OF_NOBODY,),
)
