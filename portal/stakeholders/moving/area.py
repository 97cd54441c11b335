from portal.stakeholders.moving import merging
from portal.web.area import Area

AREA = Area(
    name="moving",
    package=__package__,
    speaks=True,
    blueprints=(merging.bp,),
)
