from portal.stakeholders.organisations import (
    accrediting,
    affiliating,
    applying,
    claiming,
    confirming,
    deciding,
    demo,
    desk,
    importing,
    lawdesk,
    naming,
    nominating,
    own,
    partners,
    public,
    renaming,
)
from portal.web.area import Area, Part, Place
from portal.web.pools import OPEN

AREA = Area(
    name="organisations",
    package=__package__,
    parts=(
        Part("home.index", 25, "organisations/_home.html"),
        Part("registerdesk.index", 55, "organisations/_laws.html"),
        Part("organisations.index", 5, "organisations/_partners.html"),
    ),
    blueprints=(
        public.bp,
        partners.bp,
        applying.bp,
        own.bp,
        affiliating.bp,
        affiliating.desk,
        claiming.bp,
        confirming.bp,
        naming.bp,
        naming.accepting,
        deciding.bp,
        accrediting.bp,
        importing.bp,
        nominating.bp,
        renaming.bp,
        renaming.desk,
        lawdesk.bp,
    ),
    places=(
        Place(37, "Our organisation", "ourorganisation.index", own.FOCAL),
        Place(206, "Register desk", "registerdesk.index", desk.OFFICERS),
    ),
    erasable={
        "organisation": "The entry of this organisation: its name, its description, its contacts "
        "and the reasons of risk flags. That it was there, and when, stays; so does what ECOSOC or "
        "GANHRI decided about it.",
        "contactlaw": "Which law or list of a State punishes contact with the United Nations, and "
        "the note on it. That it stands, or stood, stays.",
    },
    pools={"applying": OPEN},
    demo=demo.tell,
)
