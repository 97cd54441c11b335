from portal.committee.reports import acts, demo, ending, sessions, views, visiting
from portal.committee.reports.queries import READERS
from portal.web.area import Area, Part, Place

AREA = Area(
    name="reports",
    package=__package__,
    blueprints=(views.bp, acts.bp, ending.bp, sessions.bp, visiting.bp),
    places=(Place(217, "Report deadlines", "reportdeadlines.index", READERS),),
    parts=(
        Part("mandates.show", 10, "reports/_published.html"),
        Part("visitreports.show", 10, "reports/_of_visit.html"),
    ),
    demo=demo.tell,
)
