from portal.followup.visits.read_model import VISITS
from portal.web.stored import Stored

STORED = Stored(read_models=(VISITS,))
