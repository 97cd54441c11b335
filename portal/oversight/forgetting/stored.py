from portal.oversight.forgetting import tables
from portal.web.stored import Stored

STORED = Stored(
    kept=(tables.tables,),
)
