from portal.stakeholders.advice.read_model import ADVICE
from portal.web.stored import Stored

STORED = Stored(read_models=(ADVICE,))
