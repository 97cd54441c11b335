from portal.casefile.identity import tables
from portal.web.stored import Stored

STORED = Stored(
    kept=(tables.tables,),
)
