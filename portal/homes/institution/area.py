from portal.homes.institution import government, organisation, views
from portal.web.area import Area, Part

AREA = Area(
    name="institution",
    package=__package__,
    blueprints=(views.bp, organisation.bp, government.bp),
    parts=(
        Part("submissions.index", 10, "institution/_link.html"),
        Part("replies.index", 5, "institution/_government.html"),
    ),
)
