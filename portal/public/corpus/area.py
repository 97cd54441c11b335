from portal.public.corpus import (
    assessing,
    desk,
    mapping,
    offering,
    programs,
    public,
    taking_out,
    taking_up,
)
from portal.web.area import Area, Part, Place
from portal.web.pools import FILES
from shared.reference.corpus import DESKS

AREA = Area(
    name="corpus",
    package=__package__,
    blueprints=(
        *(public.bp, programs.bp, desk.bp, mapping.bp, offering.bp, assessing.bp),
        *(taking_out.bp, taking_up.bp),
    ),
    pools={"corpus.as_file": FILES, "corpusapi.whole": FILES, "corpusapi.whole_csv": FILES},
    places=(Place(214, "Import of recommendations", "corpusdesk.index", DESKS),),
    parts=(
        Part("home.index", 33, "corpus/_home.html"),
        Part("recommendations.origin", 10, "corpus/_origin.html"),
    ),
    erasable={
        "reference": "A sheet of recommendations as it was uploaded, and its name. What was "
        "imported from it stays until the tables are made anew.",
    },
)
