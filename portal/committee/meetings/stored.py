from portal.committee.meetings.read_model import MEETINGS
from portal.web.stored import Stored

STORED = Stored(read_models=(MEETINGS,))
