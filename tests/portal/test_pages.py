"""Headers, forms, fragments, refusals: what every page has in common."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, abort, render_template_string
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection
from structlog.testing import capture_logs
from werkzeug.datastructures import MultiDict
from wtforms import StringField, TextAreaField

from portal.web import htmx
from portal.web.accounts.access import public, require
from portal.web.commands import CommandRefused
from portal.web.forms import CommandForm, tidy
from portal.web.static_files import manifest
from shared.core.roles import Role
from shared.core.said import Text
from tests.support.portal import HERE, Pages, pages, sqlite_urls

FORM = """
{% extends "base.html" %}
{% from "macros.html" import hidden, error_summary, text, textarea, button %}
{% block content %}<div id="form">{{ error_summary(form) }}<form method="post">{{ hidden(form) }}
{{ text(form.title) }}{{ textarea(form.story, max=100) }}{{ button("Send") }}</form></div>
{% endblock %}
"""


class StoryForm(CommandForm):
    title = StringField("Title", filters=[tidy], validators=[])
    story = TextAreaField("Story", filters=[tidy], validators=[])


@pytest.fixture
def kit(tmp_path: Path) -> Iterator[Pages]:
    with pages(*sqlite_urls(tmp_path), added=_add_kit) as built:
        yield built


def _add_kit(app: Flask) -> None:
    @app.route("/story", methods=["GET", "POST"])
    @require()
    def story() -> str | tuple[str, int]:
        form = StoryForm()
        if form.validate_on_submit():
            return f"told {form.id}: {form.story.data!r}"
        return render_template_string(FORM, form=form), 422 if form.errors else 200

    @app.route("/refuses/<int:status>", methods=["GET", "POST"])
    @public
    def refuses(status: int) -> str:
        abort(status)

    @app.post("/says-no")
    @public
    def says_no() -> str:
        raise CommandRefused(409, "Ms X changed this text two minutes ago.")

    @app.get("/api/says-no")
    @public
    def api_says_no() -> str:
        raise CommandRefused(409, "The newest name isn't {name}.", name=Text("a <b>"))

    @app.get("/breaks")
    @public
    def breaks() -> str:
        raise ZeroDivisionError("a planted name")

    @app.get("/api/refuses")
    @public
    def api_refuses() -> str:
        abort(422, "The field state is not a State.")

    @app.get("/without-database")
    @public
    def without_database() -> str:
        raise OperationalError("SELECT 'a planted name'", {}, Exception("a planted name"))

    @app.post("/without-connection")
    @app.post("/api/without-connection", endpoint="api_without_connection")
    @public
    def without_connection() -> str:
        raise NoConnection("QueuePool limit")


# --- headers --------------------------------------------------------------------------------


def test_every_answer_carries_the_security_headers(kit: Pages) -> None:
    for path in ("/", "/sign-in", "/nowhere", "/breaks", "/api/refuses"):
        headers = kit.visitor().get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "require-trusted-types-for 'script'" in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "geolocation=()" in headers["Permissions-Policy"]
        assert "Strict-Transport-Security" not in headers  # not over http


def test_the_nonce_is_new_for_each_answer_and_the_same_within_one(kit: Pages) -> None:
    pages = [kit.visitor().get("/") for _ in range(2)]
    nonces = []
    for page in pages:
        found = re.search(r"'nonce-([^']+)'", page.headers["Content-Security-Policy"])
        assert found
        assert set(re.findall(r'nonce="([^"]+)"', page.text)) == {found[1]}
        nonces.append(found[1])
    assert nonces[0] != nonces[1]


def test_only_public_pages_without_a_form_may_be_kept_by_a_browser(kit: Pages) -> None:
    assert kit.visitor().get("/").headers["Cache-Control"] == "no-cache"
    for path in ("/sign-in", "/nowhere"):
        assert kit.visitor().get(path).headers["Cache-Control"] == "no-store"
    signed_in = kit.signed_in(Role.CHIEF).get("/")
    assert signed_in.headers["Cache-Control"] == "no-store"
    assert "noindex" in signed_in.headers["X-Robots-Tag"]


def test_pages_ask_no_other_host_for_anything(kit: Pages) -> None:
    page = kit.visitor().get("/").text.replace("http://www.w3.org/2000/svg", "")
    page = page.replace('href="http://localhost/', 'href="/')  # our own host
    assert "//" not in re.sub(r"<!--.*?-->", "", page)


# --- forms ----------------------------------------------------------------------------------


def test_a_form_without_its_token_changes_nothing_and_keeps_the_text(kit: Pages) -> None:
    visitor = kit.signed_in(Role.CHIEF)
    sent = visitor.client.post("/story", data={"story": "It <began>\nhere"}, headers=HERE)
    assert sent.status_code == 400
    assert "Nothing was sent yet" in sent.text
    assert "It &lt;began&gt;\nhere" in sent.text
    token = re.search(r'name="csrf_token" value="([^"]+)"', sent.text[sent.text.index("<main") :])
    assert token
    again = visitor.client.post(
        "/story",
        data={"story": "It <began>\nhere", "csrf_token": token[1], "command_id": "x" * 36},
        headers=HERE,
    )
    assert again.status_code == 422  # the form was read this time


def test_a_token_of_another_session_is_refused(kit: Pages) -> None:
    theirs = kit.signed_in(Role.CHIEF).form_token()
    mine = kit.signed_in(Role.CHIEF)
    sent = mine.client.post("/story", data={"csrf_token": theirs}, headers=HERE)
    assert sent.status_code == 400


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_form_from_another_site_is_refused_and_not_offered_again(kit: Pages, site: str) -> None:
    visitor = kit.signed_in(Role.CHIEF)
    sent = visitor.client.post(
        "/story",
        data={"csrf_token": visitor.form_token(), "story": "Click to win"},
        headers={"Sec-Fetch-Site": site},
    )
    assert sent.status_code == 400
    assert "Click to win" not in sent.text


def test_a_password_is_never_shown_again(kit: Pages) -> None:
    sent = kit.visitor().client.post(
        "/sign-in", data={"email": "a@example.org", "password": "s3cret"}, headers=HERE
    )
    assert sent.status_code == 400
    assert "s3cret" not in sent.text
    assert "Send again" not in sent.text


def test_a_form_keeps_its_command_id_when_it_is_shown_again(kit: Pages) -> None:
    visitor = kit.signed_in(Role.CHIEF)
    page = visitor.get("/story").text
    minted = re.search(r'name="command_id"[^>]*value="([^"]+)"', page)
    assert minted
    wrong = visitor.post("/story", {"command_id": minted[1], "story": "bell \x07"})
    assert wrong.status_code == 422
    assert minted[1] in wrong.text
    assert "a control character (U+0007)" in wrong.text
    assert "bell" in wrong.text
    assert "\x07" not in wrong.text
    right = visitor.post("/story", {"command_id": minted[1], "story": "a\r\nb"})
    assert right.text == f"told {minted[1]}: 'a\\nb'"


def test_each_form_mints_its_own_command(kit: Pages) -> None:
    visitor = kit.signed_in(Role.CHIEF)
    minted = {
        re.findall(r'name="command_id"[^>]*value="([^"]+)"', visitor.get("/story").text)[0]
        for _ in range(2)
    }
    assert len(minted) == 2


def test_lines_that_were_typed_come_back_line_by_line(kit: Pages) -> None:
    visitor = kit.signed_in(Role.CHIEF)
    sent = visitor.post("/story", {"command_id": "damaged", "story": "one\n  two\n\nthree"})
    assert ">\none\n  two\n\nthree</textarea>" in sent.text
    assert "Open the page again" in sent.text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Zoe\u0308  ", "Zo\u00eb"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("می‌خواهم", "می‌خواهم"),
    ],
)
def test_text_is_tidied_and_its_joiners_are_kept(kit: Pages, typed: str, kept: str) -> None:
    with kit.app.test_request_context(method="POST"):
        form = StoryForm(MultiDict({"story": typed}), meta={"csrf": False})
        form.command_id.data = "0" * 32
        assert form.story.data == kept
        assert form.validate()


def test_a_form_that_is_too_large_is_refused_with_a_sentence(kit: Pages) -> None:
    visitor = kit.signed_in(Role.CHIEF)
    sent = visitor.post("/story", {"story": "x" * 1_100_000})
    assert sent.status_code == 413
    assert "Shorten the text" in sent.text
    assert 'href="/story">Back to the form</a>' in sent.text


# --- fragments ------------------------------------------------------------------------------


def test_htmx_gets_the_block_and_everybody_else_the_page(kit: Pages) -> None:
    visitor = kit.visitor()
    page, fragment = visitor.get("/sign-in"), visitor.fragment("/sign-in")
    assert "<html" in page.text
    assert "<html" not in fragment.text
    assert 'name="email"' in fragment.text
    assert {"HX-Request", "HX-Request-Type"} <= set(fragment.headers["Vary"].split(", "))


@pytest.mark.parametrize(
    "headers",
    [
        {"HX-Request": "true", "HX-Request-Type": "full"},
        {"HX-Request": "true", "HX-History-Restore-Request": "true"},
    ],
)
def test_htmx_gets_the_page_when_it_wants_the_page(kit: Pages, headers: dict[str, str]) -> None:
    assert "<html" in kit.visitor().client.get("/sign-in", headers=headers).text


def test_htmx_four_says_target_and_source_as_elements(kit: Pages) -> None:
    headers = {"HX-Request": "true", "HX-Target": "div#rows", "HX-Source": "button#more"}
    with kit.app.test_request_context(headers=headers):
        assert htmx.asked()
        assert htmx.asked().target == "rows"
        assert htmx.asked().trigger == "more"
    with kit.app.test_request_context(headers={"HX-Request": "true", "HX-Target": "body"}):
        assert htmx.asked().target is None
        assert htmx.asked().trigger is None


def test_an_answer_may_say_every_swap_style_of_htmx_four(kit: Pages) -> None:
    with kit.app.test_request_context():
        answer = htmx.make_response("x", reswap="outerMorph", trigger={"saved": {"id": "1"}})
    assert answer.headers["HX-Reswap"] == "outerMorph"
    assert json.loads(answer.headers["HX-Trigger"]) == {"saved": {"id": "1"}}


def test_a_refusal_takes_the_place_of_the_page_and_not_of_the_fragment(kit: Pages) -> None:
    refused = kit.visitor().fragment("/refuses/404")
    assert refused.headers["HX-Retarget"] == "#main"
    assert refused.headers["HX-Reswap"] == "innerHTML"
    assert "<html" not in refused.text


# --- refusals -------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 413, 422, 429, 500, 503, 418])
def test_every_refusal_is_a_page_with_one_thing_to_do(kit: Pages, status: int) -> None:
    refused = kit.visitor().get(f"/refuses/{status}")
    assert refused.status_code == status
    assert len(re.findall("<h1", refused.text)) == 1
    assert "werkzeug" not in refused.text.lower()
    assert "traceback" not in refused.text.lower()


@pytest.mark.parametrize(
    ("status", "words"), [(409, "Open the page again"), (413, "Back to the form")]
)
def test_what_must_be_decided_anew_leads_back_to_its_page(
    kit: Pages, status: int, words: str
) -> None:
    refused = kit.visitor().post(f"/refuses/{status}", {})
    assert f'href="/refuses/{status}">{words}' in refused.text
    assert f"{words}</a>" not in kit.visitor().get(f"/refuses/{status}").text
    assert (
        "Open the page again</a>" not in kit.visitor().post("/says-no", {}).text
    )  # it has no page


def test_who_is_signed_in_stays_so_on_an_address_that_is_none(kit: Pages) -> None:
    lost = kit.signed_in(Role.CHIEF).get("/nowhere")
    assert lost.status_code == 404
    assert "Sign out" in lost.text
    assert ">Home page</a>" in lost.text
    assert "Sign out" not in kit.visitor().get("/nowhere").text


def test_a_wrong_method_says_which_are_right(kit: Pages) -> None:
    refused = kit.visitor().get("/sign-out")
    assert refused.status_code == 405
    assert "POST" in refused.headers["Allow"]


def test_a_services_refusal_is_said_in_its_words_beside_what_was_typed(kit: Pages) -> None:
    refused = kit.visitor().post("/says-no", {"story": "My draft"})
    assert refused.status_code == 409
    assert "Ms X changed this text two minutes ago." in refused.text
    assert "My draft" in refused.text
    assert "Send again" not in refused.text


def test_a_failure_is_calm_and_its_log_names_no_value(kit: Pages) -> None:
    kit.app.config["PROPAGATE_EXCEPTIONS"] = False
    with capture_logs() as logs:
        broken = kit.visitor().get("/breaks")
    assert broken.status_code == 500
    assert "planted" not in broken.text
    [entry] = logs
    assert entry["event"] == "page failed"
    assert entry["endpoint"] == "breaks"


def test_a_database_that_is_away_is_not_our_visitors_fault(kit: Pages) -> None:
    with capture_logs() as logs:
        answer = kit.visitor().get("/without-database")
    assert answer.status_code == 503
    assert "planted" not in answer.text + repr(logs)
    assert ">Try again</a>" in answer.text
    assert ">Try again</a>" not in kit.visitor().get("/refuses/404").text


def test_where_no_connection_is_free_it_says_when_to_come_again_and_keeps_what_was_typed(
    kit: Pages,
) -> None:
    visitor = kit.visitor()
    answer = visitor.post("/without-connection", {"story": "What happened to us"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "What happened to us" in answer.text
    told = visitor.post("/api/without-connection", {})
    assert (told.status_code, told.headers["Retry-After"]) == (503, "5")
    assert told.mimetype == "application/problem+json"


def test_a_program_is_told_a_refusal_in_english_and_as_plain_text(kit: Pages) -> None:
    answer = kit.visitor().get("/api/says-no", accept_language="fr")
    assert answer.status_code == 409
    assert answer.json == {
        "title": "Conflict",
        "status": 409,
        "detail": "The newest name isn't a <b>.",
    }


def test_programs_get_problem_json(kit: Pages) -> None:
    refused = kit.visitor().get("/api/refuses")
    assert refused.status_code == 422
    assert refused.mimetype == "application/problem+json"
    assert refused.get_json() == {
        "title": "Unprocessable Content" if "Content" in refused.text else "Unprocessable Entity",
        "status": 422,
        "detail": "The field state is not a State.",
    }
    assert kit.visitor().get("/api/nothing").mimetype == "application/problem+json"


# --- readers --------------------------------------------------------------------------------


def test_a_page_is_mirrored_for_a_right_to_left_language(kit: Pages) -> None:
    visitor = kit.visitor()
    assert 'dir="ltr"' in visitor.get("/").text
    visitor.client.set_cookie("language", "xb")
    assert 'dir="rtl"' in visitor.get("/").text


def test_the_foot_says_that_no_native_reader_has_read_a_translation(kit: Pages) -> None:
    lines = {code: kit.visitor().get(f"/{code}/help").text for code in ("en", "fr", "ar")}
    said = {code: page.count('class="footer__line"') for code, page in lines.items()}
    assert said == {"en": 1, "fr": 2, "ar": 2}


def test_nothing_on_a_page_moves_by_itself() -> None:
    """So nobody has to ask for less of it."""
    moving = re.compile(r"@keyframes|transition(?:-\w+)?:|animation(?:-\w+)?:|scroll-behavior:")
    names = manifest(Path("portal/static")).values()
    sheets = [Path("portal/static/build", name) for name in names if name.endswith(".css")]
    assert len(sheets) == 2, "from either side"
    assert [one.name for one in sheets if moving.search(one.read_text())] == []


def test_a_demonstration_says_so_on_every_page(kit: Pages, tmp_path: Path) -> None:
    assert "Demonstration" not in kit.visitor().get("/").text
    with pages(*sqlite_urls(tmp_path), demo=True) as demo:
        for path in ("/", "/sign-in", "/nowhere"):
            page = demo.visitor().get(path).text
            assert "Every person, organisation and case here is invented" in page


def test_the_public_door_leads_who_is_signed_in_back_to_work(portal: Pages) -> None:
    assert "Sign in to your work" in portal.visitor().get("/").text
    assert "Go to your work" in portal.signed_in(Role.MANDATE_HOLDER).get("/").text
