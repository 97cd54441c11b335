from portal.stakeholders.sessions.read_model import SESSIONS
from portal.web.stored import Stored

STORED = Stored(read_models=(SESSIONS,))
