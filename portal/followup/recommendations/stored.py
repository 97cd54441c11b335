from portal.followup.recommendations.read_model import RECOMMENDATIONS
from portal.web.stored import Stored

STORED = Stored(
    read_models=(RECOMMENDATIONS,),
)
