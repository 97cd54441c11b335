from portal.stakeholders.sessions.read_model import SESSIONS, papers
from portal.web.stored import Stored

STORED = Stored(read_models=(SESSIONS,), objects=(papers.c.object_name,))
