"""Steps that ask for a fresh second factor."""

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from flask import Flask, request

from portal.web.accounts import attempts
from portal.web.accounts.access import Door, access_of, require
from portal.web.accounts.fresh import fresh
from shared.core.roles import Role
from tests.support.arriving import app_of, asked_of_passkey, code_now, is_in, password_given
from tests.support.authenticator import Authenticator
from tests.support.portal import PASSWORD, Pages, Visitor, pages, sqlite_urls

ASK = {
    "communications.decisions.approve",
    "communications.decisions.authorise",
    "communications.authority.stand",
    "communications.authority.delegate",
    "identity.show",
    "publication.approve",
    "replies.holder.approve",
    "audit.export",
    "times.export",
    "internalstatistics.csv",
    "internalstatistics.xlsx",
    "administration.change",
    "forgetting.erase",
    "custody.decide",
    "selection.council.appoint",
    "visitdecisions.agree",
    "visitdecisions.reservation",
    "visittexts.approve",
    "visitletters.request",
    "visitletters.reminder",
    "information.publish",
    "information.take_back",
    "roundtables.send",
    "roundtables.publish",
    "roundtables.take_back",
    "actionshowing.publish",
    "actionshowing.take_back",
    "dossieracts.issue_for_partners",
}
SENT = {"mandate": "sr-torture", "note": "line one\nline two", "tick": ["a", "b"]}
LATE = timedelta(minutes=15)


@pytest.fixture
def asking(tmp_path: Path) -> Iterator[Pages]:
    with pages(*sqlite_urls(tmp_path), added=_add_views) as built:
        yield built


def _add_views(app: Flask) -> None:
    @app.route("/decide", methods=["GET", "POST"])
    @require(Role.CHIEF)
    @fresh("decide the case")
    def decide() -> str:
        form = request.form
        return f"done: {form.get('mandate')} {form.get('note')!r} {form.getlist('tick')}"


def signed_in(portal: Pages) -> tuple[Visitor, str]:
    account = portal.person(Role.CHIEF)
    secret = app_of(portal, account)
    return portal.sign_in(account), secret


def kept(page: str) -> dict[str, list[str]]:
    """What the page would send again."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(
        r'<textarea class="kept" name="(\w+)" hidden>\n(.*?)</textarea>', page, re.DOTALL
    ):
        found.setdefault(name, []).append(unescape(value))
    return found


def test_what_must_be_asked_for_is(portal: Pages) -> None:
    views = portal.app.view_functions
    asking = {name for name, view in views.items() if hasattr(view, "fresh")}
    assert asking >= ASK
    for name in asking:
        access = access_of(portal.app, name)
        assert access
        assert access.door is Door.SESSION


BIND = {
    "allow_naming", "approve", "authorise", "delegate", "embargo", "erase", "export", "issue",
    "names", "publish", "stand",
}  # fmt: skip


def test_every_step_that_approves_opens_or_takes_along_asks(portal: Pages) -> None:
    """What a new view does is in its name: it is found by the addresses that there are."""
    binding = {
        rule.endpoint
        for rule in portal.app.url_map.iter_rules()
        if rule.endpoint.rpartition(".")[2] in BIND or rule.endpoint == "identity.show"
    }
    assert len(binding) > len(BIND)
    for name in binding:
        assert hasattr(portal.app.view_functions[name], "fresh"), name


def test_every_export_that_is_not_public_asks(portal: Pages) -> None:
    for name, view in portal.app.view_functions.items():
        access = access_of(portal.app, name)
        if "export" in name and access and access.door is Door.SESSION:
            assert hasattr(view, "fresh"), name


def test_who_showed_it_a_short_while_ago_is_not_asked(asking: Pages) -> None:
    visitor, _ = signed_in(asking)
    asking.clock.forward(LATE - timedelta(seconds=1))
    assert visitor.post("/decide", SENT).text.startswith("done")


def test_nothing_is_done_before_and_what_was_sent_is_sent_again(asking: Pages) -> None:
    visitor, secret = signed_in(asking)
    asking.clock.forward(LATE)
    page = visitor.post("/decide?back=x", SENT)
    assert page.status_code == 401
    assert "You are about to <strong><bdi>decide the case</bdi></strong>." in page.text
    assert "Nothing was done yet" in page.text
    assert 'action="/decide?back=x"' in page.text
    again = kept(page.text)
    assert again == {"mandate": ["sr-torture"], "note": ["line one\nline two"], "tick": ["a", "b"]}

    wrong = visitor.post("/decide?back=x", {**again, "factor_code": "000000"})
    assert wrong.status_code == 422
    assert "This code is not right" in wrong.text
    assert kept(wrong.text) == again

    code = code_now(asking, secret)
    done = visitor.post("/decide?back=x", {**again, "factor_code": code})
    assert done.text == "done: sr-torture 'line one\\nline two' ['a', 'b']"
    assert visitor.post("/decide", SENT).text.startswith("done")  # fresh for a while now


def test_a_code_that_opened_the_session_does_not_confirm_too(asking: Pages) -> None:
    account = asking.person(Role.CHIEF)
    secret = app_of(asking, account)
    visitor, _ = password_given(asking, account)
    code = {"factor_code": code_now(asking, secret)}
    visitor.post("/sign-in/code", code)
    assert is_in(visitor)
    asking.clock.forward(timedelta(minutes=15))
    assert visitor.post("/decide", {**SENT, **code}).status_code == 422


def test_a_form_of_another_site_gets_no_such_page(asking: Pages) -> None:
    visitor, _ = signed_in(asking)
    asking.clock.forward(LATE)
    foreign = visitor.post("/decide", SENT, Sec_Fetch_Site="cross-site")
    assert foreign.status_code == 400
    assert "sr-torture" not in foreign.text


def test_an_act_that_is_in_the_address_is_named(portal: Pages) -> None:
    visitor = portal.signed_in(Role.SYSTEM_ADMIN)
    other = portal.person(Role.CHIEF)
    portal.clock.forward(LATE)
    page = visitor.post(f"/accounts/{other.account_id}/reset", {})
    assert page.status_code == 401
    assert "You are about to <strong><bdi>take the second steps away</bdi></strong>." in page.text


def test_who_may_not_do_it_is_not_asked(asking: Pages) -> None:
    visitor = asking.signed_in(Role.AUDITOR)
    asking.clock.forward(LATE)
    assert visitor.post("/decide", SENT).status_code == 403


def test_a_page_that_asks_leads_back_to_itself(asking: Pages) -> None:
    visitor, secret = signed_in(asking)
    asking.clock.forward(LATE)
    led = visitor.get("/decide?of=1").headers["Location"]
    assert led == "/security/confirm?then=%2Fdecide%3Fof%3D1"
    page = visitor.get(led).text
    assert 'name="then"' in page
    assert "You are about to <strong><bdi>decide the case</bdi></strong>." in page
    for elsewhere in ("/", "/none", "//decide", "https://example.org/decide"):
        page = visitor.get(f"/security/confirm?then={elsewhere}").text
        assert "What comes now asks" in page
    refused = visitor.post("/security/confirm", {"then": "/decide?of=1", "factor_code": "1"})
    assert refused.status_code == 422
    code = code_now(asking, secret)
    sent = visitor.post("/security/confirm", {"then": "/decide?of=1", "factor_code": code})
    assert sent.headers["Location"] == "/decide?of=1"
    assert visitor.get(led).headers["Location"] == "/decide?of=1"


def test_a_passkey_will_do(asking: Pages) -> None:
    account, key = asking.person(Role.CHIEF), Authenticator()
    visitor, _ = password_given(asking, account)
    asked = asked_of_passkey(visitor.get("/sign-in/set-up").text)
    visitor.post("/sign-in/set-up/passkey", {"name": "key", "made": key.make(asked)})
    asking.clock.forward(LATE)
    page = visitor.post("/decide", SENT)
    answer = key.show(asked_of_passkey(page.text))
    assert visitor.post("/decide", {**SENT, "factor_passkey": answer}).text.startswith("done")


def test_who_has_no_second_step_gives_the_password(asking: Pages) -> None:
    visitor = asking.signed_in(Role.CHIEF)
    asking.clock.forward(LATE)
    page = visitor.post("/decide", SENT)
    assert "your password is asked for again" in page.text
    assert visitor.post("/decide", {**SENT, "factor_password": "guess"}).status_code == 422
    assert visitor.post("/decide", {**SENT, "factor_password": PASSWORD}).text.startswith("done")


def test_guessing_has_to_wait(asking: Pages) -> None:
    visitor, secret = signed_in(asking)
    asking.clock.forward(LATE)
    for _ in range(attempts.PER_ACCOUNT):
        visitor.post("/decide", {**SENT, "factor_code": "000000"})
    code = code_now(asking, secret)
    refused = visitor.post("/decide", {**SENT, "factor_code": code})
    assert refused.status_code == 429
    assert code not in refused.text


def test_htmx_gets_the_question_in_place_of_the_page(asking: Pages) -> None:
    visitor, _ = signed_in(asking)
    asking.clock.forward(LATE)
    page = visitor.post("/decide", SENT, HX_Request="true", HX_Request_Type="partial")
    assert page.headers["HX-Retarget"] == "#main"
    assert "<html" not in page.text
    assert "Show that it is you" in page.text
