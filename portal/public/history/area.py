from portal.public.history import demo, desk, files, papers, row_files, submissions, views, visits
from portal.web.area import Area, Part, Place

AREA = Area(
    name="history",
    package=__package__,
    blueprints=(
        views.public_bp,
        views.bp,
        desk.bp,
        files.bp,
        submissions.bp,
        visits.public_bp,
        visits.bp,
        papers.public_bp,
        papers.bp,
        row_files.public_bp,
        row_files.bp,
    ),
    demo=demo.tell,
    places=(Place(215, "Import history", "historydesk.index", desk.DESK),),
    parts=(
        Part("visits.show", 10, "history/_on_file.html"),
        Part("publicreports.index", 90, "history/_reports.html"),
        Part("register.state", 25, "history/_of_state.html"),
        Part("mandates.show", 60, "history/_of_mandate.html"),
    ),
    erasable={
        "historysheet": "A sheet of letters from before the platform as it was uploaded. What was "
        "imported from it stays until the import is undone.",
        "pastletter": "The files beside this letter, visit, report or statement from before the "
        "platform, and those beside the replies to a letter. The row itself stays, with its days.",
    },
)
