from portal.followup.replies.read_model import REPLIES
from portal.web.stored import Stored

STORED = Stored(
    read_models=(REPLIES,),
)
