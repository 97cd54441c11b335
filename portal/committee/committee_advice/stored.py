from portal.committee.committee_advice.read_model import COMMITTEE_ADVICE
from portal.web.stored import Stored

STORED = Stored(read_models=(COMMITTEE_ADVICE,))
