from portal.web.area import Area
from portal.web.demonstration.read_model import DEMO

AREA = Area(
    name="demonstration",
    package=__package__,
    read_models=(DEMO,),
)
