"""Following what is published: asked for, confirmed before anything is sent, ended by one click."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from pydantic import SecretStr

from portal.public.following import asking
from portal.public.following.asking import MOST_A_DAY, subject_of
from portal.public.following.followings import end
from portal.public.following.tables import followings, requests
from portal.web.i18n.names import mandate as mandate_name
from shared.core.roles import Role
from shared.platform.vault import Vault
from tests.support.following import SECRET, TWISTED, World, link, text
from tests.support.pace import NARROW
from tests.support.portal import pages, sqlite_urls


def test_nothing_is_sent_before_the_link_is_confirmed_and_to_open_it_confirms_nothing(
    w: World,
) -> None:
    w.ask()
    [mail] = w.work()
    assert mail["To"] == SECRET
    w.tell(0)
    path = link(mail)
    shown = w.portal.visitor().get(path)
    assert "Follow this?" in shown.text
    assert SECRET not in shown.text
    assert (w.work(), w.rows(followings)) == ([], [])
    assert w.send(w.portal.visitor(), path).status_code == 303
    assert w.portal.visitor().get(path).status_code == 404, "the link serves once"
    assert w.work() == [], "what was published before is not news"
    w.tell(1)
    assert len(w.work()) == 1


def test_asking_is_answered_alike_for_known_and_unknown_addresses_and_beyond_the_limit(
    w: World,
) -> None:
    w.follow()
    w.portal.clock.forward(timedelta(days=2))
    answers = {(one.status_code, one.location) for one in [w.ask() for _ in range(MOST_A_DAY + 2)]}
    answers |= {(one.status_code, one.location) for one in [w.ask("new@other.example")]}
    assert len(answers) == 1
    assert w.ask("amina+more@watch.example").status_code == 303
    to = sorted(str(mail["To"]) for mail in w.work())
    assert to == [*[SECRET] * MOST_A_DAY, "new@other.example"], "no mailbox is flooded"


def test_what_somebody_follows_says_truly_what_it_is(w: World) -> None:
    """Issues are of everything, and nobody gets them who did not choose them."""
    form = w.portal.visitor().get("/en/follow").text
    assert "Choose none for letters, replies, statements and reports on visits." in form
    everything = ">Letters, replies, statements and reports on visits<"
    of_all = "Documents, briefings and bulletins are of all States, mandates and themes."
    of = [([], (True, False)), (["issue"], (False, True)), (["document"], (False, True))]
    for kinds, there in of:
        w.ask(command_id=str(uuid4()), states=["FRA"], kinds=kinds)
        page = w.portal.visitor().get(link(w.work()[-1])).text
        assert (everything in page, of_all in page) == there


def test_what_somebody_follows_by_theme_is_said_beside_the_mandates(w: World) -> None:
    detention, either = "Detention, torture and disappearance", "one of the mandates or themes."
    for mandates, both in (([], False), (["sr-food"], True)):
        w.ask(command_id=str(uuid4()), themes=["detention"], mandates=mandates)
        page = w.portal.visitor().get(link(w.work()[-1])).text
        assert detention in page
        assert (either in page, mandate_name("sr-food") in page) == (both, both)
        assert page.count(">All<") == 1, "of all States, and not of all mandates"


def test_a_theme_that_does_not_exist_is_not_taken(w: World) -> None:
    assert w.ask(themes=["moon"]).status_code == 422
    assert w.rows(requests) == []


def test_who_goes_back_and_corrects_the_address_gets_the_letter(w: World) -> None:
    form = str(uuid4())
    for typed in ("anima@watch.example", SECRET, SECRET):
        assert w.ask(typed, command_id=form).status_code == 303
    assert sorted(str(mail["To"]) for mail in w.work()) == [SECRET, "anima@watch.example"]


def test_who_goes_back_and_chooses_again_before_confirming_is_asked_for_the_new_choice(
    w: World,
) -> None:
    form = str(uuid4())
    w.ask(command_id=form)
    w.ask(command_id=form, states=["FRA"])
    [mail] = w.work()
    assert "France" in w.portal.visitor().get(link(mail)).text


def test_who_goes_back_and_chooses_again_after_confirming_hears_on_and_may_end_it_and_begin(
    w: World,
) -> None:
    form = str(uuid4())
    own = w.follow(command_id=form)
    assert w.follow(command_id=form, states=["FRA"]) == own
    w.tell(0)
    assert len(w.work()) == 1, "its key was not destroyed"
    assert w.portal.app.test_client().post(own).status_code == 200
    assert w.follow(command_id=form) != own


def test_the_id_of_a_form_is_no_name_of_a_key(w: World) -> None:
    form = str(uuid4())
    w.follow(command_id=form)
    w.ask("other@watch.example", command_id=form)
    assert form not in {row.request_id for row in w.rows(requests)}
    w.portal.clock.forward(timedelta(days=8))
    asking.purge(w.portal.engine, w.portal.vault, days=7, at=w.portal.clock.at)
    assert len(w.rows(followings)) == 1


def test_who_confirms_while_others_are_deleted_is_not_forgotten(
    w: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, vault = w.portal.engine, w.portal.vault
    for address in (SECRET, "other@watch.example"):
        w.ask(address)
    links = [link(mail).split("/")[2] for mail in w.work()]
    w.portal.clock.forward(timedelta(days=8))
    purged, left = asking._purge, [*links]

    def one(*given: Any, **also: Any) -> bool:
        """Once the first is deleted, and before the second is, both confirm."""
        gone = purged(*given, **also)
        while left:
            asking.confirm(engine, vault, left.pop(), at=w.portal.clock.at)
        return gone

    monkeypatch.setattr(asking, "_purge", one)
    assert asking.purge(engine, vault, days=7, at=w.portal.clock.at) == 1
    [row] = w.rows(followings)
    assert vault.forgotten([subject_of(row.following_id)]) == {}


class Broken:
    """A vault that fails for one subject, or the first one that it is asked for."""

    def __init__(self, vault: Vault, subject: str = "") -> None:
        self.vault, self.subject = vault, subject

    def forget(self, subject: str, *, at: datetime) -> bool:
        self.subject = self.subject or subject
        if subject == self.subject:
            raise KeyError
        return self.vault.forget(subject, at=at)


def test_one_whose_key_cannot_be_destroyed_is_found_again_and_skips_none_of_the_rest(
    w: World,
) -> None:
    engine, vault = w.portal.engine, w.portal.vault
    for address in (SECRET, "other@watch.example", "third@watch.example"):
        w.ask(address)
    keys = {subject_of(row.request_id) for row in w.rows(requests)}
    w.portal.clock.forward(timedelta(days=8))
    at, broken = w.portal.clock.at, Broken(vault)
    with pytest.raises(KeyError):
        asking.purge(engine, broken, days=7, at=at)
    assert set(vault.forgotten(keys)) == keys - {broken.subject}
    assert [subject_of(row.request_id) for row in w.rows(requests)] == [broken.subject]
    assert asking.purge(engine, vault, days=7, at=at) == 1
    assert set(vault.forgotten(keys)) == keys


def test_what_cannot_be_ended_now_stays_with_its_link(w: World) -> None:
    own = w.follow()
    w.ask(states=["FRA"])
    [following], [request] = w.rows(followings), w.rows(requests)
    engine, at, token = w.portal.engine, w.portal.clock.at, own.split("/")[-1]
    with pytest.raises(KeyError):
        end(engine, Broken(w.portal.vault, subject_of(request.request_id)), token, at=at)
    assert (len(w.rows(followings)), len(w.rows(requests))) == (1, 1)
    end(engine, w.portal.vault, token, at=at)
    both = [subject_of(following.following_id), subject_of(request.request_id)]
    assert set(w.portal.vault.forgotten(both)) == set(both)


def test_to_end_it_also_forgets_what_was_asked_for_and_not_confirmed(w: World) -> None:
    own = w.follow()
    w.ask(states=["FRA"])
    w.ask("other@watch.example")
    gone, stays = (row.request_id for row in w.rows(requests))
    w.portal.app.test_client().post(own)
    assert [row.request_id for row in w.rows(requests)] == [stays]
    forgotten = w.portal.vault.forgotten([subject_of(gone), subject_of(stays)])
    assert set(forgotten) == {subject_of(gone)}


def test_dots_and_tags_make_no_other_mailbox_where_they_mean_nothing(w: World) -> None:
    same = ("a.mina@gmail.com", "am.ina+x@gmail.com", "ami.na@googlemail.com", "amina@gmail.com")
    for address in (*same, "a.mina@watch.example", *(SECRET,) * MOST_A_DAY):
        w.ask(address)
    to = [str(mail["To"]) for mail in w.work()]
    assert len([one for one in to if "mail.com" in one]) == MOST_A_DAY
    assert len(to) == 2 * MOST_A_DAY + 1


def test_who_signed_in_pays_for_letters_to_strangers_as_everybody_does(tmp_path: Path) -> None:
    settings: dict[str, Any] = {
        "smtp_url": SecretStr("smtp://mail.example"),
        "mail_from": "a@rapporteur.example",
        "public_url": "https://rapporteur.example",
        **NARROW,
    }
    url, vault_url = sqlite_urls(tmp_path)
    with pages(url, vault_url, **settings) as built:
        visitor, form = built.signed_in(Role.CANDIDATE), {"rhythm": "daily", "language": "en"}
        answers = [
            visitor.post("/en/follow", {"address": f"{n}@watch.example", **form}).status_code
            for n in range(5)
        ]
    assert answers[0] == 303
    assert answers[-1] == 429


@pytest.mark.parametrize("address", TWISTED)
def test_an_address_that_reads_as_another_is_not_taken(w: World, address: str) -> None:
    assert w.ask(address).status_code == 422
    assert w.rows(requests) == []


def test_the_letter_is_the_same_whether_the_address_is_known(w: World) -> None:
    w.ask()
    [first] = w.work()
    w.send(w.portal.visitor(), link(first))
    w.ask()
    [second] = w.work()
    assert text(first).replace(link(first), "") == text(second).replace(link(second), "")


def test_to_confirm_again_changes_what_is_followed_and_older_links_go_on(w: World) -> None:
    own = w.follow()
    assert w.follow(states=["FRA"]) == own
    assert len(w.rows(followings)) == 1
    assert "France" in w.portal.visitor().get(own).text
    assert "France" in w.portal.visitor().get(f"{own}/change").text


def test_one_click_ends_it_without_cookie_or_form_and_leaves_nothing(
    w: World, tmp_path: Path
) -> None:
    own = w.follow()
    [row] = w.rows(followings)
    fresh = w.portal.app.test_client()
    click = {"List-Unsubscribe": "One-Click"}
    answers = [
        fresh.post(own, data=click, headers={"Sec-Fetch-Site": "cross-site"}) for _ in range(2)
    ]
    unknown = fresh.post("/u/unknown", data=click)
    passing = r'nonce="[^"]+"|name="csrf_token" value="[^"]*"'
    said = [re.sub(passing, "", one.text) for one in (*answers, unknown)]
    assert {one.status_code for one in (*answers, unknown)} == {200}
    assert len({re.sub(r"/u/\w+", "", one) for one in said}) == 1
    assert w.rows(followings) == []
    assert w.portal.vault.forgotten([subject_of(row.following_id)])
    w.tell(0)
    assert w.work() == []
    assert w.portal.visitor().get(own).status_code == 404


def test_to_open_the_link_of_a_mail_ends_nothing(w: World) -> None:
    own = w.follow()
    shown = w.portal.visitor().get(own)
    assert "Get no more of these e-mails" in shown.text
    assert SECRET not in shown.text
    assert shown.headers["Cache-Control"] == "no-store"
    assert len(w.rows(followings)) == 1


def test_an_address_lies_nowhere_in_the_clear_and_goes_if_it_is_not_confirmed(
    w: World, tmp_path: Path
) -> None:
    w.follow()
    w.ask("other@watch.example")
    for file in tmp_path.rglob("*"):
        if file.is_file():
            assert b"watch.example" not in file.read_bytes(), file
    engine, vault = w.portal.engine, w.portal.vault
    w.portal.clock.forward(timedelta(days=8))
    [gone] = w.rows(requests)
    assert asking.purge(engine, vault, days=7, at=w.portal.clock.at) == 1
    assert w.rows(requests) == []
    assert vault.forgotten([subject_of(gone.request_id)])
    assert len(w.rows(followings)) == 1


def test_the_feeds_of_a_choice_need_no_address(w: World) -> None:
    led = w.send(w.portal.visitor(), "/en/follow", feeds="yes", states=["FRA"], rhythm="daily")
    assert led.location == "/en/follow?state=FRA#feeds"
    led = w.send(w.portal.visitor(), "/en/follow", feeds="yes", themes=["women"], rhythm="daily")
    assert led.location == "/en/follow?theme=women#feeds"
    themed = w.portal.visitor().get("/en/follow?theme=women&theme=moon").text
    assert 'href="/register/feed/published.atom?theme=women"' in themed
    assert re.search(r'value="women"[^>]* (checked|selected)', themed)
    shown = w.portal.visitor().get("/en/follow?state=FRA").text
    assert 'href="/register/feed/published.json?state=FRA"' in shown


def test_without_a_mail_server_there_are_feeds_alone(tmp_path: Path) -> None:
    with pages(*sqlite_urls(tmp_path)) as built:
        shown = built.visitor().get("/en/follow").text
        assert "No mail server is set up here" in shown
        assert "Your e-mail address" not in shown
        led = World(built).ask()
        assert (led.status_code, led.location) == (303, "/en/follow#feeds")
