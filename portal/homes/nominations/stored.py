from portal.homes.nominations import inviting, offers
from portal.web.stored import Stored

STORED = Stored(kept=(inviting.tables, offers.tables))
