from portal.committee.coverage import demo, desk, public, recording, uncontacted
from portal.committee.coverage.readers import WRITERS
from portal.web.area import Area, Part, Place
from portal.web.pools import FILES

AREA = Area(
    name="coverage",
    package=__package__,
    parts=(
        Part("home.index", 31, "coverage/_home.html"),
        Part("work.mandate", 30, "coverage/_work.html"),
        Part("work.state.links", 10, "coverage/_of_state.html"),
        Part("work.waiting", 92, "coverage/_work.html"),
        Part("registerfigures.index", 10, "coverage/_register.html"),
    ),
    blueprints=(public.bp, desk.bp, recording.bp, uncontacted.bp),
    pools={"coverage.xlsx": FILES},
    places=(Place(211, "Coverage of States", "coveragedesk.index", WRITERS),),
    demo=demo.tell,
)
