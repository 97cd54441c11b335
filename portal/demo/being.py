"""Being somebody: in a demonstration one button signs a visitor in as a person who is invented.

Nobody types a password or a code. Two people side by side need two sessions, and a browser has one
for each name of a site: so each person also has a name of their own below ``localhost``, which a
browser takes for this machine.
"""

import ipaddress
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlsplit

from flask import request, url_for
from sqlalchemy import Connection, Row, select
from werkzeug.wrappers import Response

from portal.web.accounts import account as accounts
from portal.web.accounts import arriving
from portal.web.accounts.access import may_enter
from portal.web.accounts.guides import GUIDES
from portal.web.accounts.tables import accounts as table
from portal.web.db import engine
from shared.core.roles import Role

_HERE = "localhost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Somebody:
    """``does``: what their page is for. ``window``: this page under a name of their own.

    ``window`` is None where the demonstration is not on the reader's own machine.
    """

    email: str
    name: str
    roles: tuple[Role, ...]
    organisation: str | None
    mandates: frozenset[str]
    does: str | None
    window: str | None

    @property
    def rank(self) -> int:
        """The place of the first role among all roles; somebody without any comes last."""
        order = list(Role)
        return order.index(self.roles[0]) if self.roles else len(order)


def people(conn: Connection) -> list[Somebody]:
    """Return everybody who was invented for the demonstration, in the order of the roles."""
    c = table.c
    rows = conn.execute(
        select(c.email, c.name, c.roles, c.organisation, c.mandates).where(c.demo, ~c.disabled)
    )
    found = [_somebody(row, tuple(Role(role) for role in row.roles)) for row in rows]
    return sorted(found, key=lambda one: (one.rank, one.email))


def _somebody(row: Row[Any], roles: tuple[Role, ...]) -> Somebody:
    return Somebody(
        email=row.email,
        name=row.name,
        roles=roles,
        organisation=row.organisation,
        mandates=frozenset(row.mandates),
        does=next((GUIDES[role][0] for role in roles if role in GUIDES), None),
        window=window(row.email),
    )


def become(email: str, then: str | None = None) -> Response | None:
    """Sign the visitor in as this person; None where nobody with that address was invented.

    ``then``: the address to go on to.
    """
    with engine().connect() as conn:
        found = accounts.by_email(conn, email)
    if found is None or not found.demo or not may_enter(found):
        return None
    return arriving.begin(found, then, factor=True)


def window(email: str) -> str | None:
    """Return the address of this page under the person's own name of this machine."""
    asked = urlsplit(request.host_url)
    if not _is_this_machine(asked.hostname or ""):
        return None
    name = email.partition("@")[0].replace(".", "-")
    host = f"{name}.{_HERE}" + (f":{asked.port}" if asked.port else "")
    path = url_for("demo.index", be=email)
    return SplitResult(asked.scheme, host, path, "", "").geturl()


def _is_this_machine(host: str) -> bool:
    if host == _HERE or host.endswith(f".{_HERE}"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
