from portal.desk.triage.read_model import TRIAGE
from portal.web.stored import Stored

STORED = Stored(
    read_models=(TRIAGE,),
)
