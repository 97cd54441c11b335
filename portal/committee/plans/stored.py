from portal.committee.plans.read_model import PLANS
from portal.web.stored import Stored

STORED = Stored(read_models=(PLANS,))
