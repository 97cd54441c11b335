from portal.casefile.replies.cases import WORKERS
from portal.followup.replies import views
from portal.web.area import Area, Place
from portal.web.pools import CHANNEL
from shared.core.roles import Role

AREA = Area(
    name="replies",
    package=__package__,
    blueprints=(views.bp,),
    places=(
        Place(120, "Replies due", "replies.index", frozenset(WORKERS)),
        Place(130, "Letters to my Government", "replies.index", frozenset({Role.GOVERNMENT})),
    ),
    erasable={
        "reply": "The text of this reply and the reasons with which it was assessed.",
        "replycase": "What was noted about the replies to this letter.",
    },
    pools={"replies.source": CHANNEL},
)
