from portal.committee.plans import acts, demo, views
from portal.committee.plans.queries import PARTNERS, READERS
from portal.web.area import Area, Part, Place

_CLASHES = "plans/_clashes.html"

AREA = Area(
    name="plans",
    package=__package__,
    blueprints=(views.bp, acts.bp),
    places=(
        Place(216, "Planning board", "plans.index", READERS),
        Place(217, "Plans for your countries", "plans.shared", PARTNERS),
    ),
    parts=(
        Part("activity.index", 12, _CLASHES),
        Part("work.countries", 12, _CLASHES),
        Part("work.mandate", 12, _CLASHES),
        Part("work.state", 12, "plans/_of_state.html"),
        Part("work.waiting", 12, _CLASHES),
        Part("work.waiting", 14, "plans/_around.html"),
    ),
    erasable={
        "plan": "The comments on this plan of the planning board. That it was planned, where, "
        "when, and by which mandate, stays.",
    },
    demo=demo.tell,
)
