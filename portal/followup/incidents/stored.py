from portal.followup.incidents.read_model import INCIDENTS
from portal.web.stored import Stored

STORED = Stored(read_models=(INCIDENTS,))
