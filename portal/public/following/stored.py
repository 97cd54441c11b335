from portal.public.following.tables import tables
from portal.web.stored import Stored

STORED = Stored(kept=(tables,))
