from portal.stakeholders.agenda import demo, views
from portal.stakeholders.agenda.queries import WRITERS
from portal.web.area import Area, Place

AREA = Area(
    name="agenda",
    package=__package__,
    blueprints=(views.bp, views.desk),
    places=(Place(216, "Council sessions and expert meetings", "agenda.index", WRITERS),),
    demo=demo.tell,
)
