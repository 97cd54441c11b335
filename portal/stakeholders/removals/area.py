from portal.stakeholders.removals import desk, own
from portal.web.area import Area, Part

AREA = Area(
    name="removals",
    package=__package__,
    parts=(
        Part("organisations.index", 10, "removals/_ask.html"),
        Part("registerdesk.index", 60, "removals/_desk.html"),
        Part("registerdesk.show", 60, "removals/_entry.html"),
        Part("ourorganisation.index", 60, "removals/_told.html"),
    ),
    blueprints=(own.bp, desk.bp),
    erasable={
        "removal": "What a Government wrote when it asked that an entry of the register be "
        "removed. That it asked, and was refused, stays.",
    },
)
