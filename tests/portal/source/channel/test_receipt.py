"""The receipt shows the return code on one occasion: until it is put away, or for an hour."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from portal.casefile.filing import Filing
from portal.casefile.submissions import keeping
from portal.casefile.submissions.keeping import NOTHING
from portal.casefile.submissions.receipts import Receipt, code_of, hash_of
from portal.casefile.submissions.receive import receive, secrets_of
from portal.source.channel import paper
from portal.web.accounts.channel_tables import channels
from shared.core.actor import Actor
from shared.core.message import derive_id
from shared.core.roles import Role
from tests.support.behind import taken, waits
from tests.support.channel import COMMAND, Before, Kept, Told
from tests.support.filing import submission
from tests.support.portal import Pages, Visitor, pages
from tests.support.submissions import ID

NGO = Actor(actor_id="ngo-1", roles=frozenset({Role.NGO_MEMBER}))
RECEIPT, PUT_AWAY = f"/submissions/{ID}/receipt", f"/submissions/{ID}/receipt/kept"
FILE = f"/submissions/{ID}/receipt.txt"


def shown(page: Any) -> str | None:
    """Return the return code that the page shows."""
    return " ".join(re.findall(r"<li>([0-9]{6})</li>", page.text)) or None


@pytest.fixture
def ngo(portal: Pages, kept: Kept) -> Visitor:
    return portal.signed_in(Role.NGO_MEMBER, account_id="ngo-1")


def test_the_receipt_shows_it_again_until_it_is_put_away(ngo: Visitor, kept: Kept) -> None:
    for _ in range(2):
        page = ngo.get(RECEIPT)
        assert "With this code, you" in page.text
        assert shown(page) == kept.return_code
    put = ngo.post(PUT_AWAY, {"command_id": str(uuid4())})
    assert (put.status_code, put.location) == (303, RECEIPT)
    page = ngo.get(RECEIPT)
    assert shown(page) is None
    assert "nobody can show it again" in page.text


def test_it_says_where_the_submission_is_on_its_way(portal: Pages, ngo: Visitor) -> None:
    usual, late, there = "which is mostly at once", "It takes longer than usual", "has reached"
    assert usual in ngo.get(RECEIPT).text
    for one in (None, COMMAND):
        waits(portal, since=timedelta(minutes=5), command_id=one)
    page = ngo.get(RECEIPT).text
    assert late in page
    assert usual not in page
    taken(portal, COMMAND)  # and others wait
    page = ngo.get(RECEIPT).text
    assert there in page
    assert late not in page


def test_it_is_taken_along_as_a_file_while_it_is_shown(ngo: Visitor, kept: Kept) -> None:
    assert FILE in ngo.get(RECEIPT).text
    file = ngo.get(FILE)
    assert (file.status_code, file.mimetype) == (200, "text/plain")
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert file.headers["Cache-Control"] == "no-store"
    for number, group in enumerate(kept.return_code.split(), 1):
        assert f"{number}: {group}\r\n" in file.text
    assert "/return/" in file.text
    ngo.post(PUT_AWAY, {"command_id": str(uuid4())})
    assert ngo.get(FILE).status_code == 404
    assert FILE not in ngo.get(RECEIPT).text


def test_the_picture_has_the_code_where_no_server_gets_to_see_it(
    ngo: Visitor, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []

    def draw(address: str) -> str:
        drawn.append(address)
        return "<svg></svg>"

    monkeypatch.setattr(paper, "drawn", draw)
    ngo.get(RECEIPT)
    [address] = drawn
    assert address.partition("#")[2] == kept.return_code.replace(" ", "")
    assert address.partition("#")[0].endswith("/return/")


def test_put_away_it_still_opens_but_cannot_be_made_again(
    portal: Pages, ngo: Visitor, kept: Kept
) -> None:
    ngo.post(PUT_AWAY, {"command_id": str(uuid4())})
    with portal.engine.connect() as conn:
        row = conn.execute(select(channels)).one()
    assert (row.code_nonce, row.shown_until) == (None, None)
    sent = portal.visitor().post("/return/", {"return_code": kept.return_code})
    assert sent.status_code == 303


def test_after_an_hour_it_is_gone_by_itself(portal: Pages, ngo: Visitor, kept: Kept) -> None:
    assert ngo.account
    portal.clock.forward(keeping.SHOWN_FOR - timedelta(seconds=1))
    later = portal.sign_in(ngo.account)
    assert shown(later.get(RECEIPT))
    portal.clock.forward(timedelta(seconds=1))
    assert not shown(later.get(RECEIPT))


def test_it_is_its_owners_to_see_and_to_put_away(portal: Pages, ngo: Visitor, kept: Kept) -> None:
    other = portal.signed_in(Role.NGO_MEMBER, account_id="ngo-2")
    assert other.get(RECEIPT).status_code == 404
    assert other.get(FILE).status_code == 404
    assert other.post(PUT_AWAY, {"command_id": str(uuid4())}).status_code == 404
    assert ngo.post(PUT_AWAY, {"command_id": "damaged"}).status_code == 303
    assert shown(ngo.get(RECEIPT))


def test_what_it_was_made_of_is_thrown_away_with_the_next_filing(database_url: str) -> None:
    filing = Filing.model_validate(submission(), context=NGO)
    with pages(database_url, database_url) as portal, portal.app.app_context():
        first = receive(filing, by=NGO, command_id=uuid4(), channel="api")
        portal.clock.forward(keeping.SHOWN_FOR)
        second = receive(filing, by=NGO, command_id=uuid4(), channel="api")
        with portal.engine.connect() as conn:
            rows = conn.execute(select(channels.c.submission_id, channels.c.code_nonce)).all()
        assert {row.submission_id for row in rows if row.code_nonce} == {second.submission_id}
        assert secrets_of(first) == NOTHING


def test_the_same_filing_again_has_the_same_code(database_url: str) -> None:
    filing, command_id = Filing.model_validate(submission(), context=NGO), uuid4()
    with pages(database_url, database_url) as portal, portal.app.app_context():
        said = {
            secrets_of(receive(filing, by=NGO, command_id=command_id, channel="api"))
            for _ in range(2)
        }
        assert len(said) == 1
        assert NOTHING not in said
        with portal.engine.connect() as conn:
            assert len(conn.execute(select(channels)).all()) == 1


def test_a_key_that_was_put_in_front_later_changes_nothing(portal: Pages, told: Told) -> None:
    command_id = uuid4()
    receipt = Receipt(
        submission_id=str(derive_id("submission", command_id)),
        command_id=command_id,
        code_hash=hash_of(code_of(command_id, "old")),
        fingerprint="f",
        submitter_id="ngo-1",
        organisation_id=None,
        created_at=portal.clock.at,
    )
    at = portal.clock.at
    with portal.engine.begin() as conn:
        keeping.add(conn, keeping.new(receipt, "old"), at=at)
        before = keeping.shown(conn, receipt, ["old"], at=at)
        assert keeping.shown(conn, receipt, ["new", "old"], at=at) == before
        assert keeping.shown(conn, receipt, ["new"], at=at) == NOTHING
        assert before.return_code


def test_a_receipt_of_before_shows_code_and_passphrase_for_its_hour(
    portal: Pages, ngo: Visitor, before: Before
) -> None:
    page = ngo.get(f"/submissions/{before.submission_id}/receipt")
    assert before.code in page.text
    assert before.passphrase in page.text
    assert ngo.get(f"/submissions/{before.submission_id}/receipt.txt").status_code == 404
    put = f"/submissions/{before.submission_id}/receipt/kept"
    ngo.post(put, {"command_id": str(uuid4())})
    page = ngo.get(f"/submissions/{before.submission_id}/receipt")
    assert before.passphrase not in page.text
