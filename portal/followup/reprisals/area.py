from portal.followup.reprisals import demo, numbers, publishing, shown, views
from portal.web.area import Area, Part, Place
from shared.reference.reprisals import READERS

AREA = Area(
    name="reprisals",
    package=__package__,
    blueprints=(views.bp, numbers.bp, publishing.bp, shown.bp),
    places=(
        Place(168, "Reprisal cases", "reprisals.index", READERS),
        Place(168, "Reprisal cases shown to me", "reprisalshown.index", shown.READERS),
        Place(169, "Reprisals in numbers", "reprisalnumbers.index", numbers.READERS),
    ),
    parts=(Part("triage.show", 10, "reprisals/_flag.html"),),
    erasable={
        "reprisal": "All that was written in this reprisal case: what happened and to whom, the "
        "link to cooperation, conditions, assessments, answers and texts for reports. What stays: "
        "when each step was taken and by whom, the mandate, the State, and the codes chosen.",
    },
    demo=demo.tell,
)
