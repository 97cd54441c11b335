from portal.followup.visits import demo, holder, letters, public, queries, views
from portal.web.area import Area, Part, Place

AREA = Area(
    name="visits",
    package=__package__,
    blueprints=(views.bp, letters.bp, holder.bp, public.bp),
    places=(Place(165, "Country visits", "visits.index", queries.BOARD),),
    parts=(
        Part("work.mandate", 15, "visits/_waiting.html"),
        Part("work.waiting", 80, "visits/_waiting.html"),
        Part("triage.index", 10, "visits/_waiting.html"),
        Part("register.state", 20, "visits/_profile.html"),
    ),
    erasable={
        "visitfile": "The reference of this letter about a visit, the note on it, and the "
        "reservations in it. That it was sent or received, when, and what it answers, stays.",
    },
    demo=demo.tell,
)
