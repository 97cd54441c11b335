from portal.stakeholders.moving import handing, merging
from portal.web.area import Area

AREA = Area(
    name="moving",
    package=__package__,
    speaks=True,
    blueprints=(merging.bp, handing.bp, handing.desk),
)
