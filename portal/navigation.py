"""Where each role goes: the header's links, and the page to land on after signing in."""

from dataclasses import dataclass

from flask import current_app, request, url_for

from portal.accounts.access import signed_in
from portal.accounts.account import Account
from portal.activity.reader import READERS
from portal.demo import clock
from portal.help.roles import GUIDES
from portal.publication import queries as publication
from portal.recommendations import shared_with
from portal.replies import cases
from portal.statements import views as statements
from portal.times import views as times
from shared.core.roles import Role


@dataclass(frozen=True, slots=True)
class Place:
    """A link for those who hold one of ``roles``; the first one a person has is his landing."""

    label: str
    endpoint: str
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    href: str
    current: bool
    """The page itself, which a reader is on."""
    active: bool
    """The page, or one below it."""


# Written by the areas, in the order of the header. A page that is not there yet is not linked.
PLACES: tuple[Place, ...] = (
    Place("My submissions", "submissions.index", frozenset({Role.NGO_MEMBER})),
    Place("Cases I filed for people", "submissions.index", frozenset({Role.CONTACT_POINT})),
    Place("Triage", "triage.index", frozenset({Role.QUICK_RESPONSE_DESK})),
    Place("My mandate", "communications.mandate", frozenset({Role.HUMAN_RIGHTS_OFFICER})),
    Place("Waiting for me", "communications.waiting", frozenset({Role.MANDATE_HOLDER})),
    Place("Authority", "communications.authority.index", frozenset({Role.MANDATE_HOLDER})),
    Place(
        "To transmit",
        "communications.to_transmit",
        frozenset({Role.CHIEF, Role.QUICK_RESPONSE_DESK}),
    ),
    Place("Contact points", "contactpoints.index", frozenset({Role.CHIEF})),
    Place("My countries", "communications.countries", frozenset({Role.DESK_OFFICER})),
    Place(
        "Submissions",
        "triage.index",
        frozenset({Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER}),
    ),
    Place("Live activity", "activity.index", frozenset(READERS)),
    Place("Replies due", "replies.index", frozenset(cases.WORKERS)),
    Place("Letters to my Government", "replies.index", frozenset({Role.GOVERNMENT})),
    Place("Statements", "statements.index", frozenset(statements.READERS)),
    Place("Publication", "publication.index", frozenset(publication.READERS)),
    Place("Recommendations", "recommendations.index", frozenset(shared_with.READERS)),
    Place("Times", "times.index", frozenset(times.READERS)),
    Place("Selection", "selection.officer.index", frozenset({Role.SELECTION_OFFICER})),
    Place("My files", "selection.panel.index", frozenset({Role.PANEL_MEMBER, Role.PANEL_CHAIR})),
    Place("My applications", "selection.candidate.index", frozenset({Role.CANDIDATE})),
    Place("Audit log", "audit.index", frozenset({Role.AUDITOR, Role.DATA_PROTECTION})),
    Place("Forgetting", "forgetting.index", frozenset({Role.DATA_PROTECTION})),
    Place("Operations", "health.operations", frozenset({Role.SYSTEM_ADMIN})),
    Place("Problems", "help.problems", frozenset({Role.SYSTEM_ADMIN})),
    Place("Accounts", "administration.index", frozenset({Role.SYSTEM_ADMIN})),
    Place(
        "Rights to confirm",
        "proposals.index",
        frozenset({Role.SYSTEM_ADMIN, Role.DATA_PROTECTION}),
    ),
    Place("Demonstration", "demo.index", frozenset(clock.MOVERS)),
)


def places(account: Account) -> list[Place]:
    """Return the places of this person, the one to land on first."""
    return [
        place
        for place in PLACES
        if account.has(*place.roles) and place.endpoint in current_app.view_functions
    ]


def landing(account: Account) -> str:
    """Return the address of the first page that this person should see."""
    mine = places(account)
    return url_for(mine[0].endpoint if mine else "home.index")


def guide() -> list[str]:
    """Return how this works, on the page on which who asks lands: sentences for their roles."""
    account = signed_in()
    mine = places(account) if account else []
    if account is None or not mine or mine[0].endpoint != request.endpoint:
        return []
    roles = [role for role in GUIDES if role in mine[0].roles and account.has(role)]
    return list(dict.fromkeys(sentence for role in roles for sentence in GUIDES[role]))


def links() -> list[Link]:
    """Return the header's links for whoever asked. Used by the base template."""
    account = signed_in()
    return [
        Link(
            place.label,
            url_for(place.endpoint),
            current=place.endpoint == request.endpoint,
            active=_area(place.endpoint) == _area(request.endpoint or ""),
        )
        for place in (places(account) if account else ())
    ]


def _area(endpoint: str) -> str:
    return endpoint.rpartition(".")[0]
