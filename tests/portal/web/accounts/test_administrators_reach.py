"""R2 on every administrative route: it reaches no case, and one person alone gives no right."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.routing import IntegerConverter, Rule

from portal.web.accounts import account as accounts
from portal.web.accounts import factors, proposals
from portal.web.accounts.access import Access, Door, access_of
from portal.web.accounts.account import Account, rights_of
from portal.web.accounts.administration_acts import ACTS
from portal.web.accounts.rights import OF_MANDATES, OF_ORGANISATION, OF_REGION, OF_STATES
from portal.web.accounts.sensitive import SENSITIVE, takes_two
from portal.web.accounts.tables import proposals as proposals_table
from portal.web.policy import MATRIX
from shared.core.roles import Role
from tests.support.arriving import app_of
from tests.support.portal import Pages
from tests.support.walking import NO_PAGES
from tests.support.walks import Walks

ADMIN = Role.SYSTEM_ADMIN


def routes(portal: Pages, method: str) -> Iterator[tuple[Rule, Access]]:
    """Every route that is open to an administrator who has signed in, and not to a stranger."""
    for rule in portal.app.url_map.iter_rules():
        access = access_of(portal.app, rule.endpoint)
        if access is None or access.door is not Door.SESSION or method not in (rule.methods or ()):
            continue
        if not access.roles or ADMIN in access.roles:
            yield rule, access


def test_an_administrator_stands_in_no_line_of_the_matrix() -> None:
    assert ADMIN not in {role for _, role, _ in MATRIX}


def test_no_page_of_an_administrator_holds_anything_of_a_case(portal: Pages, walks: Walks) -> None:
    seen = [page for page in walks.mirrored if page.who == ADMIN]
    own = {rule.endpoint for rule, access in routes(portal, "GET") if access.roles}
    assert own - NO_PAGES <= {page.endpoint for page in seen}
    secrets = {item.text for item in walks.items} | {item.id for item in walks.items}
    for page in seen:
        if access_of(portal.app, page.endpoint) != Access(Door.PUBLIC):
            assert not any(secret in page.text for secret in secrets), page.path


class Attack:
    """One administrator, who tries every form with everything."""

    def __init__(self, portal: Pages) -> None:
        self.portal = portal
        self.me = portal.person(ADMIN)
        holder = {"mandates": frozenset({"sr-torture"})}
        self.holder = portal.person(Role.MANDATE_HOLDER, **holder)
        self.former = portal.person(Role.MANDATE_HOLDER, disabled=True, **holder)
        self.other_admin = portal.person(ADMIN)
        self.accomplice = portal.person(Role.CANDIDATE)
        self.targets = [self.me, self.holder, self.former, self.other_admin, self.accomplice]
        for one in self.targets:
            app_of(portal, one)

    def go(self) -> None:
        for rule, access in routes(self.portal, "POST"):
            gives = access.roles and not rule.arguments & {"act", "proposal_id"}
            for role in sorted(SENSITIVE) if gives else [Role.MANDATE_HOLDER]:
                for path in self._addresses(rule):
                    visitor = self.portal.sign_in(self.me)
                    answer = visitor.post(path, self._form(role))
                    assert answer.status_code < 500, path

    def _addresses(self, rule: Rule) -> list[str]:
        with self.portal.engine.connect() as conn:
            open_now = list(conn.scalars(select(proposals_table.c.proposal_id)))
        known = {
            "account_id": [one.account_id for one in self.targets],
            "act": list(ACTS),
            "proposal_id": open_now,
        }
        names = sorted(rule.arguments - (rule.defaults or {}).keys())
        for name in names:
            if isinstance(rule._converters[name], IntegerConverter):
                known.setdefault(name, ["1"])
        with self.portal.app.test_request_context():
            build = self.portal.app.url_map.bind("").build
            return [
                build(rule.endpoint, dict(zip(names, values, strict=True)))
                for values in product(*(known.get(name, ["x"]) for name in names))
            ]

    def _form(self, role: Role) -> dict[str, Any]:
        form: dict[str, Any] = {"roles": [role.value], "reason": "Because", "urgent": "Now"}
        form |= {"name": "New", "email": f"{role.value}@example.org", "choice": "at_once"}
        if role in OF_MANDATES:
            form["mandates"] = ["sr-torture", "wgad"]
        if role in OF_STATES:
            form["states"] = "KEN"
        if role in OF_ORGANISATION:
            form["organisation_id"] = "org-1"
        if role in OF_REGION:
            form["organisation_id"] = "AFR"
        return form

    def everybody(self) -> list[Account]:
        with self.portal.engine.connect() as conn:
            return accounts.found(conn, "", None)


@pytest.fixture
def attack(portal: Pages) -> Attack:
    return Attack(portal)


def test_no_administrator_alone_ends_with_somebody_who_has_such_a_right(attack: Attack) -> None:
    portal = attack.portal
    before = {one.account_id: rights_of(one).lines for one in attack.everybody()}
    known = {one.account_id: _proofs(portal, one) for one in attack.targets}
    for _ in range(2):  # what the first round left open the second may use
        attack.go()
    portal.clock.forward(timedelta(days=30))
    assert proposals.settle(portal.engine, at=portal.clock()) == 0
    got = {
        (one.account_id, line)
        for one in attack.everybody()
        for line in rights_of(one).lines - before.get(one.account_id, frozenset())
    }
    assert not {line for _, line in got if takes_two(line)}
    with portal.engine.connect() as conn:
        assert conn.execute(select(proposals_table)).all(), "nothing was even tried"
        former = accounts.by_id(conn, attack.former.account_id)
    assert former
    assert former.disabled or not former.has(*SENSITIVE)
    for one in (attack.holder, attack.other_admin):
        assert _proofs(portal, one) == known[one.account_id]


def _proofs(portal: Pages, account: Account) -> tuple[Any, ...]:
    """What somebody proves with who it is."""
    with portal.engine.connect() as conn:
        found = accounts.by_id(conn, account.account_id)
        has = factors.of_account(conn, account.account_id)
    assert found
    return found.password_hash, found.start_hash, found.email, has.app
