from portal.homes.invitationboard import board
from portal.web.area import Area, Part

AREA = Area(
    name="invitationboard",
    package=__package__,
    blueprints=(board.bp,),
    parts=(Part("invitations.index", 10, "invitationboard/_board.html"),),
)
