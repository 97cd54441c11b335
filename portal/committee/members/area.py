from portal.committee.members import demo, recording, views
from portal.web.area import Area, Part

AREA = Area(
    name="members",
    package=__package__,
    parts=(
        Part("home.index", 21, "members/_home.html"),
        Part("registry.index", 30, "members/_registry.html"),
    ),
    blueprints=(views.bp, recording.bp),
    demo=demo.tell,
)
