from portal.casefile.contactpoints.read_model import CONTACT_POINTS
from portal.web.stored import Stored

STORED = Stored(
    read_models=(CONTACT_POINTS,),
)
