from portal.committee.members.read_model import COMMITTEE
from portal.web.stored import Stored

STORED = Stored(read_models=(COMMITTEE,))
