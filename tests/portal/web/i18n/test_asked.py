"""The language of a page: from its address, a choice, or the browser."""

from pathlib import Path

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
