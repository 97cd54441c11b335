from portal.public.documents import acts, demo, versions, views
from portal.web.area import Area, Part, Place
from shared.core.roles import Role

AREA = Area(
    name="library",
    package=__package__,
    blueprints=(views.public_bp, acts.bp, versions.bp, views.bp),
    places=(Place(280, "Library", "library.index", frozenset(Role) - {Role.SOURCE}),),
    parts=(
        Part("home.index", 32, "library/_home.html"),
        Part("register.index", 10, "library/_found.html"),
        Part("onboarding.mine", 10, "library/_kit.html"),
        Part("communications.detail", 30, "library/_letter.html"),
        Part("replies.case", 30, "library/_case.html"),
    ),
    erasable={
        "library": "The titles, keywords, summaries, reasons and files of this document of the "
        "library, in every version and language. That it was approved, when and by whom, stays.",
    },
    demo=demo.tell,
)
