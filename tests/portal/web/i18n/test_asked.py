"""The language of a page: from its address, a choice, or the browser."""

from pathlib import Path

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.web.i18n.languages import ready
from tests.support.portal import Pages, pages, sqlite_urls


def test_a_language_is_chosen_by_a_link_and_kept_while_the_address_stays(portal: Pages) -> None:
    visitor = portal.visitor()
    answer = visitor.get("/sign-in?then=%2Fregister&lang=xb")
    assert (answer.status_code, answer.location) == (303, "/sign-in?then=%2Fregister")
    assert "HttpOnly" in answer.headers["Set-Cookie"]
    page = visitor.get("/sign-in?then=%2Fregister")
    assert '<html lang="en-XB" dir="rtl"' in page.text
    assert {"Accept-Language", "Cookie"} <= set(page.vary)
    visitor.get("/sign-in?lang=en")
    assert '<html lang="en" dir="ltr"' in visitor.get("/sign-in?again=1").text


def test_a_language_that_there_is_not_is_no_choice(portal: Pages) -> None:
    visitor = portal.visitor()
    assert visitor.get("/sign-in?lang=tlh").status_code == 200
    visitor.client.set_cookie("language", "tlh")
    assert '<html lang="en"' in visitor.get("/sign-in").text


def test_there_is_no_disguise_where_the_portal_is_on_the_internet(tmp_path: Path) -> None:
    with pages(*sqlite_urls(tmp_path), secure_cookies=True) as portal:
        visitor = portal.visitor()
        assert visitor.get("/sign-in?lang=xa").status_code == 200
        visitor.client.set_cookie("language", "xa")
        assert '<html lang="en"' in visitor.get("/sign-in").text


def test_what_programs_read_is_english_whoever_asks(portal: Pages) -> None:
    visitor = portal.visitor()
    visitor.client.set_cookie("language", "xa")
    for path in ("/register/feed.atom", "/register/export.csv", "/health/live"):
        answer = visitor.get(path)
        assert answer.status_code == 200
        assert "⟦" not in answer.text
        assert "Accept-Language" not in answer.vary


# --- addresses of a language ------------------------------------------------------------------


def test_a_public_page_has_an_address_in_each_language_and_speaks_it(portal: Pages) -> None:
    visitor = portal.visitor()
    for code, tag in (("en", "en"), ("xa", "en-XA")):
        page = visitor.get(f"/{code}/register")
        assert page.status_code == 200
        assert f'<html lang="{tag}"' in page.text
        assert f'href="/{code}/register/states' in page.text
        assert "Accept-Language" not in page.vary
        assert "Set-Cookie" not in page.headers
    assert visitor.get("/tlh/register").status_code == 404
    nowhere = visitor.get("/xb/nowhere")
    assert nowhere.status_code == 404
    assert '<html lang="en-XB" dir="rtl"' in nowhere.text


def bare(portal: Pages, path: str, **headers: str) -> TestResponse:
    """Ask like a program that does not go on by itself."""
    return FlaskClient(portal.app, portal.app.response_class).get(path, headers=headers)


def test_the_addresses_of_before_lead_to_english_for_good(portal: Pages) -> None:
    answer = bare(portal, "/register/states?x=1&x=2", **{"Accept-Language": "fr"})
    assert (answer.status_code, answer.location) == (308, "/en/register/states?x=1&x=2")


def test_the_first_page_leads_to_the_language_of_the_browser(portal: Pages) -> None:
    for asked, code in (("zh-CN, en;q=0.5", "zh"), ("fr-CA", "fr"), ("ar;q=0, es-MX", "es")):
        answer = bare(portal, "/", **{"Accept-Language": asked})
        assert answer.headers["Location"].endswith(f"/{code}/"), asked
    answer = bare(portal, "/", **{"Accept-Language": "xx, en;q=0.5"})
    assert (answer.status_code, answer.location) == (302, "/en/")
    assert {"Accept-Language", "Cookie"} <= set(answer.vary)


def test_the_address_of_a_language_is_not_that_of_another(portal: Pages) -> None:
    """Whatever was chosen: who gets a link sees what the link says."""
    visitor = portal.visitor()
    visitor.client.set_cookie("language", "xb")
    assert '<html lang="en" dir="ltr"' in visitor.get("/en/help").text
    assert '<html lang="en-XB" dir="rtl"' in visitor.get("/sign-in").text


def test_a_page_names_itself_in_every_language(portal: Pages) -> None:
    page = portal.visitor().get("/en/register?state=FRA").text
    assert '<link rel="canonical" href="http://localhost/en/register?state=FRA">' in page
    for tag, code in [(one.tag, one.code) for one in ready()] + [("x-default", "en")]:
        address = f"http://localhost/{code}/register?state=FRA"
        assert f'<link rel="alternate" hreflang="{tag}" href="{address}">' in page
    home = portal.visitor().get("/en/").text
    assert '<link rel="alternate" hreflang="x-default" href="http://localhost/">' in home
    assert 'rel="canonical"' not in portal.visitor().get("/sign-in").text


def test_the_way_to_sign_in_takes_the_language_along(portal: Pages) -> None:
    visitor = portal.visitor()
    assert 'href="/sign-in?lang=xa"' in visitor.get("/xa/").text
    assert 'href="/sign-in"' in visitor.get("/en/").text


def test_what_programs_keep_is_called_as_it_was(portal: Pages) -> None:
    visitor = portal.visitor()
    assert "<id>http://localhost/register/feed.atom</id>" in visitor.get("/register/feed.atom").text
    sitemap = visitor.get("/register/sitemap.xml").text
    assert "<loc>http://localhost/en/register/states</loc>" in sitemap
    for one in ready():
        address = f"http://localhost/{one.code}/register/states"
        assert f'<xhtml:link rel="alternate" hreflang="{one.tag}" href="{address}"/>' in sitemap


def test_a_feed_has_an_address_in_each_other_language_too(portal: Pages) -> None:
    visitor = portal.visitor()
    english = visitor.get("/register/feed.atom", **{"Accept-Language": "fr"}).text
    assert 'xml:lang="en"' in english
    answer = visitor.get("/fr/register/feed.atom")
    assert answer.status_code == 200
    assert "Accept-Language" not in answer.vary
    assert 'xml:lang="fr"' in answer.text
    assert "<title>Communications des procédures spéciales</title>" in answer.text
    assert "<id>http://localhost/fr/register/feed.atom</id>" in answer.text
    for feed in (english, answer.text):
        for tag, address in (("en", "/register"), ("fr", "/fr/register")):
            assert f'hreflang="{tag}" href="http://localhost{address}/feed.atom"' in feed
    assert bare(portal, "/en/register/feed.atom").location == "/register/feed.atom"
    assert 'href="/fr/register/feed.atom"' in visitor.get("/fr/register").text
    assert 'href="/register/feed.atom"' in visitor.get("/en/register").text


def test_the_sitemap_knows_the_feeds_of_each_language(portal: Pages) -> None:
    sitemap = portal.visitor().get("/register/sitemap.xml").text
    for name in ("feed", "statements", "bulletin"):
        assert f"<loc>http://localhost/register/{name}.atom</loc>" in sitemap
        assert f"<loc>http://localhost/fr/register/{name}.atom</loc>" in sitemap
