from portal.followup.rounds.read_model import ROUNDS, files
from portal.web.stored import Stored

STORED = Stored(read_models=(ROUNDS,), objects=(files.c.object_name,))
