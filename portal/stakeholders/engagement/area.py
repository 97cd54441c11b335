from portal.stakeholders.engagement import demo, desk, public
from portal.web.area import Area, Part, Place
from portal.web.pools import FILES

AREA = Area(
    name="engagement",
    package=__package__,
    parts=(
        Part("home.index", 29, "engagement/_home.html"),
        Part("work.mandate", 20, "engagement/_mandate.html"),
        Part("work.waiting", 91, "engagement/_mandate.html"),
    ),
    blueprints=(public.bp, desk.bp),
    pools={"engagement.pdf": FILES},
    places=(Place(210, "Reports on engagement", "engagementdesk.index", desk.OFFICERS),),
    erasable={
        "engagement": "What was written in a report on engagement. Its numbers stay, which tell "
        "of nobody.",
    },
    demo=demo.tell,
)
