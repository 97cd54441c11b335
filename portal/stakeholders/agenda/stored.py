from portal.stakeholders.agenda.read_model import AGENDA
from portal.web.stored import Stored

STORED = Stored(read_models=(AGENDA,))
