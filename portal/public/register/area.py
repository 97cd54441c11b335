from portal.public.register import bulletin
from portal.web.area import Area

AREA = Area(
    name="register",
    package=__package__,
    speaks=True,
    blueprints=(bulletin.bp,),
)
