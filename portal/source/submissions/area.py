from portal.source.submissions import views
from portal.web.area import Area, Place
from portal.web.pools import FILING, OPEN
from shared.core.roles import Role

AREA = Area(
    name="submissions",
    package=__package__,
    blueprints=(views.bp,),
    places=(
        Place(10, "My submissions", "submissions.index", frozenset({Role.NGO_MEMBER})),
        Place(20, "Cases I filed for people", "submissions.index", frozenset({Role.CONTACT_POINT})),
    ),
    pools={"submissions": FILING, "submissions.unsigned": OPEN},
)
