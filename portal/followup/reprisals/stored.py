from portal.followup.reprisals.read_model import CASES
from portal.web.stored import Stored

STORED = Stored(read_models=(CASES,))
