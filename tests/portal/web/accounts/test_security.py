"""One's own second steps, password and sessions."""

import re
from datetime import timedelta

import pytest

from portal.web.accounts import attempts
from portal.web.accounts.account import Account
from shared.core.roles import Role
from tests.support.arriving import app_of, asked_of_passkey, code_now, is_in, password_given
from tests.support.authenticator import Authenticator
from tests.support.portal import PASSWORD, Pages, Visitor
from tests.support.programs import token_of

NEW = "another long password"


@pytest.fixture
def account(portal: Pages) -> Visitor:
    return portal.signed_in(Role.AUDITOR)


def ended(page: str) -> list[str]:
    """Return where the page would end each session but the present one."""
    return re.findall(r'action="(/security/sessions/[0-9a-f-]{36}/end)"', page)


def test_a_person_sees_where_he_is_signed_in_and_ends_one(portal: Pages) -> None:
    person = portal.person(Role.NGO_MEMBER)
    phone = portal.visitor()
    agent = "Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0"
    phone.post("/sign-in", {"email": person.email, "password": PASSWORD}, User_Agent=agent)
    here = portal.sign_in(person)
    page = here.get("/security").text
    assert "Firefox on Android" in page
    assert "130" not in page
    assert page.count("This one") == 1
    (end,) = ended(page)
    assert here.post(end, {}).status_code == 303
    assert not is_in(phone)
    assert is_in(here)
    assert here.post(end, {}).status_code == 404


API = "/api/v1/submissions/x"


def program(portal: Pages, account: Account) -> dict[str, str]:
    """Give the account a program; return the header that it comes in with."""
    return {"Authorization": f"Bearer {token_of(portal, account)}"}


def is_taken(portal: Pages, header: dict[str, str]) -> bool:
    return portal.app.test_client().get(API, headers=header).status_code != 401


def test_a_person_sees_which_programs_use_the_account_and_ends_one(portal: Pages) -> None:
    person = portal.person(Role.NGO_MEMBER, Role.FOCAL_POINT)
    ending, staying = program(portal, person), program(portal, person)
    here = portal.sign_in(person)
    page = here.get("/security").text
    assert page.count("<bdi>Office</bdi>") == 4  # each is named, and on its button
    [end] = [
        one
        for one in re.findall(r'action="(/security/programs/[^"]+)"', page)
        if f"/{ending['Authorization'].partition(' ')[2].partition('.')[0]}/" in one
    ]
    assert portal.signed_in(Role.NGO_MEMBER).post(end, {}).status_code == 404
    assert is_taken(portal, ending)
    assert here.post(end, {}).status_code == 303
    assert not is_taken(portal, ending)
    assert is_taken(portal, staying)
    assert here.post(end, {}).status_code == 404


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/security/sessions/end-others", {}),
        (
            "/security/password",
            {"password": PASSWORD, "new_password": NEW, "repeated_password": NEW},
        ),
    ],
)
def test_programs_end_with_a_signing_out_everywhere_and_with_a_new_password(
    portal: Pages, path: str, fields: dict[str, str]
) -> None:
    person, other = (portal.person(Role.NGO_MEMBER, Role.FOCAL_POINT) for _ in range(2))
    header, others = program(portal, person), program(portal, other)
    assert portal.sign_in(person).post(path, fields).status_code == 303
    assert not is_taken(portal, header)
    assert is_taken(portal, others)


def test_programs_end_when_an_administrator_signs_the_person_out(portal: Pages) -> None:
    person = portal.person(Role.NGO_MEMBER, Role.FOCAL_POINT)
    header = program(portal, person)
    assert is_taken(portal, header)
    admin = portal.signed_in(Role.SYSTEM_ADMIN)
    assert admin.post(f"/accounts/{person.account_id}/sign-out", {}).status_code == 303
    assert not is_taken(portal, header)


def test_programs_end_when_the_person_replaces_a_start_password(portal: Pages) -> None:
    person = portal.starting(
        Role.NGO_MEMBER, Role.FOCAL_POINT, until=portal.clock() + timedelta(days=1)
    )
    header = program(portal, person)
    visitor, _ = password_given(portal, person)
    assert is_taken(portal, header)
    sent = visitor.post("/sign-in/password", {"new_password": NEW, "repeated_password": NEW})
    assert sent.status_code == 303
    assert not is_taken(portal, header)


def test_nobody_ends_the_session_of_somebody_else(portal: Pages) -> None:
    person = portal.person(Role.CHIEF)
    mine, also_mine = portal.sign_in(person), portal.sign_in(person)
    (end,) = ended(mine.get("/security").text)
    assert portal.signed_in(Role.CHIEF).post(end, {}).status_code == 404
    assert is_in(also_mine)


def test_all_others_end_at_once(portal: Pages) -> None:
    person = portal.person(Role.CHIEF)
    here, *others = [portal.sign_in(person) for _ in range(3)]
    assert "End all others" in here.get("/security").text
    here.post("/security/sessions/end-others", {})
    assert is_in(here)
    assert not any(is_in(other) for other in others)
    assert "End all others" not in here.get("/security").text


def test_another_password_ends_the_other_sessions(portal: Pages) -> None:
    person = portal.person(Role.NGO_MEMBER)
    here, other = portal.sign_in(person), portal.sign_in(person)

    def change(now: str, new: str, again: str) -> int:
        fields = {"password": now, "new_password": new, "repeated_password": again}
        return here.post("/security/password", fields).status_code

    assert change("guess", NEW, NEW) == 422
    assert change(PASSWORD, "short", "short") == 422
    assert change(PASSWORD, NEW, "something else") == 422
    assert is_in(other)
    assert change(PASSWORD, NEW, NEW) == 303
    assert is_in(here)
    assert not is_in(other)
    _, sent = password_given(portal, person)
    assert sent.status_code == 422
    again = portal.visitor().post("/sign-in", {"email": person.email, "password": NEW})
    assert again.status_code == 303


def test_whoever_took_a_session_cannot_guess_the_password(portal: Pages) -> None:
    thief = portal.signed_in(Role.NGO_MEMBER)
    fields = {"password": "guess", "new_password": NEW, "repeated_password": NEW}
    for _ in range(attempts.PER_ACCOUNT):
        thief.post("/security/password", fields)
    right = {**fields, "password": PASSWORD}
    assert thief.post("/security/password", right).status_code == 429


def test_a_source_may_set_up_an_app_and_gets_recovery_codes(portal: Pages) -> None:
    person = portal.person(Role.NGO_MEMBER)
    visitor = portal.sign_in(person)
    assert "password alone" in visitor.get("/security").text
    found = re.search(
        r'set-up__secret"><bdi dir="ltr">([A-Z2-7 ]+)<', visitor.get("/security/app").text
    )
    assert found
    wrong = visitor.post("/security/app", {"code": "000000"})
    assert wrong.status_code == 422
    assert visitor.post("/security/recovery-codes", {}).status_code == 303
    code = code_now(portal, found[1].replace(" ", ""))
    assert "Your recovery codes" in visitor.post("/security/app", {"code": code}).text
    page = visitor.get("/security").text
    assert "10 left" in page
    assert visitor.get("/security/app").status_code == 303
    assert visitor.post("/security/app", {"code": code}).status_code == 303
    _, sent = password_given(portal, person)
    assert sent.headers["Location"] == "/sign-in/code"


def test_several_passkeys_have_names_and_are_removed_one_by_one(portal: Pages) -> None:
    person = portal.person(Role.AUDITOR)
    app_of(portal, person)
    visitor = portal.sign_in(person)
    keys = {"my phone": Authenticator(), "<b>the key</b>": Authenticator()}
    for name, key in keys.items():
        asked = asked_of_passkey(visitor.get("/security/passkeys/new").text)
        sent = visitor.post("/security/passkeys/new", {"name": name, "made": key.make(asked)})
        assert sent.status_code == 303
    page = visitor.get("/security").text
    assert "my phone" in page
    assert "&lt;b&gt;the key" in page
    remove = re.findall(r'href="(/security/passkeys/[0-9a-f-]{36}/remove)"', page)
    assert len(remove) == 2
    assert "Remove the passkey “my phone”?" in visitor.get(remove[0]).text
    assert portal.signed_in(Role.AUDITOR).post(remove[0], {}).status_code == 404
    visitor.post(remove[0], {})
    page = visitor.get("/security").text
    assert "“<bdi>my phone" not in page
    assert "the key" in page


def test_the_same_passkey_is_not_kept_twice(portal: Pages) -> None:
    visitor = portal.signed_in(Role.AUDITOR)
    key = Authenticator()
    for status in (200, 422):
        asked = asked_of_passkey(visitor.get("/security/passkeys/new").text)
        sent = visitor.post("/security/passkeys/new", {"name": "key", "made": key.make(asked)})
        assert sent.status_code == status


def test_the_only_second_step_stays_with_those_who_need_one(portal: Pages) -> None:
    person = portal.person(Role.AUDITOR)
    app_of(portal, person)
    visitor = portal.sign_in(person)
    assert "Remove the app" in visitor.get("/security/app/remove").text
    refused = visitor.post("/security/app/remove", {})
    assert refused.status_code == 422
    assert "Add another one first" in refused.text
    asked = asked_of_passkey(visitor.get("/security/passkeys/new").text)
    visitor.post("/security/passkeys/new", {"name": "key", "made": Authenticator().make(asked)})
    assert visitor.post("/security/app/remove", {}).status_code == 303
    assert visitor.get("/security/app/remove").status_code == 303
    (remove,) = re.findall(
        r'href="(/security/passkeys/[0-9a-f-]{36}/remove)"', visitor.get("/security").text
    )
    assert visitor.post(remove, {}).status_code == 422


def test_changing_ones_second_steps_asks_who_one_is(portal: Pages) -> None:
    person = portal.person(Role.AUDITOR)
    app_of(portal, person)
    visitor = portal.sign_in(person)
    portal.clock.forward(timedelta(minutes=20))
    for path in ("passkeys/new", "app/remove"):
        led = visitor.get(f"/security/{path}").headers["Location"]
        assert led.startswith("/security/confirm")
        assert "Show that it is you" in visitor.get(led).text
        assert visitor.post(f"/security/{path}", {}).status_code == 401
    assert visitor.post("/security/recovery-codes", {}).status_code == 401


def test_new_recovery_codes_take_the_place_of_the_old(portal: Pages) -> None:
    person = portal.person(Role.AUDITOR)
    app_of(portal, person)
    visitor = portal.sign_in(person)
    shown = [
        re.findall(
            r"<li><code>([a-z0-9-]+)</code>", visitor.post("/security/recovery-codes", {}).text
        )
        for _ in range(2)
    ]
    for code, answer in ((shown[0][0], 422), (shown[1][0], 303)):
        other, _ = password_given(portal, person)
        assert other.post("/sign-in/code", {"factor_code": code}).status_code == answer
