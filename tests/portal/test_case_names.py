"""Cases are called by their number, State and kind, wherever they are listed or headed."""

import re
from html import unescape

import pytest

from portal.attachments.read_model import ATTACHMENTS
from shared.case_numbers import case_number
from shared.read_model import Applier
from shared.roles import Role
from tests.support.portal import Pages, Visitor
from tests.support.submissions import ID, Told, received, triaged
from tests.support.triage import case

OTHER = case(2)
NUMBER, ANOTHER = case_number(ID), case_number(OTHER)


@pytest.fixture
def told(portal: Pages) -> Told:
    Applier(portal.engine, ATTACHMENTS).prepare()
    return Told(portal.engine)


def heading(page: str, tag: str = "h1") -> str:
    """The words of the first element of this kind, without its tags."""
    found = re.search(rf"<{tag}\b[^>]*>(.*?)</{tag}>", page, re.DOTALL)
    assert found, page
    return unescape(" ".join(re.sub(r"<[^>]+>", "", found[1]).split()))


def links(page: str, address: str) -> list[str]:
    """The words of each link to this address."""
    found = re.findall(rf'<a\b[^>]*href="{re.escape(address)}"[^>]*>(.*?)</a>', page, re.DOTALL)
    return [unescape(" ".join(re.sub(r"<[^>]+>", "", one).split())) for one in found]


def desk_of(portal: Pages) -> Visitor:
    return portal.signed_in(Role.QUICK_RESPONSE_DESK)


def test_the_queue_calls_each_case_by_its_number(portal: Pages, told: Told) -> None:
    told.tell(received(), received(OTHER))
    page = desk_of(portal).get("/triage/").text
    assert links(page, f"/triage/{ID}") == [NUMBER]
    assert links(page, f"/triage/{OTHER}") == [ANOTHER]
    assert links(page, f"/triage/{ID}#share") == [f"Mandates: {NUMBER}"]


@pytest.mark.parametrize(
    ("urgency", "kind"), [("urgent", "urgent allegation"), ("ordinary", "allegation")]
)
def test_a_case_is_headed_by_number_state_and_kind(
    portal: Pages, told: Told, urgency: str, kind: str
) -> None:
    told.tell(received(seal=portal.vault.seal), triaged(urgency=urgency))
    page = desk_of(portal).get(f"/triage/{ID}").text
    assert heading(page) == f"{NUMBER}, Kenya, {kind}"
    assert heading(page, "title").startswith(f"{NUMBER}, Kenya, {kind}")


def test_what_is_compared_and_decided_names_the_case(portal: Pages, told: Told) -> None:
    seal = portal.vault.seal
    told.tell(received(seal=seal, matching=("v:a",)), received(OTHER, matching=("v:a",)))
    desk = desk_of(portal)
    assert links(desk.get(f"/triage/{ID}").text, f"/triage/{ID}/with/{OTHER}") == [
        f"{ANOTHER}, Kenya"
    ]
    assert heading(desk.get(f"/triage/{ID}/with/{OTHER}").text, "title").startswith(
        f"{NUMBER} and {ANOTHER}"
    )
    assert heading(desk.get(f"/triage/{ID}/refer").text) == f"Refer {NUMBER}"
    assert heading(desk.get(f"/triage/{ID}/not-actioned").text) == f"Not act on {NUMBER}?"
    assert f"Case {NUMBER}, Kenya" in unescape(
        re.sub(r"<[^>]+>", "", desk.get(f"/identity/{ID}").text)
    )
    assert links(desk.get(f"/submissions/{ID}/files/").text, f"/triage/{ID}") == [NUMBER]
