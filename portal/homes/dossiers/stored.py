from portal.homes.dossiers.read_model import DOSSIERS
from portal.web.stored import Stored

STORED = Stored(read_models=(DOSSIERS,))
