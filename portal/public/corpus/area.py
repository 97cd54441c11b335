from portal.public.corpus import (
    assessing,
    desk,
    mapping,
    offering,
    own_files,
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
        *(taking_out.bp, taking_up.bp, own_files.bp),
    ),
    pools={
        "corpus.as_file": FILES,
        "corpusapi.whole": FILES,
        "corpusapi.whole_csv": FILES,
        "recommendationfiles.of_register": FILES,
    },
    places=(Place(214, "Import of recommendations", "corpusdesk.index", DESKS),),
    parts=(
        Part("home.index", 33, "corpus/_home.html"),
        Part("recommendations.origin", 10, "corpus/_origin.html"),
        Part("recommendations.files", 10, "corpus/_own_files.html"),
        Part("register.recommendations.files", 10, "corpus/_register_files.html"),
    ),
    erasable={
        "reference": "A sheet of recommendations as it was uploaded, and its name. What was "
        "imported from it stays until the tables are made anew.",
    },
)
