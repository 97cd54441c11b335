from portal.followup.partners.read_model import PARTNERS
from portal.web.stored import Stored

STORED = Stored(read_models=(PARTNERS,))
