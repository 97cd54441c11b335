from portal.public.briefings.read_model import BRIEFINGS
from portal.public.briefings.subscribing import tables
from portal.web.stored import Stored

STORED = Stored(read_models=(BRIEFINGS,), kept=(tables,))
