from portal.public.history.read_model import HISTORY
from portal.public.history.tables import kept
from portal.web.stored import Stored

STORED = Stored(read_models=(HISTORY,), kept=(kept,))
