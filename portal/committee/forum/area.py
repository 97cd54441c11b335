from portal.committee.forum import acts, demo, views, writing
from portal.committee.forum.queries import READERS
from portal.web.area import Area, Part, Place
from shared.core.roles import Role

AREA = Area(
    name="forum",
    package=__package__,
    blueprints=(views.bp, writing.bp, acts.bp),
    places=(
        Place(218, "Forum", "forum.index", READERS),
        Place(219, "Figures of the forum", "forum.figures", frozenset({Role.AUDITOR})),
    ),
    parts=(
        Part("communications.detail", 20, "forum/_letter.html"),
        Part("visits.show", 20, "forum/_visit.html"),
    ),
    erasable={
        "forummessage": "A message of the forum, with its older texts and its files; of a poll the "
        "choices; of a first message the title of its thread. That it was posted, and by whom, "
        "stays.",
    },
    demo=demo.tell,
)
