from portal.web.clock.read_model import DEMO
from portal.web.stored import Stored

STORED = Stored(
    read_models=(DEMO,),
)
