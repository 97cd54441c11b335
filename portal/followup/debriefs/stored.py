from portal.followup.debriefs.read_model import DEBRIEFS
from portal.web.stored import Stored

STORED = Stored(read_models=(DEBRIEFS,))
