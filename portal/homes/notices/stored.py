from portal.homes.notices import tables
from portal.homes.notices.read_model import NOTICES
from portal.web.stored import Stored

STORED = Stored(
    read_models=(NOTICES,),
    kept=(tables.tables,),
)
