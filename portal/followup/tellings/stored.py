from portal.followup.tellings.read_model import TELLINGS
from portal.web.stored import Stored

STORED = Stored(read_models=(TELLINGS,))
