from portal.public.history import desk, views
from portal.web.area import Area, Place

AREA = Area(
    name="history",
    package=__package__,
    blueprints=(views.public_bp, views.bp, desk.bp),
    places=(Place(215, "Import history", "historydesk.index", desk.DESK),),
    erasable={
        "historysheet": "A sheet of letters from before the platform as it was uploaded. What was "
        "imported from it stays until the import is undone.",
    },
)
