from portal.committee.iap import acts, demo, steps, views
from portal.committee.iap.queries import READERS
from portal.web.area import Area, Place

AREA = Area(
    name="iap",
    package=__package__,
    blueprints=(views.bp, views.public_bp, acts.bp, steps.bp),
    places=(Place(218, "Internal advisory procedure", "iap.index", READERS),),
    erasable={
        "iap": "All that was written in this internal advisory procedure: papers, points, comment, "
        "outcome, and what was told. That it was received and ended, when, and in which category, "
        "stays.",
    },
    demo=demo.tell,
)
