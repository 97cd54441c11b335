from portal.followup.visit_reports.read_model import VISIT_REPORTS
from portal.web.stored import Stored

STORED = Stored(read_models=(VISIT_REPORTS,))
