from portal.casefile.outcomes import LETTERS
from portal.casefile.reprisals import REPRISALS
from portal.casefile.submissions import receipts
from portal.casefile.submissions.read_model import SUBMISSIONS
from portal.web.stored import Stored

STORED = Stored(
    read_models=(SUBMISSIONS, REPRISALS, LETTERS),
    kept=(receipts.tables,),
)
