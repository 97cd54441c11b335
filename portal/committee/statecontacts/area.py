from portal.committee.statecontacts import demo, views
from portal.committee.statecontacts.queries import READERS
from portal.web.area import Area, Place

AREA = Area(
    name="statecontacts",
    package=__package__,
    blueprints=(views.bp,),
    places=(Place(215, "Contacts with States", "statecontacts.index", READERS),),
    erasable={
        "statecontact": "Who met whom, what about and what was agreed in this contact with a "
        "State. That there was a contact, when, and who wrote the entry, stays.",
    },
    demo=demo.tell,
)
