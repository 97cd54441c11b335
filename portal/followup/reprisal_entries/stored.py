from portal.followup.reprisal_entries.read_model import ENTRIES
from portal.web.stored import Stored

STORED = Stored(read_models=(ENTRIES,))
