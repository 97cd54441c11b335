from portal.committee.sops import acts, demo, views
from portal.committee.sops.queries import READERS
from portal.web.area import Area, Part, Place

AREA = Area(
    name="sops",
    package=__package__,
    blueprints=(views.bp, views.public_bp, acts.bp),
    places=(Place(210, "Procedures", "sops.index", READERS),),
    parts=(Part("work.waiting", 15, "sops/_in_force.html"),),
    erasable={
        "sop": "The title and the text of this standard operating procedure in every version, "
        "comments on it, and why a mandate does it another way. That it was adopted stays.",
    },
    demo=demo.tell,
)
