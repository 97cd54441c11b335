from portal.public.help import tables
from portal.web.stored import Stored

STORED = Stored(
    kept=(tables.tables,),
)
