from portal.followup.publication.read_model import PUBLICATION
from portal.web.stored import Stored

STORED = Stored(
    read_models=(PUBLICATION,),
)
