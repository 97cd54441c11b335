from portal.stakeholders.engagement.read_model import ENGAGEMENT
from portal.web.stored import Stored

STORED = Stored(read_models=(ENGAGEMENT,))
