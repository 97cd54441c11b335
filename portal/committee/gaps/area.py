from portal.committee.gaps import views
from portal.committee.gaps.queries import READERS
from portal.web.area import Area, Place

AREA = Area(
    name="gaps",
    package=__package__,
    blueprints=(views.bp,),
    places=(Place(209, "Gaps and overlaps", "gaps.index", READERS),),
    erasable={
        "rationalisation": "The reasons of this note on mandates, and the comments on it. That it "
        "was written, and about which mandates, stays.",
    },
)
