"""Filing without an account: the whole way, and what a draft code opens."""

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from pydantic import TypeAdapter
from sqlalchemy import event, func, inspect, select, text, update

from portal.casefile.drafts.tables import draft_codes, drafts
from portal.casefile.submissions import return_code
from portal.casefile.submissions.keeping import SHOWN_FOR
from portal.casefile.submissions.receipts import receipts
from portal.source.drafts import anybody, store, views
from portal.source.drafts import code as draft_code
from portal.source.pace import gate
from portal.web.accounts.channel_tables import draft_sessions
from portal.web.accounts.draft_session import ABSOLUTE, IDLE, MOST
from portal.web.delivery.outbox import outbox
from services.intake.submission.decide import SUBMISSION
from shared.contracts.intake_commands import INTAKE_COMMANDS, Command
from shared.core.actor import Asked, by_return_channel
from shared.core.roles import Role
from tests.support import channel
from tests.support.drafts import (
    PLANTED,
    alert,
    begun,
    begun_by_code,
    code_shown,
    fill,
    filled,
    saved,
)
from tests.support.drafts import sent as send_it
from tests.support.files import PDF, send
from tests.support.pace import NARROW
from tests.support.portal import Pages, Visitor, pages, sqlite_urls
from tests.support.submissions import ID, Told, received


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Pages]:
    with pages(*sqlite_urls(tmp_path), attachments=str(tmp_path / "files")) as built:
        yield built


def begun_and_filled(visitor: Visitor, **changes: Mapping[str, Any]) -> str:
    return filled(visitor, begin=begun_by_code, leaving_out=(), **changes)


def id_of(draft: str) -> str:
    return draft.rstrip("/").rpartition("/")[2]


def come_back(visitor: Visitor, code: str) -> Any:
    return visitor.post("/submit/return", {"draft_code": code})


def returned(portal: Pages, code: str) -> Visitor:
    """Somebody who came back to a submission with its return code."""
    visitor = portal.visitor()
    assert visitor.post("/return/", {"return_code": code}).status_code == 303
    return visitor


def groups(page: str) -> str:
    return " ".join(re.findall(r"<li>([0-9]{6})</li>", page))


def count(portal: Pages, table: Any) -> int:
    with portal.engine.connect() as conn:
        return conn.scalar(select(func.count()).select_from(table)) or 0


def decided(portal: Pages, told: channel.Told) -> str:
    """Let intake decide what waits in the outbox; tell its facts, each twice. Return the case."""
    types = INTAKE_COMMANDS.types
    with portal.engine.connect() as conn:
        rows = conn.execute(select(outbox).order_by(outbox.c.created_at)).all()
    commands: list[Command] = [
        TypeAdapter(types[row.type]).validate_python(row.data) for row in rows
    ]
    case = str(rows[0].correlation_id)
    state = SUBMISSION.fold([])
    for command in commands:
        asked = Asked(at=portal.clock(), by=by_return_channel(case))
        facts = SUBMISSION.decide(command, asked, state)
        state = SUBMISSION.fold(facts, state) if facts else state
        told.tell(*facts)
    with portal.engine.begin() as conn:
        conn.execute(update(outbox).values(delivered_at=portal.clock()))
    return case


# --- the way ---------------------------------------------------------------------------------


def test_the_home_page_leads_to_a_start_page_for_everybody(portal: Pages, told: Told) -> None:
    somebody = portal.visitor()
    assert 'href="/submit/' in somebody.get("/en/").text
    page = somebody.get("/submit/").text
    assert "Information without a name is not considered" in page
    assert "No Government ever sees it" in page
    assert "draft code" in page
    assert "the receipt proves that it arrived" in page
    assert 'href="/sign-in' in page


def test_who_may_file_with_an_account_begins_there(portal: Pages, told: Told) -> None:
    answer = portal.signed_in(Role.NGO_MEMBER).get("/submit/")
    assert (answer.status_code, answer.location) == (303, "/submissions/new")
    assert portal.signed_in(Role.GOVERNMENT).get("/submit/").status_code == 200


def test_anybody_files_and_comes_back_with_the_return_code(portal: Pages, told: Told) -> None:
    somebody = portal.visitor()
    draft = begun_and_filled(somebody)
    assert "Before it can be sent" not in somebody.get(draft).text
    assert "Planted narrative" in somebody.get(f"{draft}review").text
    receipt = send_it(somebody, draft)
    assert receipt == f"{draft}receipt"
    shown = somebody.get(receipt)
    assert shown.headers["Cache-Control"] == "no-store"
    code = groups(shown.text)
    assert "My submissions" not in shown.text
    file = somebody.get(f"{receipt}.txt")
    assert all(group in file.text for group in code.split())
    assert "Your submission" in returned(portal, code).get("/return/submission").text
    assert somebody.post(f"{receipt}/kept", {"command_id": str(uuid4())}).location == receipt
    assert "It was shown once" in somebody.get(receipt).text
    assert somebody.get(f"{receipt}.txt").status_code == 404


def test_the_form_asks_as_it_asks_everybody_and_nobody_files_for_others(
    portal: Pages, told: Told
) -> None:
    somebody = portal.visitor()
    draft = begun_by_code(somebody)
    page = somebody.get(f"{draft}submitter/").text
    assert "Your name" in page
    assert "For whom do you file this?" not in page
    assert somebody.get(f"{draft}entry/").status_code == 404
    answer = somebody.post(f"{draft}urgency/", {"urgent": "perhaps"})
    assert answer.status_code == 422
    assert "Has mistakes" in somebody.get(draft).text
    early = somebody.post(f"{draft}review", {"command_id": str(uuid4())})
    assert early.status_code == 422
    assert "Something is still missing" in alert(early.text)[0]


def test_intake_takes_it_with_its_files_and_the_return_channel_works(portal: Pages) -> None:
    told = channel.Told(portal.engine)
    somebody = portal.visitor()
    draft = begun_and_filled(somebody, reprisal={"reprisal": "yes"})
    kept = send(somebody, f"{draft}files/", (PDF, "report.pdf"))
    assert kept.status_code == 303, kept.text
    receipt = send_it(somebody, draft)
    code = groups(somebody.get(receipt).text)
    case = decided(portal, told)
    assert "has reached the queue" in somebody.get(receipt).text
    back = returned(portal, code)
    page = back.get("/return/submission").text
    assert "It is in the queue" in page
    assert "The mandates may act for the person" in page
    for address, typed in (
        ("/return/developments", {"text": "News"}),
        ("/return/consent/act/withdraw", {}),
        ("/return/add/incident", {"date": "2026-10", "place": "A town"}),
    ):
        answer = back.post(address, {"command_id": str(uuid4()), **typed})
        assert answer.status_code == 303, (address, answer.text)
        assert portal.asked[-1].headers["authorization"]
    later = send(back, "/return/files/", (PDF, "more.pdf"))
    assert later.status_code == 303, later.text
    desk = portal.signed_in(Role.QUICK_RESPONSE_DESK)
    shown = desk.get(f"/triage/{case}").text
    assert "Portal, without an account" in shown
    assert "Planted Source" not in shown
    assert case in desk.get("/triage/").text


def test_of_one_filed_with_an_account_the_desk_reads_nothing_of_that(
    portal: Pages, told: Told
) -> None:
    told.tell(received(seal=portal.vault.seal))
    shown = portal.signed_in(Role.QUICK_RESPONSE_DESK).get(f"/triage/{ID}").text
    assert "without an account" not in shown


# --- the code --------------------------------------------------------------------------------


def test_the_code_is_shown_until_it_was_noted_or_for_an_hour(portal: Pages, told: Told) -> None:
    somebody = portal.visitor()
    draft = begun_by_code(somebody)
    code = code_shown(somebody, draft)
    assert len(code.split()) == 8
    assert code_shown(somebody, draft) == code
    noted = somebody.post(f"{draft}code", {"command_id": str(uuid4())})
    assert (noted.status_code, noted.location) == (303, draft)
    assert code_shown(somebody, draft) == ""
    other = begun_by_code(somebody)
    assert code_shown(somebody, other) not in {"", code}
    portal.clock.forward(IDLE - timedelta(minutes=1))
    assert somebody.get(other).status_code == 200
    portal.clock.forward(IDLE - timedelta(minutes=1))
    assert somebody.get(other).status_code == 200
    portal.clock.forward(timedelta(minutes=2))
    assert code_shown(somebody, other) == ""


def test_the_code_opens_the_draft_from_another_device(portal: Pages, told: Told) -> None:
    first, second = portal.visitor(), portal.visitor()
    draft = begun_and_filled(first)
    code = code_shown(first, draft)
    arabic = code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    answer = come_back(second, arabic)
    assert (answer.status_code, answer.location) == (303, draft)
    cookie = next(one for one in answer.headers.getlist("Set-Cookie") if one.startswith("draft="))
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Max-Age" not in cookie  # it goes with the window
    assert id_of(draft) not in cookie
    assert "Planted narrative" in second.get(f"{draft}story/").text
    assert "Planted narrative" in first.get(f"{draft}story/").text


def test_it_opens_that_draft_and_nothing_else(portal: Pages, told: Told) -> None:
    mine, others, ngo = portal.visitor(), portal.visitor(), portal.signed_in(Role.NGO_MEMBER)
    draft, other, account = begun_by_code(mine), begun_and_filled(others), filled(ngo)
    sent_by_other = portal.visitor()
    receipt = send_it(sent_by_other, begun_and_filled(sent_by_other))
    strange = (other, account, f"/submissions/drafts/{uuid4()}/")
    for stranger in (mine, portal.visitor()):
        for page in strange:
            for part in ("", "code", "story/", "victims/new", "files/", "review", "delete"):
                answer = stranger.get(f"{page}{part}")
                assert (answer.status_code, answer.location) == (303, "/submit/return")
                if part:
                    answer = stranger.post(f"{page}{part}", {"command_id": str(uuid4())})
                    assert answer.status_code == 401 or answer.location == "/submit/return"
        assert stranger.get(receipt).location == "/submit/return"
        assert stranger.get(f"{receipt}.txt").location == "/submit/return"
    for role in (Role.NGO_MEMBER, Role.CONTACT_POINT, Role.QUICK_RESPONSE_DESK):
        assert portal.signed_in(role).get(draft).status_code == 404
    for role in Role:
        somebody = portal.signed_in(role)
        assert somebody.get(f"{draft}code").status_code == 403
        assert somebody.get(receipt).status_code == 403
    assert count(portal, drafts) == 3


def test_a_draft_of_an_account_stays_the_accounts_beside_one_by_code(
    portal: Pages, told: Told
) -> None:
    ngo = portal.signed_in(Role.NGO_MEMBER)
    own, by_code = begun(ngo), begun_by_code(ngo)
    assert ngo.get(own).status_code == 200
    assert ngo.get(by_code).status_code == 200
    assert by_code not in ngo.get("/submissions/").text
    assert "Person" not in ngo.get(f"{by_code}submitter/").text.partition("<main")[2]
    assert "Person" in ngo.get(f"{own}submitter/").text.partition("<main")[2]
    assert ngo.get(f"{own}code").status_code == 403


def test_unknown_ended_and_foreign_codes_are_told_alike_after_the_same_work(
    portal: Pages, told: Told
) -> None:
    somebody = portal.visitor()
    thrown, old, sent = (begun_and_filled(somebody) for _ in range(3))
    ended = {draft: code_shown(somebody, draft) for draft in (thrown, old, sent)}
    receipt = send_it(somebody, sent)
    foreign = groups(somebody.get(receipt).text)
    somebody.post(f"{thrown}delete", {"command_id": str(uuid4())})
    portal.clock.forward(timedelta(days=31))
    unknown = return_code.made_of(uuid4(), "nonce", "key")
    asked: list[str] = []
    event.listen(portal.engine, "before_cursor_execute", lambda *args: asked.append(str(args[2])))
    pages_shown, works = set(), set()
    for code in (unknown, foreign, *ended.values()):
        stranger = portal.visitor()
        token = stranger.form_token()
        asked.clear()
        answer = stranger.client.post(
            "/submit/return", data={"draft_code": code, "csrf_token": token}
        )
        works.add(tuple(asked))
        assert answer.status_code == 422
        assert alert(answer.text) == [str(anybody.OPENS_NOTHING)]
        assert "draft=" not in str(answer.headers.getlist("Set-Cookie"))
        pages_shown.add(re.sub(r'(?:value|nonce|content)="[^"]*"', "", answer.text))
    assert len(pages_shown) == 1
    assert len(works) == 1


def test_a_mistyped_group_is_named_before_anything_is_looked_up(
    portal: Pages, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    somebody = portal.visitor()
    first, second, *others = code_shown(somebody, begun_by_code(somebody)).split()
    monkeypatch.setattr(draft_code, "opened_by", None)
    wrong = second[:-1] + str((int(second[-1]) + 1) % 10)
    for typed, sentence in (
        (" ".join([first, wrong, *others]), "Group 2 is mistyped. Compare it with your note"),
        (first, "The code has 48 digits, and this has 6"),
        ("", "Enter the draft code"),
    ):
        answer = come_back(portal.visitor(), typed)
        assert answer.status_code == 422
        assert sentence in answer.text
        assert f'value="{typed}"' in answer.text, "what was typed stays"


def test_neither_the_code_nor_what_was_typed_is_readable_in_the_database(
    portal: Pages, told: Told
) -> None:
    somebody = portal.visitor()
    draft = begun_and_filled(somebody)
    code = code_shown(somebody, draft)
    token = somebody.client.get_cookie("draft")
    assert token is not None
    hidden = (*PLANTED, code, code.replace(" ", ""), return_code.read(code), token.value)
    with portal.engine.connect() as conn:
        for table in inspect(portal.engine).get_table_names():
            found = repr(conn.execute(text(f'SELECT * FROM "{table}"')).all())  # noqa: S608  # names of tables
            assert not any(word in found for word in hidden), table


# --- leaving ---------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["leave", "exit"])
def test_who_comes_after_at_the_same_device_sees_nothing(
    portal: Pages, told: Told, way: str
) -> None:
    somebody = portal.visitor()
    draft = begun_and_filled(somebody)
    code = code_shown(somebody, draft)
    before = somebody.client.get_cookie("draft")
    assert before is not None
    assert 'href="/submit/exit"' in somebody.get(f"{draft}story/").text
    if way == "leave":
        answer = somebody.post("/submit/leave", {})
        assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    else:
        answer = somebody.get("/submit/exit")
        assert answer.location == portal.settings.exit_url
    assert somebody.get(f"{draft}story/").location == "/submit/return"
    assert "This browser holds a draft" not in somebody.get("/submit/").text
    somebody.client.set_cookie("draft", before.value)
    assert somebody.get(f"{draft}story/").location == "/submit/return", "the session is over"
    assert come_back(somebody, code).location == draft


def test_leaving_ends_the_tokens_that_the_browser_had_before(portal: Pages, told: Told) -> None:
    device, elsewhere = portal.visitor(), portal.visitor()
    draft = begun_and_filled(device)
    code = code_shown(device, draft)
    before = device.client.get_cookie("draft")
    assert before is not None
    portal.clock.forward(timedelta(seconds=1))
    assert come_back(elsewhere, code).location == draft
    begun_by_code(device)
    device.post("/submit/leave", {})
    device.client.set_cookie("draft", before.value)
    assert device.get(f"{draft}story/").location == "/submit/return"
    assert elsewhere.get(f"{draft}story/").status_code == 200, "another device goes on"


@pytest.mark.parametrize("way", ["/submit/leave", "/submit/exit", "/return/leave"])
def test_whoever_leaves_a_draft_or_a_submission_leaves_both(
    portal: Pages, told: Told, way: str
) -> None:
    somebody = portal.visitor()
    receipt = send_it(somebody, begun_and_filled(somebody))
    code = groups(somebody.get(receipt).text)
    assert somebody.post("/return/", {"return_code": code}).status_code == 303
    assert 'href="/submit/exit"' in somebody.get("/return/submission").text
    before = {name: somebody.client.get_cookie(name) for name in ("draft", "channel")}
    _ = somebody.get(way) if way.endswith("exit") else somebody.post(way, {})
    for name, cookie in before.items():
        assert cookie is not None
        assert somebody.client.get_cookie(name) is None
        somebody.client.set_cookie(name, cookie.value)
    assert somebody.get(receipt).location == "/submit/return"
    assert somebody.get("/return/submission").location == "/return/"


def test_another_site_cannot_make_a_browser_leave(portal: Pages, told: Told) -> None:
    """Without our cookie, which other sites' links do not bring, nothing is deleted."""
    answer = portal.visitor().get("/submit/exit")
    assert answer.status_code == 303
    assert not answer.headers.getlist("Set-Cookie")


def test_who_used_the_device_before_does_not_get_the_next_draft(portal: Pages, told: Told) -> None:
    device, elsewhere = portal.visitor(), portal.visitor()
    earlier = begun_by_code(device)
    kept = device.client.get_cookie("draft")
    assert kept is not None
    elsewhere.client.set_cookie("draft", kept.value)
    draft = begun_and_filled(device)
    assert device.get(earlier).status_code == 200
    assert elsewhere.get(draft).location == "/submit/return"


@pytest.mark.parametrize("after", [IDLE, ABSOLUTE])
def test_the_session_ends_by_itself_and_the_code_opens_the_draft(
    portal: Pages, told: Told, after: timedelta
) -> None:
    somebody = portal.visitor()
    draft = begun_by_code(somebody)
    code = code_shown(somebody, draft)
    step, passed = timedelta(minutes=25), timedelta()
    while after > IDLE and passed + step < after:
        portal.clock.forward(step)
        passed += step
        assert somebody.get(f"{draft}awake").status_code == 204
    portal.clock.forward(after - passed)
    typed = somebody.post(f"{draft}story/", {"narrative": "Typed for an hour"})
    assert typed.status_code == 401
    assert "Typed for an hour" in typed.text
    assert "come back to your draft in another tab" in typed.text
    assert somebody.get(draft).location == "/submit/return"
    assert come_back(somebody, code).location == draft
    assert "Typed for an hour" not in somebody.get(f"{draft}story/").text


def test_a_draft_is_thrown_away_with_its_code(portal: Pages, told: Told) -> None:
    somebody = portal.visitor()
    draft = begun_and_filled(somebody)
    code = code_shown(somebody, draft)
    answer = somebody.post(f"{draft}delete", {"command_id": str(uuid4())})
    assert (answer.status_code, answer.location) == (303, "/submit/")
    assert somebody.get(draft).status_code == 404
    assert come_back(portal.visitor(), code).status_code == 422
    assert (count(portal, drafts), count(portal, draft_codes)) == (0, 0)
    assert portal.vault.forgotten([f"draft-{id_of(draft)}"])


def test_a_draft_expires_with_its_code(portal: Pages, told: Told) -> None:
    somebody = portal.visitor()
    draft = begun_and_filled(somebody)
    code = code_shown(somebody, draft)
    portal.clock.forward(timedelta(days=29))
    assert come_back(somebody, code).location == draft
    saved(somebody, f"{draft}urgency/", {"urgent": "no"})  # what is changed begins anew
    portal.clock.forward(timedelta(days=30))
    assert come_back(somebody, code).status_code == 422
    begun_by_code(somebody)  # the next one sweeps
    assert (count(portal, drafts), count(portal, draft_codes)) == (1, 1)
    assert count(portal, draft_sessions) == 1
    assert portal.vault.forgotten([f"draft-{id_of(draft)}"])


# --- twice -----------------------------------------------------------------------------------


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


def test_a_form_that_is_sent_again_waits_for_nothing(crowded: Pages) -> None:
    somebody = crowded.visitor()
    form = {"command_id": str(uuid4())}
    places = {str(somebody.post("/submit/", form).location) for _ in range(9)}
    assert len(places) == 1
    draft = places.pop().removesuffix("code")
    fill(somebody, draft)
    send_it(somebody, draft)


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


# --- the pace --------------------------------------------------------------------------------


@pytest.fixture
def crowded(tmp_path: Path) -> Iterator[Pages]:
    """A portal on which a network sends one submission for nothing."""
    with pages(*sqlite_urls(tmp_path), attachments=str(tmp_path / "files"), **NARROW) as built:
        Told(built.engine)
        yield built


def paid(portal: Pages, visitor: Visitor, address: str, page: str) -> Any:
    """Wait as the page says, and send again what it holds."""
    assert "One moment before this goes on" in page
    assert "govuk-exit-this-page" in page
    form = page.partition("data-pace")[2].partition("</form>")[0]
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form)
    typed = re.findall(r'<textarea[^>]* name="(\w+)"[^>]*>\n([^<]*)</textarea>', form)
    portal.clock.forward(timedelta(minutes=15))
    return visitor.post(address, dict(hidden) | dict(typed))


def test_who_comes_when_much_is_sent_waits_and_goes_on(crowded: Pages) -> None:
    first, second = crowded.visitor(), crowded.visitor()
    send_it(first, begun_and_filled(first))
    begins = second.post("/submit/", {"command_id": str(uuid4())})
    assert begins.status_code == 429
    assert count(crowded, drafts) == 0
    begun_now = paid(crowded, second, "/submit/", begins.text)
    assert begun_now.status_code == 303
    draft = begun_now.location.removesuffix("code")
    fill(second, draft)
    sends = second.post(f"{draft}review", {"command_id": str(uuid4())})
    assert (sends.status_code, count(crowded, outbox)) == (429, 1)
    sent_now = paid(crowded, second, f"{draft}review", sends.text)
    assert (sent_now.status_code, sent_now.location) == (303, f"{draft}receipt")
    assert count(crowded, outbox) == 2


def test_with_an_account_nobody_waits(crowded: Pages) -> None:
    ngo = crowded.signed_in(Role.NGO_MEMBER)
    for _ in range(3):
        send_it(ngo, filled(ngo))
    assert count(crowded, outbox) == 3


def test_a_large_file_waits_and_the_draft_stays(
    portal: Pages, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    somebody = portal.visitor()
    draft = begun_by_code(somebody)
    asked: list[tuple[int, int]] = []

    def waits(size: int, *, before: int) -> str | None:
        asked.append((size, before))
        return "Later." if before else None

    monkeypatch.setattr(gate, "file_waits", waits)
    assert send(somebody, f"{draft}files/", (PDF, "one.pdf")).status_code == 303
    refused = send(somebody, f"{draft}files/", (PDF, "two.pdf"))
    assert refused.status_code == 422
    assert "Later." in refused.text
    assert "one.pdf" in refused.text
    assert asked == [(len(PDF), 0), (len(PDF), len(PDF))]


def test_a_file_that_was_removed_counts_with_those_that_come_after(
    portal: Pages, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else one draft takes, and scans, as many first 5 MB as somebody sends, for nothing."""
    somebody = portal.visitor()
    draft = begun_by_code(somebody)
    asked: list[int] = []
    monkeypatch.setattr(gate, "file_waits", lambda _, *, before: asked.append(before))
    for number in range(3):
        assert send(somebody, f"{draft}files/", (PDF, f"{number}.pdf")).status_code == 303
        page = somebody.get(f"{draft}files/").text
        (remove,) = re.findall(r'href="([^"]+/remove)"', page)
        for _ in range(2):  # a double click counts once
            somebody.post(remove, {})
    assert asked == [0, len(PDF), 2 * len(PDF)]


@pytest.mark.parametrize("where", ["begin", "send"])
def test_who_may_not_submit_neither_begins_nor_sends(
    portal: Pages, told: Told, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    somebody = portal.visitor()
    draft = begun_and_filled(somebody)
    module = anybody if where == "begin" else views
    monkeypatch.setattr(module, "may_submit", lambda: "Not now.")
    address = "/submit/" if where == "begin" else f"{draft}review"
    answer = somebody.post(address, {"command_id": str(uuid4())})
    assert answer.status_code == 403
    assert alert(answer.text) == ["Not now."]
    assert (count(portal, drafts), count(portal, outbox)) == (1, 0)


def test_who_is_signed_in_is_not_asked_to_sign_in(portal: Pages) -> None:
    assert "If you have an account" in portal.visitor().get("/submit/").text
    assert "If you have an account" not in portal.signed_in(Role.CHIEF).get("/submit/").text
