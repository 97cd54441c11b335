from portal.followup.invitations import demo, desk, queries, views
from portal.web.area import Area, Part, Place

AREA = Area(
    name="invitations",
    package=__package__,
    blueprints=(views.public_bp, views.bp, desk.bp),
    places=(Place(166, "Standing invitations", "invitations.index", queries.PLACE),),
    parts=(
        Part("home.index", 33, "invitations/_home.html"),
        Part("register.state", 10, "invitations/_profile.html"),
    ),
    demo=demo.tell,
)
