from portal.stakeholders.contacts import demo, views
from portal.web.area import Area, Part, Place
from shared.core.roles import Role

AREA = Area(
    name="contacts",
    package=__package__,
    parts=(
        Part("registerdesk.show", 10, "contacts/_log.html"),
        Part("ourorganisation.index", 10, "contacts/_ours.html"),
        Part("work.mandate", 10, "contacts/_mandate.html"),
        Part("work.waiting", 90, "contacts/_mandate.html"),
    ),
    blueprints=(views.bp, views.own),
    places=(
        Place(41, "Our contacts", "ourcontacts.index_own", frozenset({Role.CONTACT_POINT})),
        Place(208, "Contact log", "contactlog.index", frozenset({Role.STAKEHOLDER_OFFICER})),
    ),
    erasable={
        "contact": "This person in the contact log of an organisation, with the notes of all "
        "contacts. That there were contacts with the organisation, and when, stays.",
    },
    demo=demo.tell,
)
