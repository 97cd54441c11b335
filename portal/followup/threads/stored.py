from portal.followup.threads.read_model import THREADS
from portal.web.stored import Stored

STORED = Stored(read_models=(THREADS,))
