from portal.followup.rounds.read_model import ROUNDS
from portal.web.stored import Stored

STORED = Stored(read_models=(ROUNDS,))
