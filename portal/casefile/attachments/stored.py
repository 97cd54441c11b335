from portal.casefile.attachments import unclaimed
from portal.casefile.attachments.read_model import ATTACHMENTS
from portal.web.stored import Stored

STORED = Stored(
    read_models=(ATTACHMENTS,),
    kept=(unclaimed.tables,),
)
