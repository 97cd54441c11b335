from portal.letters.communications.read_model import COMMUNICATIONS
from portal.web.stored import Stored

STORED = Stored(read_models=(COMMUNICATIONS,))
