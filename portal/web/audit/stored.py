from portal.web.audit import chain
from portal.web.stored import Stored

STORED = Stored(
    kept=(chain.tables,),
)
