from portal.homes.dossiers import acts, demo, mine, queries, views
from portal.web.area import Area, Part, Place

AREA = Area(
    name="dossiers",
    package=__package__,
    blueprints=(views.listed, views.bp, acts.bp, mine.bp),
    places=(Place(167, "Country assessments", "dossiersindex.index", queries.READERS),),
    parts=(
        Part("missions.links", 5, "dossiers/_of_mission.html"),
        Part("myvisits.documents", 5, "dossiers/_of_partner.html"),
    ),
    erasable={
        "dossier": "What was written in this entry of a country assessment, and where it is from, "
        "in every version; or for whom a copy was made. On which day it was, and in which part, "
        "stays.",
    },
    demo=demo.tell,
)
