from portal.public.packs import demo, desk, public, recording
from portal.web.area import Area, Place
from portal.web.pools import FILES

AREA = Area(
    name="packs",
    package=__package__,
    blueprints=(public.bp, desk.bp, recording.bp),
    pools={"packs.pdf": FILES, "packs.xlsx": FILES},
    places=(Place(213, "Annual statistics", "packsdesk.index", desk.KEEPERS),),
    demo=demo.tell,
)
