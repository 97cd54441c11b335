from portal.committee.warning.read_model import ALERTS
from portal.web.stored import Stored

STORED = Stored(read_models=(ALERTS,))
