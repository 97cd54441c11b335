from portal.followup.missions.read_model import MISSIONS
from portal.web.stored import Stored

STORED = Stored(read_models=(MISSIONS,))
