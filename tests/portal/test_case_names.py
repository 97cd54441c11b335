"""Cases have their number, State and kind in every list and heading."""

import re
from html import unescape

import pytest

from portal.app.read_models import READ_MODELS
from shared.core.case_numbers import case_number
from shared.core.roles import Role
from tests.support import channel
from tests.support.drafts import begun, saved
from tests.support.portal import Pages, Visitor
from tests.support.ready import ready
from tests.support.submissions import ID, Told, received, triaged
from tests.support.triage import case

OTHER = case(2)
NUMBER, ANOTHER = case_number(ID), case_number(OTHER)


@pytest.fixture
def told(portal: Pages) -> Told:
    ready(portal.engine, READ_MODELS)
    return Told(portal.engine)


def heading(page: str, tag: str = "h1") -> str:
    """The words of the first element of this kind, without its tags."""
    found = re.search(rf"<{tag}\b[^>]*>(.*?)</{tag}>", page, re.DOTALL)
    assert found, page
    return unescape(" ".join(re.sub(r"<[^>]+>", "", found[1]).split()))


def words(page: str) -> str:
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", page).split()))


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
    assert links(page, f"/triage/{ID}#share") == [f"Choose mandates: {NUMBER}"]


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
    assert f"Case {NUMBER} , Kenya" in words(desk.get(f"/identity/{ID}").text)
    assert links(desk.get(f"/submissions/{ID}/files/").text, f"/triage/{ID}") == [NUMBER]


def test_a_source_calls_each_submission_by_its_number(portal: Pages, told: Told) -> None:
    source = portal.signed_in(Role.NGO_MEMBER)
    assert source.account
    by, seal = source.account.account_id, portal.vault.seal
    told.tell(received(submitter_id=by, seal=seal))
    told.tell(received(OTHER, urgent=True, submitter_id=by, seal=seal))
    listed = source.get("/submissions/").text
    assert links(listed, f"/submissions/{ID}") == [NUMBER]
    assert links(listed, f"/submissions/{OTHER}") == [ANOTHER]
    assert heading(source.get(f"/submissions/{ID}").text) == f"{NUMBER}, Kenya, allegation"
    other = source.get(f"/submissions/{OTHER}").text
    assert heading(other) == f"{ANOTHER}, Kenya, urgent allegation"
    for page in ("consent/", "consent/withdraw", "developments", "files/"):
        assert NUMBER in heading(source.get(f"/submissions/{ID}/{page}").text, "title"), page


def test_the_names_of_a_sources_pages_do_not_say_which_state(portal: Pages, told: Told) -> None:
    """They stay in the history of a browser that others may look at."""
    source = portal.signed_in(Role.NGO_MEMBER)
    assert source.account
    told.tell(received(submitter_id=source.account.account_id, seal=portal.vault.seal))
    for page in ("", "/consent/", "/consent/withdraw", "/developments", "/files/"):
        title = heading(source.get(f"/submissions/{ID}{page}").text, "title")
        assert "Kenya" not in title


def test_a_receipt_and_the_return_channel_show_the_number(portal: Pages) -> None:
    """Before it reaches the desk too: it was received. The names of the pages do not have it."""
    channel.Told(portal.engine)
    secrets = channel.kept(portal)
    visitor = portal.visitor()
    typed = {"return_code": secrets.return_code}
    assert visitor.post("/return/", typed).status_code == 303
    page = visitor.get("/return/submission").text
    assert f"Case number {NUMBER}" in words(page)
    assert NUMBER not in heading(page, "title")
    source = portal.signed_in(Role.NGO_MEMBER, account_id="ngo-1")
    receipt = source.get(f"/submissions/{ID}/receipt").text
    assert f"Your case number {NUMBER}" in words(receipt)


def test_a_draft_has_no_number(portal: Pages, told: Told) -> None:
    source = portal.signed_in(Role.NGO_MEMBER)
    draft = begun(source)
    for page in ("/submissions/", draft):
        assert "case-number" not in source.get(page).text
    [called_] = links(source.get("/submissions/").text, draft)
    assert re.fullmatch(r"Draft, changed \d+ \w+ 2026, .*", called_)


def test_a_draft_is_called_by_its_state(portal: Pages, told: Told) -> None:
    for role, page, called in (
        (Role.NGO_MEMBER, "/submissions/", "Draft about Kenya, changed"),
        (Role.QUICK_RESPONSE_DESK, "/triage/", "Entry: Kenya, changed"),
    ):
        writer = portal.signed_in(role)
        draft = begun(writer)
        saved(writer, f"{draft}story/", {"state": "KEN", "narrative": "A.", "language": "en"})
        [called_] = links(writer.get(page).text, draft)
        assert called_.startswith(called)


def test_the_feed_shows_no_number(portal: Pages, told: Told) -> None:
    told.tell(received(), triaged())
    for reader in (Role.COORDINATION_COMMITTEE, Role.QUICK_RESPONSE_DESK):
        shown = portal.signed_in(reader).get("/activity/")
        assert shown.status_code == 200
        assert NUMBER not in shown.text
