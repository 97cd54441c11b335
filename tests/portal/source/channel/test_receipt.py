"""The receipt shows the passphrase on one occasion: until it is put away, or for an hour."""

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from portal.casefile.filing import Filing
from portal.casefile.submissions import keeping, passphrase
from portal.casefile.submissions.receipts import Receipt, code_of, hash_of
from portal.casefile.submissions.receive import passphrase_of, receive
from portal.web.accounts.channel_tables import channels
from shared.core.actor import Actor
from shared.core.message import derive_id
from shared.core.roles import Role
from tests.support.channel import Kept, Told
from tests.support.filing import submission
from tests.support.portal import Pages, Visitor, pages
from tests.support.submissions import ID

NGO = Actor(actor_id="ngo-1", roles=frozenset({Role.NGO_MEMBER}))
SHOWN = re.compile(r"data-passphrase>([0-9 ]{47})<")
RECEIPT, PUT_AWAY = f"/submissions/{ID}/receipt", f"/submissions/{ID}/receipt/kept"


@pytest.fixture
def ngo(portal: Pages, kept: Kept) -> Visitor:
    return portal.signed_in(Role.NGO_MEMBER, account_id="ngo-1")


def test_a_passphrase_is_132_bits_of_digits_in_groups_of_five() -> None:
    made = passphrase.made_of(uuid4(), passphrase.mint_nonce(), "key")
    assert re.fullmatch(r"(\d{5} ){7}\d{5}", made)
    assert 10**40 > 2**128


def test_another_nonce_command_or_key_makes_another() -> None:
    one, nonce = UUID(int=1), "nonce"
    made = {
        passphrase.made_of(command, text, key)
        for command in (one, UUID(int=2))
        for text in (nonce, "other")
        for key in ("key", "another")
    }
    assert len(made) == 8


def test_the_receipt_shows_it_again_until_it_is_put_away(ngo: Visitor, kept: Kept) -> None:
    for _ in range(2):
        page = ngo.get(RECEIPT).text
        assert "With the code and the passphrase, you" in page, "the case number stands between"
        found = SHOWN.search(page)
        assert found
        assert found[1] == kept.passphrase
    put = ngo.post(PUT_AWAY, {"command_id": str(uuid4())})
    assert (put.status_code, put.location) == (303, RECEIPT)
    page = ngo.get(RECEIPT).text
    assert not SHOWN.search(page)
    assert "nobody can show it again" in page
    assert kept.code in page


def test_put_away_it_still_opens_but_cannot_be_made_again(
    portal: Pages, ngo: Visitor, kept: Kept
) -> None:
    ngo.post(PUT_AWAY, {"command_id": str(uuid4())})
    with portal.engine.connect() as conn:
        row = conn.execute(select(channels)).one()
    assert (row.nonce, row.shown_until) == (None, None)
    sent = portal.visitor().post("/return/", {"code": kept.code, "passphrase": kept.passphrase})
    assert sent.status_code == 303


def test_after_an_hour_it_is_gone_by_itself(portal: Pages, ngo: Visitor, kept: Kept) -> None:
    assert ngo.account
    portal.clock.forward(keeping.SHOWN_FOR - timedelta(seconds=1))
    later = portal.sign_in(ngo.account)
    assert SHOWN.search(later.get(RECEIPT).text)
    portal.clock.forward(timedelta(seconds=1))
    assert not SHOWN.search(later.get(RECEIPT).text)


def test_it_is_its_owners_to_see_and_to_put_away(portal: Pages, ngo: Visitor, kept: Kept) -> None:
    other = portal.signed_in(Role.NGO_MEMBER, account_id="ngo-2")
    assert other.get(RECEIPT).status_code == 404
    assert other.post(PUT_AWAY, {"command_id": str(uuid4())}).status_code == 404
    assert ngo.post(PUT_AWAY, {"command_id": "damaged"}).status_code == 303
    assert SHOWN.search(ngo.get(RECEIPT).text)


def test_what_it_was_made_of_is_thrown_away_with_the_next_filing(database_url: str) -> None:
    filing = Filing.model_validate(submission(), context=NGO)
    with pages(database_url, database_url) as portal, portal.app.app_context():
        first = receive(filing, by=NGO, command_id=uuid4(), channel="api")
        portal.clock.forward(keeping.SHOWN_FOR)
        second = receive(filing, by=NGO, command_id=uuid4(), channel="api")
        with portal.engine.connect() as conn:
            rows = conn.execute(select(channels.c.submission_id, channels.c.nonce)).all()
        assert {row.submission_id for row in rows if row.nonce} == {second.submission_id}
        assert passphrase_of(first) is None


def test_the_same_filing_again_has_the_same_passphrase(database_url: str) -> None:
    filing, command_id = Filing.model_validate(submission(), context=NGO), uuid4()
    with pages(database_url, database_url) as portal, portal.app.app_context():
        said = {
            passphrase_of(receive(filing, by=NGO, command_id=command_id, channel="api"))
            for _ in range(2)
        }
        assert len(said) == 1
        assert None not in said
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
        assert keeping.shown(conn, receipt, ["new"], at=at) is None
