from portal.stakeholders.subscriptions.read_model import SUBSCRIPTIONS
from portal.web.stored import Stored

STORED = Stored(read_models=(SUBSCRIPTIONS,))
