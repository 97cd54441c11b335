from portal.public.history import desk, files, submissions, views
from portal.web.area import Area, Place

AREA = Area(
    name="history",
    package=__package__,
    blueprints=(views.public_bp, views.bp, desk.bp, files.bp, submissions.bp),
    places=(Place(215, "Import history", "historydesk.index", desk.DESK),),
    erasable={
        "historysheet": "A sheet of letters from before the platform as it was uploaded. What was "
        "imported from it stays until the import is undone.",
        "pastletter": "The files beside this letter from before the platform, and those beside the "
        "replies to it. The letter itself stays, with its days.",
    },
)
