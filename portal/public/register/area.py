from portal.public.register import briefings
from portal.web.area import Area, Part
from portal.web.pools import FILES

AREA = Area(
    name="register",
    package=__package__,
    parts=(Part("home.index", 10, "register/_home.html"),),
    blueprints=(briefings.bp,),
    pools=dict.fromkeys(
        (f"register.briefing_{ending}" for ending in ("pdf", "xlsx", "json")), FILES
    ),
)
