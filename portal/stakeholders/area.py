from portal.stakeholders import acts, council, demo, desk, kits, onboarding, servicing, views
from portal.stakeholders.queries import WRITERS
from portal.web.area import Area, Part, Place

AREA = Area(
    name="stakeholders",
    package=__package__,
    parts=(
        Part("home.index", 20, "stakeholders/_home.html"),
        Part("work.waiting", 10, "stakeholders/_waiting.html"),
    ),
    blueprints=(views.bp, acts.bp, desk.bp, council.bp, servicing.bp, onboarding.bp),
    places=(
        Place(204, "Registry", "registry.index", WRITERS),
        Place(207, "New holders", "onboarding.index", kits.READERS),
        Place(205, "Mandates", "mandates.index", WRITERS),
    ),
    erasable={
        "term": "The name of the holder in this term, on the public page too, and what was "
        "written about the first weeks. Its days, and the gender that was published, stay.",
    },
    demo=demo.tell,
)
