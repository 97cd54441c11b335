from portal.followup.debriefs import called, inviting, own, views
from portal.web.area import Area, Part, Place

AREA = Area(
    name="debriefs",
    package=__package__,
    blueprints=(views.bp, own.bp, inviting.asking, inviting.bp),
    places=(Place(168, "Invitations to debriefs", "debriefcalls.index", called.READERS),),
    parts=(
        Part("missions.links", 24, "debriefs/_of_mission.html"),
        Part("myvisits.show", 12, "debriefs/_of_partner.html"),
        Part("mywritten.index", 14, "debriefs/_of_left.html"),
    ),
    erasable={
        "debrief": "What this version of the debrief of a mission says, with its drafts, or what "
        "the country team wrote for it, or where people are invited to it. On which day it was "
        "held, how each clause of the terms of reference held, and who wrote when, stays.",
    },
)
