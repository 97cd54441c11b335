from portal.homes.nominations import inviting
from portal.web.stored import Stored

STORED = Stored(kept=(inviting.tables,))
