from portal.committee.committee_advice import acts, demo, views
from portal.committee.committee_advice.queries import READERS
from portal.web.area import Area, Part, Place

AREA = Area(
    name="committee_advice",
    package=__package__,
    blueprints=(views.bp, acts.bp),
    parts=(Part("activity.index", 13, "committee_advice/_due.html"),),
    places=(Place(217, "Advice of the Committee", "committee_advice.index", READERS),),
    erasable={
        "committeeadvice": "The question to the Committee, its advice or its reason to decline, "
        "and the dissents of members. That it was asked and answered, when and by whom, stays.",
    },
    demo=demo.tell,
)
