from portal.letters.approval import opened
from portal.web.stored import Stored

STORED = Stored(kept=(opened.tables,))
