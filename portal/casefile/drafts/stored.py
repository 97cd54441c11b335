from portal.casefile.drafts import tables
from portal.web.stored import Stored

STORED = Stored(
    kept=(tables.tables,),
)
