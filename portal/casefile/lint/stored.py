from portal.casefile.lint import tables
from portal.web.stored import Stored

STORED = Stored(
    kept=(tables.tables,),
)
