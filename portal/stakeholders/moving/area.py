from portal.stakeholders.moving import choosing, handing, merging, splitting
from portal.web.area import Area

AREA = Area(
    name="moving",
    package=__package__,
    blueprints=(merging.bp, handing.bp, handing.desk, splitting.bp, choosing.bp),
)
