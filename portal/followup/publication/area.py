from portal.followup.publication import decisions, queries
from portal.web.area import Area, Place

AREA = Area(
    name="publication",
    package=__package__,
    blueprints=(decisions.bp,),
    places=(Place(150, "Publication", "publication.index", frozenset(queries.READERS)),),
)
