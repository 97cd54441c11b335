"""What a draft code opens, and what it does not."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import event, inspect, text

from portal.casefile.drafts.tables import drafts
from portal.casefile.submissions import return_code
from portal.source.drafts import anybody
from portal.source.drafts import code as draft_code
from portal.web.accounts.draft_session import IDLE
from shared.core.roles import Role
from tests.support.drafts import (
    PLANTED,
    alert,
    begun,
    begun_by_code,
    code_shown,
    filled,
)
from tests.support.drafts import sent as send_it
from tests.support.portal import Pages
from tests.support.submissions import Told
from tests.support.without_account import (
    begun_and_filled,
    come_back,
    count,
    groups,
    id_of,
)


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


def test_a_guessed_address_is_told_alike_after_the_same_work(portal: Pages, told: Told) -> None:
    """Whether there is a draft, by whom, or a receipt: with another draft in hand or none."""
    mine, others = portal.visitor(), portal.visitor()
    begun_by_code(mine)
    receipt = send_it(others, begun_and_filled(others)).removesuffix("receipt")
    there = (begun_by_code(others), begun(portal.signed_in(Role.NGO_MEMBER)), receipt)
    asked: list[str] = []
    event.listen(portal.engine, "before_cursor_execute", lambda *args: asked.append(str(args[2])))
    for stranger in (mine, portal.visitor()):
        stranger.get(f"/submissions/drafts/{uuid4()}/")  # notes that somebody is here
        found = set()
        for draft in (*there, f"/submissions/drafts/{uuid4()}/"):
            asked.clear()
            answer = stranger.get(draft)
            found.add((answer.status_code, answer.text, (*answer.headers.keys(),), (*asked,)))
        assert len(found) == 1


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
