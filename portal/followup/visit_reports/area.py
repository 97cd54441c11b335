from portal.followup.visit_reports import (
    checking,
    deciding,
    demo,
    documents,
    drafting,
    joint,
    public,
    publishing,
    queries,
    together,
    views,
)
from portal.web.area import Area, Part, Place
from shared.core.roles import Role

AREA = Area(
    name="visit_reports",
    package=__package__,
    blueprints=(
        views.bp,
        drafting.bp,
        checking.bp,
        deciding.bp,
        deciding.comments,
        publishing.bp,
        documents.bp,
        together.bp,
        joint.bp,
        public.bp,
    ),
    places=(
        Place(167, "Reports on visits", "visitreports.index", queries.LISTED - {Role.GOVERNMENT}),
    ),
    parts=(
        Part("visitprogrammes.index", 5, "visit_reports/_of_states.html"),
        Part("missions.show", 10, "visit_reports/_of_mission.html"),
        Part("register.state", 21, "visit_reports/_of_state.html"),
        Part("register.statement", 10, "visit_reports/_of_statement.html"),
    ),
    demo=demo.tell,
    erasable={
        "visitreport": "The text of the report on a visit with the notes on it, a file of it, or a "
        "comment of a State on it and why it was refused. Where the report stands, and its "
        "recommendations, stay.",
    },
)
