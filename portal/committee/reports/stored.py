from portal.committee.reports.read_model import REPORTS
from portal.web.stored import Stored

STORED = Stored(read_models=(REPORTS,))
