from portal.stakeholders.consultations import drafts
from portal.stakeholders.consultations.read_model import CONSULTATIONS
from portal.web.stored import Stored

STORED = Stored(read_models=(CONSULTATIONS,), kept=(drafts.tables,))
