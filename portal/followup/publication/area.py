from portal.followup.publication import decisions, queries
from portal.followup.publication.read_model import PUBLICATION
from portal.web.area import Area, Place

AREA = Area(
    name="publication",
    package=__package__,
    blueprints=(decisions.bp,),
    read_models=(PUBLICATION,),
    places=(Place(150, "Publication", "publication.index", frozenset(queries.READERS)),),
)
