"""The header's links for each role, and its landing page."""

from dataclasses import dataclass

from flask import Flask, current_app, request, url_for

from portal.web.accounts.access import signed_in
from portal.web.accounts.account import Account
from portal.web.accounts.guides import GUIDES
from portal.web.area import Place, registered

SHOWN = 7
"""Links that stand in the header of somebody who has more of them."""


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    href: str
    current: bool
    """The page itself, which a reader is on."""
    active: bool
    """The page, or one below it."""


@dataclass(frozen=True, slots=True)
class Menu:
    first: tuple[Link, ...]
    more: tuple[Link, ...] = ()
    """What folds behind the others: a header of more than two lines pushes every page down."""


def init_app(app: Flask) -> None:
    """Let every template ask who is looking, and where they may go."""
    app.jinja_env.globals.update(signed_in=signed_in, links=links, guide=guide)


def places(account: Account) -> list[Place]:
    """Return the places of this person, the one to land on first."""
    roles, views = account.roles, current_app.view_functions
    mine = (
        place
        for area in registered()
        for place in area.places
        if not roles.isdisjoint(place.roles) and place.endpoint in views
    )
    return sorted(mine, key=lambda place: place.rank)


def landing(account: Account) -> str:
    """Return the address of the first page that this person should see."""
    mine = places(account)
    if account.past and not mine:  # whose term is over reads there what became of it
        return url_for("security.index")
    return url_for(mine[0].endpoint if mine else "home.index")


def guide() -> list[str]:
    """Return how this works, on the page on which who asks lands: sentences for their roles."""
    account = signed_in()
    mine = places(account) if account else []
    if account is None or not mine or mine[0].endpoint != request.endpoint:
        return []
    roles = [role for role in GUIDES if role in mine[0].roles and account.has(role)]
    return list(dict.fromkeys(sentence for role in roles for sentence in GUIDES[role]))


def links() -> Menu:
    """Return the header's links for the person. Used by the base template."""
    account, here = signed_in(), request.endpoint
    every = tuple(
        Link(
            place.label,
            url_for(place.endpoint),
            current=place.endpoint == here,
            active=_area(place.endpoint) == _area(here or ""),
        )
        for place in (places(account) if account else ())
    )
    return folded(every)


def folded(links: tuple[Link, ...]) -> Menu:
    """Show seven; fold the others, but never one alone.

    A page of those that fold stands among six: its label is bold, and may be the longest.
    """
    if len(links) <= SHOWN + 1:
        return Menu(links)
    here = tuple(link for link in links[SHOWN:] if link.active)
    first = links[: SHOWN - 2 * len(here)] + here
    return Menu(first, tuple(link for link in links if link not in first))


def _area(endpoint: str) -> str:
    return endpoint.rpartition(".")[0]
