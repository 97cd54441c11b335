from portal.followup.threads import demo, filed, leaving, views
from portal.web.area import Area, Part

AREA = Area(
    name="threads",
    package=__package__,
    blueprints=(views.bp, views.own, views.notes, leaving.bp, *filed.DOORS),
    parts=(
        Part("missions.links", 22, "threads/_of_mission.html"),
        Part("myvisits.index", 10, "threads/_of_left.html"),
        Part("myvisits.show", 10, "threads/_of_partner.html"),
        Part("visitprogrammes.index", 10, "threads/_of_states.html"),
        Part("visitprogrammes.show", 10, "threads/_of_state.html"),
        Part("visitcorrespondence.show", 10, "threads/_of_letters.html"),
        Part("visitincidents.show", 10, "threads/_of_incident.html"),
    ),
    erasable={
        "visitdialogue": "This message in a thread about a visit, as it was written and corrected, "
        "with the files beside it, or the title of the thread. Who wrote when stays.",
    },
    demo=demo.tell,
)
