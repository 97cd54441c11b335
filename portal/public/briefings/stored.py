from portal.public.briefings.read_model import BRIEFINGS
from portal.web.stored import Stored

STORED = Stored(read_models=(BRIEFINGS,))
