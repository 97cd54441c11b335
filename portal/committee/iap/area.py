from portal.committee.iap import acts, demo, steps, totals, views
from portal.committee.iap.queries import READERS
from portal.web.area import Area, Part, Place

AREA = Area(
    name="iap",
    package=__package__,
    blueprints=(views.bp, acts.bp, steps.bp, totals.bp),
    parts=(Part("activity.index", 14, "iap/_due.html"),),
    places=(Place(218, "Internal advisory procedure", "iap.index", READERS),),
    erasable={
        "iap": "All that was written in this internal advisory procedure: papers, points, "
        "comments, outcome, and what was told. What stays: when it was received and ended, its "
        "mandate, State and category, who asked, who was invited, who took each step, and why it "
        "was not taken up.",
    },
    demo=demo.tell,
)
