from portal.committee.warning import demo, regions, rules, views
from portal.committee.warning.queries import READERS
from portal.web.area import Area, Part, Place

AREA = Area(
    name="warning",
    package=__package__,
    blueprints=(views.bp, rules.bp, regions.bp),
    places=(Place(212, "Early warning", "warning.index", READERS),),
    parts=(
        Part("activity.index", 10, "warning/_open.html"),
        Part("work.countries", 10, "warning/_open.html"),
        Part("work.state", 10, "warning/_of_state.html"),
    ),
    erasable={
        "alertrule": "Why the versions of this rule of early warning were adopted. That they were, "
        "by whom and when, stays.",
    },
    demo=demo.tell,
)
