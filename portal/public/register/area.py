from portal.public.register import briefings
from portal.web.area import Area, Part

AREA = Area(
    name="register",
    package=__package__,
    parts=(Part("home.index", 10, "register/_home.html"),),
    blueprints=(briefings.bp,),
)
