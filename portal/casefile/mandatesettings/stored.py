from portal.casefile.mandatesettings.read_model import MANDATE_SETTINGS
from portal.web.stored import Stored

STORED = Stored(
    read_models=(MANDATE_SETTINGS,),
)
