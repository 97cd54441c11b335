"""The pages with the approvals service behind them, and the people of a letter."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from portal.followup.recommendations.read_model import RECOMMENDATIONS
from portal.followup.replies.read_model import REPLIES
from portal.letters.communications.wording import fingerprint
from shared.core.message import Sealed
from shared.core.roles import Role
from tests.support.approvals import Approvals, approvals
from tests.support.letters import LEAD, OTHER, THIRD
from tests.support.people import forms_of
from tests.support.portal import Pages, Visitor
from tests.support.ready import ready
from tests.support.submissions import ID, answered, asked, confirmed, received, triaged


@dataclass(slots=True)
class Desk:
    """Everybody who has to do with a letter, signed in when first asked for."""

    portal: Pages
    service: Approvals
    people: dict[str, Visitor] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Visitor:
        if name not in self.people:
            roles, also = PEOPLE[name]
            self.people[name] = self.portal.signed_in(*roles, name=name, **also)
        return self.people[name]

    def hash_of(self, text: str) -> str:
        """Return the fingerprint of this text here: the key of the vault is in it."""
        return fingerprint(text, self.portal.settings.vault_key_list)

    def press(self, who: str, page: str, action: str, **typed: Any) -> Any:
        """Open the page and send the form on it whose action ends so; follow where it leads."""
        shown = self[who].get(page)
        assert shown.status_code == 200, (page, shown.status_code)
        [form] = [f for f in forms_of(shown.text) if f["action"].rstrip("/").endswith(action)]
        return self[who].client.post(
            form["action"],
            data={**form["fields"], **typed},
            headers={"Sec-Fetch-Site": "same-origin"},
        )

    def drafted(self, **typed: Any) -> str:
        """Draft a letter on the submission, its template filled in; return its page."""
        typed = {"text": FILLED_IN, **typed}
        sent = self.press("officer", NEW, "/communications/new", **typed)
        assert sent.status_code == 303, sent.text
        return str(sent.location.partition("?")[0])

    def awaiting(self, **typed: Any) -> str:
        page = self.drafted(**typed)
        assert self.press("officer", page, "/request-approval").status_code == 303
        return page

    def cleared(self, *, authorise: bool = True, **typed: Any) -> str:
        page = self.awaiting(**typed)
        ticked = {"authorise": "y"} if authorise else {}
        for holder in ("holder", "other holder"):
            assert self.press(holder, page, "/approve", **ticked).status_code == 303
        return page

    def revealed(self, sealed: dict[str, str]) -> str | None:
        return self.portal.vault.reveal(Sealed(**sealed))


FILLED_IN = "Excellency,\n\nWe appeal to your Excellency's Government."
NEW = f"/communications/new?submission={ID}"
PEOPLE: dict[str, tuple[tuple[Role, ...], dict[str, Any]]] = {
    "officer": ((Role.HUMAN_RIGHTS_OFFICER,), {"mandates": frozenset({LEAD})}),
    "other officer": ((Role.HUMAN_RIGHTS_OFFICER,), {"mandates": frozenset({OTHER})}),
    "strange officer": ((Role.HUMAN_RIGHTS_OFFICER,), {"mandates": frozenset({THIRD})}),
    "holder": ((Role.MANDATE_HOLDER,), {"mandates": frozenset({LEAD})}),
    "other holder": ((Role.MANDATE_HOLDER,), {"mandates": frozenset({OTHER})}),
    "strange holder": ((Role.MANDATE_HOLDER,), {"mandates": frozenset({THIRD})}),
    "chair": (
        (Role.MANDATE_HOLDER, Role.CHAIR_RAPPORTEUR),
        {"mandates": frozenset({THIRD})},
    ),
    "member": ((Role.MANDATE_HOLDER,), {"mandates": frozenset({THIRD})}),
    "chief": ((Role.CHIEF,), {}),
    "desk": ((Role.QUICK_RESPONSE_DESK,), {}),
    "desk officer": ((Role.DESK_OFFICER,), {"state_codes": frozenset({"KEN"})}),
    "strange desk officer": ((Role.DESK_OFFICER,), {"state_codes": frozenset({"NPL"})}),
    "committee": ((Role.COORDINATION_COMMITTEE,), {}),
    "government": ((Role.GOVERNMENT,), {"state_codes": frozenset({"KEN"})}),
    "source": ((Role.NGO_MEMBER,), {}),
}


@pytest.fixture
def desk(portal: Pages) -> Iterator[Desk]:
    """A submission that is shared with two mandates and admissible waits for a draft."""
    with approvals(portal) as service:
        ready(portal.engine, (REPLIES, RECOMMENDATIONS))
        seal = portal.vault.seal
        service.hear(received(seal=seal), triaged(), confirmed())
        service.hear(asked(seal=seal), answered(seal=seal))
        yield Desk(portal, service)
