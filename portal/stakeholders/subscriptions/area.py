from portal.stakeholders.subscriptions import demo, desk, own
from portal.web.area import Area, Part, Place

AREA = Area(
    name="subscriptions",
    package=__package__,
    parts=(Part("ourorganisation.index", 20, "subscriptions/_ours.html"),),
    blueprints=(own.bp, desk.bp),
    places=(
        Place(39, "My notices", "subscriptions.index", own.AUDIENCE),
        Place(209, "Notice desk", "noticedesk.index", desk.OFFICERS),
    ),
    demo=demo.tell,
)
