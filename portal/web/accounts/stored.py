from portal.web.accounts import channel_tables, tables
from portal.web.stored import Stored

STORED = Stored(
    kept=(tables.tables, channel_tables.tables),
)
