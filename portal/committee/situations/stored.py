from portal.committee.situations.read_model import SITUATIONS
from portal.web.stored import Stored

STORED = Stored(read_models=(SITUATIONS,))
