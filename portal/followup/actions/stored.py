from portal.followup.actions.read_model import ACTIONS, files
from portal.web.stored import Stored

STORED = Stored(read_models=(ACTIONS,), objects=(files.c.object_name,))
