from portal.web.demonstration.read_model import DEMO
from portal.web.stored import Stored

STORED = Stored(
    read_models=(DEMO,),
)
