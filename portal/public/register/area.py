from portal.public.register import letter_files, signing
from portal.public.register.signed import READERS
from portal.web.area import Area, Part, Place
from portal.web.pools import FILES

AREA = Area(
    name="register",
    package=__package__,
    parts=(Part("home.index", 10, "register/_home.html"),),
    places=(Place(220, "Briefings for treaty bodies", "briefingsigning.index", READERS),),
    blueprints=(letter_files.bp, signing.bp),
    pools=dict.fromkeys(
        (
            "register.letter_pdf",
            "register.themes_pdf",
            "register.theme_pdf",
            *(f"register.briefing_{ending}" for ending in ("pdf", "xlsx", "json")),
            "register.share_pdf",
            "register.share_sheet",
        ),
        FILES,
    ),
)
