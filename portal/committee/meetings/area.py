from portal.committee.meetings import (
    calling,
    demo,
    guestpages,
    guests,
    items,
    minutes,
    papers,
    views,
)
from portal.committee.meetings.queries import GUESTS, READERS
from portal.web.area import Area, Part, Place
from shared.core.roles import Role

_IN_THE_HEADER = GUESTS - {Role.GOVERNMENT}  # it has a link below its letters
_ITEMS = "meetings/_margin.html"

AREA = Area(
    name="meetings",
    package=__package__,
    parts=(
        Part("activity.index", 10, _ITEMS),
        Part("activity.index", 15, "meetings/_minutes.html"),
        Part("work.countries", 13, "meetings/_coming.html"),
        Part("work.countries", 14, _ITEMS),
        Part("work.waiting", 13, _ITEMS),
        Part("replies.index", 10, "meetings/_of_government.html"),
    ),
    blueprints=(
        views.bp,
        calling.bp,
        guests.bp,
        guestpages.bp,
        minutes.bp,
        items.bp,
        papers.bp,
    ),
    places=(
        Place(208, "Meetings of the Committee", "meetings.index", READERS),
        Place(209, "Invitations of the Committee", "guestmeetings.index", _IN_THE_HEADER),
    ),
    erasable={
        "meeting": "The agenda, the place and the minutes of this meeting of the Committee. That "
        "it was called and held, when, and who came, stays.",
        "meetingpaper": "The title and the file of this paper of a meeting of the Committee. That "
        "there was one, who added it and when, stays.",
        "action": "What was to be done in this action item of the Committee, and why it was "
        "dropped. Who had it, and by when it was due, stays.",
    },
    demo=demo.tell,
)
