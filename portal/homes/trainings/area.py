from portal.homes.trainings import acts, demo, findings, items, views
from portal.homes.trainings.queries import READERS
from portal.web.area import Area, Place

AREA = Area(
    name="trainings",
    package=__package__,
    blueprints=(views.bp, acts.bp, items.bp, findings.bp),
    places=(Place(219, "Training register", "trainings.index", READERS),),
    erasable={
        "training": "Where this training event is, who trains, what was said of it, what was "
        "found and what follows. That it was planned or held, its days, its modules and how many "
        "came stays.",
    },
    demo=demo.tell,
)
