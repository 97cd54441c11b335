from portal.committee.iap.read_model import IAP
from portal.web.stored import Stored

STORED = Stored(read_models=(IAP,))
