from portal.followup.recommendations import searches
from portal.followup.recommendations.read_model import RECOMMENDATIONS, evidence
from portal.web.stored import Stored

STORED = Stored(
    read_models=(RECOMMENDATIONS,),
    kept=(searches.tables,),
    objects=(evidence.c.object_name,),
)
