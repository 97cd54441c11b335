from portal.committee.sops.read_model import SOPS
from portal.web.stored import Stored

STORED = Stored(read_models=(SOPS,))
