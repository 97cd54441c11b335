from portal.stakeholders.read_model import TERMS
from portal.web.stored import Stored

STORED = Stored(
    read_models=(TERMS,),
)
