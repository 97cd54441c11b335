from portal.followup.grading.read_model import GRADING
from portal.web.stored import Stored

STORED = Stored(read_models=(GRADING,))
