from portal.homes.institution import government, organisation, views
from portal.web.area import Area, Part, Place

AREA = Area(
    name="institution",
    package=__package__,
    blueprints=(views.bp, organisation.bp, government.bp),
    places=(
        Place(
            131,
            "What waits",
            "governmentglance.index",
            frozenset({government.GOVERNMENT}),
        ),
    ),
    parts=(Part("submissions.index", 10, "institution/_link.html"),),
)
