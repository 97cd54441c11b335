from portal.followup.recommendations.read_model import RECOMMENDATIONS, evidence
from portal.web.stored import Stored

STORED = Stored(
    read_models=(RECOMMENDATIONS,),
    objects=(evidence.c.object_name,),
)
