from portal.committee.warning import days
from portal.committee.warning.read_model import ALERTS
from portal.web.stored import Stored

STORED = Stored(read_models=(ALERTS,), kept=(days.tables,))
