from portal.public.briefings import demo, desk, mail, views
from portal.public.briefings.queries import EDITORS, STAFF
from portal.web.area import Area, Part, Place
from portal.web.pools import FILES, OPEN

_WAITING = "briefings/_waiting.html"

AREA = Area(
    name="briefings",
    package=__package__,
    blueprints=(views.bp, views.staff, desk.bp, mail.bp, mail.by_link),
    pools={
        "briefingmail": OPEN,
        "briefings.pdf": FILES,
        "staffbriefings.edition_pdf": FILES,
    },
    places=(
        Place(217, "Briefing desk", "briefingdesk.index", EDITORS),
        Place(218, "Briefings", "briefings.index", STAFF - EDITORS),
    ),
    parts=(
        Part("home.index", 12, "briefings/_home.html"),
        Part("triage.index", 14, _WAITING),
        Part("work.to_transmit", 14, _WAITING),
    ),
    erasable={
        "briefing": "What editors wrote in this issue of the briefing or the bulletin. Which items "
        "it has stays.",
    },
    demo=demo.tell,
)
