from portal.selection import application_drafts, registering, sealed
from portal.selection.letter_model import letters
from portal.selection.read_model import SELECTION
from portal.web.stored import Stored

STORED = Stored(
    read_models=(SELECTION,),
    kept=(registering.tables, application_drafts.tables, sealed.tables),
    objects=(letters.c.object_name,),
    drafts=(application_drafts.drafts.c.draft_id,),
)
