from portal.followup.proposals.read_model import PROPOSALS
from portal.web.stored import Stored

STORED = Stored(read_models=(PROPOSALS,))
