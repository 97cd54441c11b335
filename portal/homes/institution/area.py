from portal.homes.institution import organisation, views
from portal.web.area import Area, Part

AREA = Area(
    name="institution",
    package=__package__,
    blueprints=(views.bp, organisation.bp),
    parts=(Part("submissions.index", 10, "institution/_link.html"),),
)
