from portal.public.packs.entries import ENTRIES
from portal.public.packs.read_model import PACKS
from portal.web.stored import Stored

STORED = Stored(read_models=(PACKS, ENTRIES))
