from portal.followup.partners import clearing, demo, meetings, programmes, queries
from portal.web.area import Area, Part, Place

AREA = Area(
    name="partners",
    package=__package__,
    blueprints=(meetings.bp, clearing.bp, programmes.bp),
    places=(
        Place(166, "My visits", "myvisits.index", queries.ADMITTED),
        Place(
            166, "Programmes of visits", "visitprogrammes.index", frozenset({queries.GOVERNMENT})
        ),
    ),
    demo=demo.tell,
    parts=(
        Part("missions.links", 20, "partners/_link.html"),
        Part("mywritten.index", 12, "partners/_of_left.html"),
    ),
)
