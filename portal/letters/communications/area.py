from portal.letters.communications import views
from portal.web.area import Area, Place
from shared.core.roles import Role

AREA = Area(
    name="communications",
    package=__package__,
    blueprints=(views.bp,),
    places=(
        Place(60, "Authority", "communications.authority.index", frozenset({Role.MANDATE_HOLDER})),
    ),
    erasable={
        "communication": (
            "The text of this letter in every version, its notes, and what is kept of how it was "
            "sent."
        ),
    },
)
