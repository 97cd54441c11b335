from portal.letters.documents import sent
from portal.web.stored import Stored

STORED = Stored(
    kept=(sent.tables,),
)
