from portal.stakeholders.registryfigures import views
from portal.web.area import Area, Part

AREA = Area(
    name="mandatefigures",
    package=__package__,
    blueprints=(views.bp,),
    parts=(Part("mandates.index", 10, "mandatefigures/_link.html"),),
)
