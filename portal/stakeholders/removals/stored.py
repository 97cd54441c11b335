from portal.stakeholders.removals.read_model import REMOVALS
from portal.web.stored import Stored

STORED = Stored(read_models=(REMOVALS,))
