from portal.casefile.contactpoints.read_model import CONTACT_POINTS
from portal.web.area import Area

AREA = Area(
    name="accreditations",
    package=__package__,
    read_models=(CONTACT_POINTS,),
)
