"""United Nations partners follow their States once a week by themselves, until they end it."""

from datetime import timedelta

from sqlalchemy import update

from portal.homes.notices import choosing, following
from portal.public.following import asking
from portal.public.following.tables import followings
from portal.web.accounts.tables import accounts
from shared.core.roles import Role
from tests.support.following import World
from tests.support.portal import Visitor

FRANCE, PAGE = frozenset({"FRA"}), "/country-team/FRA"
NONE = "Vous ne recevez aucun courriel sur les publications."
WEEK = timedelta(days=8)


def begun(w: World) -> list[tuple[list[str], str, str]]:
    """Let followings begin; return what each of them is of, how often, and in which language."""
    portal = w.portal
    following.begin(portal.engine, portal.vault, portal.settings, at=portal.clock())
    return [(row.states, row.rhythm, row.language) for row in w.rows(followings)]


def partner(w: World) -> Visitor:
    return w.portal.signed_in(Role.UN_PARTNER, state_codes=FRANCE, language="fr")


def test_it_begins_once_and_goes_by_mail_until_it_is_ended(w: World) -> None:
    visitor = partner(w)
    assert NONE in visitor.get(PAGE).text
    w.tell(0)
    assert begun(w) == [(["FRA"], "weekly", "fr")]
    assert begun(w) == [(["FRA"], "weekly", "fr")]
    assert w.work() == [], "what was published before is not news, and a week is not over"
    w.tell(1)
    w.portal.clock.forward(WEEK)
    [mail] = w.work()
    assert visitor.account
    assert mail["To"] == visitor.account.email
    visitor = w.portal.sign_in(visitor.account)
    page = visitor.get(PAGE).text
    [row] = w.rows(followings)
    own = f"/u/{asking.link_of(w.portal.vault, row.following_id)}"
    assert f'href="{own}"' in page
    assert w.send(w.portal.visitor(), own).status_code == 200
    assert w.rows(followings) == []
    assert begun(w) == [], "it begins once"
    assert "/follow?state=FRA" in visitor.get(PAGE).text


def test_whoever_chose_something_keeps_it(w: World) -> None:
    one, quiet, nobody = partner(w), partner(w), w.portal.signed_in(Role.UN_PARTNER)
    assert one.account
    assert quiet.account
    w.ask(one.account.email, states=["NPL"])
    [mail] = w.work()
    text = mail.get_body(("plain",))
    assert text is not None
    path = text.get_content().split("https://rapporteur.example")[1].split()[0]
    w.send(w.portal.visitor(), path)
    with w.portal.engine.begin() as conn:
        choosing.choose(conn, quiet.account, choosing.NONE, at=w.portal.clock())
    assert [of[0] for of in begun(w)] == [["NPL"]]
    assert nobody.account, "who has no State follows nothing"


def test_an_untouched_one_follows_the_states_of_the_account(w: World) -> None:
    one, other = partner(w), partner(w)
    begun(w)
    assert one.account
    assert other.account
    first, second = w.rows(followings)
    with w.portal.engine.begin() as conn:
        conn.execute(
            update(followings)
            .where(followings.c.following_id == second.following_id)
            .values(rhythm="daily")
        )
        conn.execute(update(accounts).values(state_codes=["KEN", "NPL"]))
    assert sorted(begun(w)) == [(["FRA"], "daily", "fr"), (["KEN", "NPL"], "weekly", "fr")]
    assert first.states == ["FRA"]
    with w.portal.engine.begin() as conn:
        conn.execute(update(accounts).values(state_codes=[]))
    assert len(begun(w)) == 2, "no State is not every State"
