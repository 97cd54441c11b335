from portal.committee.activity import kept
from portal.committee.activity.read_model import ACTIVITY
from portal.web.stored import Stored

STORED = Stored(
    read_models=(ACTIVITY,),
    kept=(kept.tables,),
)
