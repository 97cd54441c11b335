"""The pages of statements, with the approvals service behind them and a sent letter."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest

from portal.app.read_models import READ_MODELS
from shared.contracts.approvals_statements import StatementIssued
from tests.portal.letters.communications.conftest import Desk
from tests.support.approvals import approvals
from tests.support.letters import OTHER
from tests.support.portal import Pages
from tests.support.ready import ready
from tests.support.submissions import CONSENT, confirmed, received, triaged, victim

AGREES = replace(CONSENT, public="yes", name_form="full", press="yes")
TITLE, TEXT = "Kenya: experts call for release", "We call for the release of the detained."
WRITTEN = {
    "kind": "press_release",
    "mandates": [OTHER],
    "state": "KEN",
    "title": TITLE,
    "text": TEXT,
    "view": "none_received",
}


@dataclass(slots=True)
class Press:
    """What officers and holders do about statements."""

    desk: Desk
    letter: str

    def drafted(self, **typed: Any) -> str:
        """Draft a statement; return its page."""
        sent = self.desk.press("officer", "/statements/new", "/new", **{**WRITTEN, **typed})
        assert sent.status_code == 303, sent.text
        return str(sent.location.partition("?")[0])

    def awaiting(self, **typed: Any) -> str:
        page = self.drafted(**typed)
        sent = self.desk.press("officer", page, "/request-approval")
        assert sent.status_code == 303, sent.text
        return page

    def approved(self, **typed: Any) -> str:
        page = self.awaiting(**typed)
        for holder in ("holder", "other holder"):
            sent = self.desk.press(holder, page, "/approve")
            assert sent.status_code == 303, sent.text
        return page

    def issued(self, **typed: Any) -> str:
        page = self.approved(**typed)
        sent = self.desk.press("holder", page, "/issue")
        assert sent.status_code == 303, sent.text
        return page

    @property
    def told(self) -> list[StatementIssued]:
        return [one for one in self.desk.service.facts if isinstance(one, StatementIssued)]

    def public(self, path: str = "/register/statements") -> Any:
        return self.desk.portal.visitor().get(path)


@pytest.fixture
def press(portal: Pages) -> Iterator[Press]:
    """A letter has gone, and everybody behind it agrees to a press release."""
    with approvals(portal) as service:
        ready(portal.engine, READ_MODELS)
        seal = portal.vault.seal
        person = victim(seal=seal, consent=AGREES)
        service.hear(received(seal=seal, victims=(person,)), triaged(), confirmed())
        desk = Desk(portal, service)
        page = desk.cleared()
        assert desk.press("chief", f"{page}/transmit", "/transmit").status_code == 303
        yield Press(desk, page.rpartition("/")[2])
