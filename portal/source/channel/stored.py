from portal.source.channel.read_model import CHANNEL
from portal.web.stored import Stored

STORED = Stored(
    read_models=(CHANNEL,),
)
