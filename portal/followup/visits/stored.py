from portal.followup.visits.read_model import VISITS, scans
from portal.web.stored import Stored

STORED = Stored(read_models=(VISITS,), objects=(scans.c.object_name,))
