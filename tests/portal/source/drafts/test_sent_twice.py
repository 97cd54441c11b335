"""What is begun or sent twice, or while something dies, is one draft and one submission."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from portal.casefile.drafts.tables import drafts
from portal.casefile.submissions.keeping import SHOWN_FOR
from portal.casefile.submissions.receipts import receipts
from portal.source.drafts import store
from portal.source.drafts import writer as writing
from portal.web.accounts.draft_session import IDLE, MOST
from portal.web.delivery.outbox import outbox
from shared.core.message import derive_id
from shared.core.roles import Role
from tests.support.drafts import alert, begun_by_code, code_shown, fill, filled, saved
from tests.support.drafts import sent as send_it
from tests.support.portal import Pages, Visitor
from tests.support.submissions import Told
from tests.support.without_account import begun_and_filled, come_back, count, groups, id_of


def test_a_double_click_begins_one_draft(portal: Pages, told: Told) -> None:
    somebody = portal.visitor()
    form = {"command_id": str(uuid4())}
    first, second = (somebody.post("/submit/", form) for _ in range(2))
    assert first.location == second.location
    assert count(portal, drafts) == 1


@pytest.mark.parametrize("sends", [False, True])
def test_the_form_that_began_a_draft_opens_it_no_longer_than_the_session(
    portal: Pages, told: Told, *, sends: bool
) -> None:
    """Whoever comes next finds the old form in the browser, and can send it again."""
    device = portal.visitor()
    form = {"command_id": str(uuid4())}
    draft = str(device.post("/submit/", form).location).removesuffix("code")
    fill(device, draft)
    if sends:
        send_it(device, draft)
    portal.clock.forward(IDLE)
    again = device.post("/submit/", form)
    assert (again.status_code, again.location) == (303, "/submit/return")
    assert not [one for one in again.headers.getlist("Set-Cookie") if one.startswith("draft=")]
    for part in ("story/", "code", "receipt"):
        assert device.get(f"{draft}{part}").location == "/submit/return"


def test_the_same_form_of_another_browser_begins_another_draft(portal: Pages, told: Told) -> None:
    """Who learns the id of somebody's form does not get their draft."""
    form = {"command_id": str(uuid4())}
    first, second = (portal.visitor().post("/submit/", form) for _ in range(2))
    assert first.location != second.location
    assert count(portal, drafts) == 2


def test_a_browser_holds_several_drafts_and_finds_them_again(portal: Pages, told: Told) -> None:
    somebody = portal.visitor()
    first, second = begun_by_code(somebody), begun_by_code(somebody)
    saved(somebody, f"{first}urgency/", {"urgent": "yes"})
    saved(somebody, f"{second}urgency/", {"urgent": "no"})
    page = somebody.get("/submit/").text
    assert f'href="{first}"' in page
    assert f'href="{second}"' in page
    receipt = send_it(somebody, begun_and_filled(somebody))
    assert f'href="{receipt}"' in somebody.get("/submit/").text


def test_a_browser_holds_a_few_drafts_and_the_codes_open_the_others(
    portal: Pages, told: Told
) -> None:
    somebody = portal.visitor()
    first = begun_by_code(somebody)
    code = code_shown(somebody, first)
    for _ in range(MOST):
        portal.clock.forward(timedelta(seconds=1))
        newest = begun_by_code(somebody)
    assert somebody.get(newest).status_code == 200
    assert somebody.get(first).location == "/submit/return"
    portal.clock.forward(timedelta(seconds=1))
    assert come_back(somebody, code).location == first


def test_sent_twice_it_is_one_submission(portal: Pages, told: Told) -> None:
    somebody = portal.visitor()
    draft = begun_and_filled(somebody)
    receipt = send_it(somebody, draft)
    assert send_it(somebody, draft) == receipt
    for page in ("", "story/", "review", "victims/new", "code"):
        assert somebody.get(f"{draft}{page}").location == receipt
    assert (count(portal, outbox), count(portal, receipts)) == (1, 1)
    assert count(portal, drafts) == 0
    assert portal.vault.forgotten([f"draft-{id_of(draft)}"])


@pytest.mark.parametrize("at_once", [False, True])
def test_what_is_typed_while_another_device_sends_is_not_taken_for_sent(
    portal: Pages, told: Told, monkeypatch: pytest.MonkeyPatch, *, at_once: bool
) -> None:
    writer, sender = portal.visitor(), portal.visitor()
    draft = begun_and_filled(writer)
    come_back(sender, code_shown(writer, draft))
    if not at_once:
        send_it(sender, draft)
    for place, typed in (
        ("story/", {"narrative": "It went on", "then": "later"}),
        ("victims/new", {"name": "It went on", "then": "later"}),
    ):
        with monkeypatch.context() as patched:
            if at_once:
                patched.setattr(store, "change", lambda *_: False)
            assert writer.post(f"{draft}{place}", typed).status_code == 303
        next_page = writer.get(draft if at_once else f"{draft}receipt")
        assert "What you entered last was not kept" in next_page.text


def test_a_receipt_that_was_lost_with_the_browser_is_found_by_the_draft_code_for_an_hour(
    portal: Pages, told: Told
) -> None:
    somebody = portal.visitor()
    draft = begun_and_filled(somebody)
    code = code_shown(somebody, draft)
    receipt = send_it(somebody, draft)
    back = portal.visitor()
    assert come_back(back, code).location == draft
    assert back.get(draft).location == receipt
    assert len(groups(back.get(receipt).text).split()) == 8
    portal.clock.forward(SHOWN_FOR)
    assert come_back(portal.visitor(), code).status_code == 422


def _written(portal: Pages, *, account: bool) -> tuple[Visitor, str]:
    """Somebody with a draft that can be sent."""
    if not account:
        writer = portal.visitor()
        return writer, begun_and_filled(writer)
    writer = portal.signed_in(Role.NGO_MEMBER, organisation_id="watch")
    return writer, filled(writer)


@pytest.mark.parametrize("account", [False, True])
def test_nobody_but_the_vault_leads_from_a_draft_to_what_it_became(
    portal: Pages, told: Told, *, account: bool
) -> None:
    """Addresses and the table of drafts have its id, the latter beside the account."""
    writer, draft = _written(portal, account=account)
    send_it(writer, draft)
    with portal.engine.connect() as conn:
        [row] = conn.execute(select(receipts)).all()
    known = {derive_id(*of, id_of(draft)) for of in ((), ("draft",), ("submission",))}
    known |= {derive_id(of, one) for of in ("draft", "submission") for one in known}
    assert known.isdisjoint({UUID(row.submission_id), row.command_id})


@pytest.mark.parametrize("account", [False, True])
def test_what_the_release_before_sent_is_still_found_by_its_draft(
    portal: Pages, told: Told, monkeypatch: pytest.MonkeyPatch, *, account: bool
) -> None:
    writer, draft = _written(portal, account=account)
    with monkeypatch.context() as before:
        for module in (store, writing):
            before.setattr(module, "command_of", lambda one: derive_id("draft", one))
        receipt = send_it(writer, draft)
    assert writer.get(draft).location == receipt
    assert writer.get(receipt).status_code == 200


def test_a_process_that_dies_right_after_it_was_kept_has_lost_nothing(
    portal: Pages, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    somebody = portal.visitor()
    draft = begun_and_filled(somebody)

    def dies(_: str) -> None:
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(store, "discard", dies)
        with pytest.raises(SystemExit):
            somebody.post(f"{draft}review", {"command_id": str(uuid4())})
    assert somebody.get(draft).location == f"{draft}receipt"
    assert len(groups(somebody.get(f"{draft}receipt").text).split()) == 8
    assert (count(portal, outbox), count(portal, receipts), count(portal, drafts)) == (1, 1, 0)


def test_what_fails_before_it_was_kept_leaves_the_draft(
    portal: Pages, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    somebody = portal.visitor()
    draft = begun_and_filled(somebody)

    def dies(*_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(store, "became", dies)
        with pytest.raises(SystemExit):
            somebody.post(f"{draft}review", {"command_id": str(uuid4())})
    assert (count(portal, outbox), count(portal, receipts), count(portal, drafts)) == (0, 0, 1)
    assert send_it(somebody, draft) == f"{draft}receipt"


def test_a_receipt_that_was_put_away_is_found_by_no_draft_code(portal: Pages, told: Told) -> None:
    somebody = portal.visitor()
    draft = begun_and_filled(somebody)
    code = code_shown(somebody, draft)
    receipt = send_it(somebody, draft)
    somebody.post(f"{receipt}/kept", {"command_id": str(uuid4())})
    assert come_back(portal.visitor(), code).status_code == 422


def test_a_damaged_form_begins_and_sends_nothing(portal: Pages, told: Told) -> None:
    somebody = portal.visitor()
    assert somebody.post("/submit/", {"command_id": "x"}).status_code == 422
    draft = begun_and_filled(somebody)
    answer = somebody.post(f"{draft}review", {"command_id": "x"})
    assert answer.status_code == 422
    assert "damaged" in alert(answer.text)[0]
    foreign = somebody.post("/submit/", {"command_id": str(uuid4())}, Sec_Fetch_Site="cross-site")
    assert foreign.status_code == 400
    assert (count(portal, drafts), count(portal, outbox)) == (1, 0)
