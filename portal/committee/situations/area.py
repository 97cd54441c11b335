from portal.committee.situations import acts, demo, guestpages, guests, noting, proposing, views
from portal.committee.situations.queries import READERS
from portal.web.area import Area, Part, Place

AREA = Area(
    name="situations",
    package=__package__,
    blueprints=(views.bp, proposing.bp, acts.bp, noting.bp, guests.bp, guestpages.bp),
    places=(Place(214, "Watch-list", "situations.index", READERS),),
    parts=(
        Part("activity.index", 11, "situations/_reviews.html"),
        Part("work.countries", 11, "situations/_reviews.html"),
        Part("work.state", 11, "situations/_of_state.html"),
        Part("countryteam.show", 10, "situations/_shown.html"),
        Part("warning.show", 10, "situations/_from_alert.html"),
    ),
    erasable={
        "situation": "Why this situation is on the watch-list, and what its reviews found. That it "
        "was opened and reviewed, when, and at which level, stays.",
    },
    demo=demo.tell,
)
