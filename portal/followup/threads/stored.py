from portal.followup.threads.read_model import THREADS, files
from portal.web.stored import Stored

STORED = Stored(read_models=(THREADS,), objects=(files.c.object_name,))
