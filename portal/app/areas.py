"""All areas of the portal with their pages."""

from typing import Final

from portal.app.health import HEALTH
from portal.app.packages import values
from portal.public.home import HOME
from portal.web.area import Area

AREAS: Final[tuple[Area, ...]] = (*values("area"), HOME, HEALTH)
