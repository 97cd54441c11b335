from portal.followup.actions.read_model import ACTIONS
from portal.web.stored import Stored

STORED = Stored(read_models=(ACTIONS,))
