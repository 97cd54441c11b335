from portal.stakeholders.advice import demo, desk, own
from portal.web.area import Area, Part, Place

AREA = Area(
    name="advice",
    package=__package__,
    parts=(Part("ourorganisation.index", 20, "advice/_ours.html"),),
    blueprints=(own.bp, desk.bp),
    places=(
        Place(42, "Our requests for advice", "ouradvice.index", own.INSTITUTIONS),
        Place(209, "Requests for advice", "advicedesk.index", desk.ADVISERS),
    ),
    erasable={
        "advice": "What an institution asked, and what it was answered. That somebody asked for "
        "advice, and when, stays.",
    },
    demo=demo.tell,
)
