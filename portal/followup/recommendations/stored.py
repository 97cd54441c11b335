from portal.followup.recommendations import searched
from portal.followup.recommendations.read_model import RECOMMENDATIONS, evidence
from portal.web.stored import Stored

STORED = Stored(
    read_models=(RECOMMENDATIONS,),
    kept=(searched.tables,),
    objects=(evidence.c.object_name,),
)
