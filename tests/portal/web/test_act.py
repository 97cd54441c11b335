"""The one way to ask: what each page does that shows a form and asks a service for its command."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from flask import get_flashed_messages
from werkzeug.wrappers import Response
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length

from portal.web import check
from portal.web.act import About, Answer, Page, act
from portal.web.check import Check
from portal.web.commands import Accepted, CommandRefused
from portal.web.forms import Choice, CommandForm, DayField
from portal.web.i18n.texts import speaking
from portal.web.moments import MomentField
from shared.contracts.followup_recommendation_commands import ShareRecommendation
from shared.core.actor import Actor
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.platform.vault import Forgotten
from tests.support.portal import Pages, pages, sqlite_urls

CASE = derive_id("case")
ID = str(derive_id("command"))
BY = Actor(actor_id="person-1", roles=frozenset({Role.MANDATE_HOLDER}))
ABOUT = About(
    address="/page#part",
    case=CASE,
    back="Back to it",
    caption="Its name",
    title="Its number",
    erased="It was erased.",
)
PAGE = Page(
    heading="Do it",
    button="Do it now",
    lead=["First.", "Then."],
    texts=[("A label", "A text"), (None, None)],
    note="A note.",
    warning="It cannot be undone.",
    leave="Leave it",
    tone="warning",
)


class Form(CommandForm):
    mandate = Choice("Mandate")
    code = StringField("Code", [DataRequired("Enter the code")], description="Hint of the code")
    words = TextAreaField("Words", [Length(max=90)], render_kw={"rows": 7})
    kind = RadioField("Kind", choices={"a": "A"}, render_kw={"hints": {"a": "Hint of A"}})
    tags = SelectMultipleField("Tags", choices={"t": "T"}, validate_choice=False)
    state = SelectField("State", choices={"": "Choose", "CHE": "Switzerland"})
    sure = BooleanField("Sure")
    on = DayField("Day")
    at = MomentField("Moment")
    kept = HiddenField(default="kept-along")

    def __init__(self, *mandates: str) -> None:
        super().__init__(meta={"csrf": False})
        self.mandate.offer({one: one.upper() for one in mandates})


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Pages]:
    with pages(*sqlite_urls(tmp_path)) as built:
        built.answer = httpx.Response(200, json={"stream": "x-1", "position": 7})
        yield built


def asked(portal: Pages, typed: dict[str, str] | None = None, **also: Any) -> Answer:
    """Act on what was typed; None for somebody who opens the page."""
    how = {"method": "GET"} if typed is None else {"method": "POST", "data": filled(typed)}
    with portal.app.test_request_context("/act", **how):
        form = Form("one")
        answer = act(ABOUT, form, PAGE, lambda: command(form), by=BY, **also)
        portal.app.extensions["said"] = get_flashed_messages()
        return answer


def filled(typed: dict[str, str]) -> dict[str, str]:
    first = {"mandate": "one", "kind": "a", "state": "", "on": "2026-11-20", "code": "K-1"}
    return {"command_id": ID, **first, **typed}


def command(form: Form) -> ShareRecommendation:
    return ShareRecommendation(recommendation_id="r-1", organisation_id=form.code.data or "")


def again(answer: Answer) -> tuple[str, int]:
    assert isinstance(answer, tuple)
    return answer


def test_the_page_shows_what_it_is_about_and_each_field_as_what_it_is(portal: Pages) -> None:
    page = asked(portal)
    assert isinstance(page, str)
    for shown in (
        "<title>Do it: Its number",
        '<nav aria-label="Back"><a href="/page#part" class="govuk-back-link">Back to it',
        '<span class="govuk-caption-l">Its name</span>',
        '<h1 class="govuk-heading-l">Do it</h1>',
        '<p class="govuk-body">First.</p><p class="govuk-body">Then.</p>',
        "A label",
        "sealed__erased",
        "A note.",
        "It cannot be undone.",
        '<a class="govuk-link" href="/page#part">Leave it</a>',
        "govuk-button--warning",
        ">Do it now</button>",
        '<div id="code-hint" class="govuk-hint">Hint of the code</div>',
        'rows="7"',
        "At most 90 characters",
        "Hint of A",
        'type="checkbox" value="t"',
        '<option value="CHE">',
        'type="checkbox" value="y"',
        'type="date"',
        'type="datetime-local"',
        'value="kept-along"',
    ):
        assert shown in page, shown
    assert portal.asked == []


@pytest.mark.parametrize(("mandates", "asks"), [(("one",), False), (("one", "two"), True)])
def test_a_choice_is_asked_for_only_where_there_is_one(
    portal: Pages, mandates: tuple[str, ...], *, asks: bool
) -> None:
    with portal.app.test_request_context("/act"):
        form = Form(*mandates)
        page = act(ABOUT, form, PAGE, lambda: command(form))
    assert isinstance(page, str)
    assert ("Mandate" in page) is asks
    assert ('<input type="hidden" name="mandate" value="one">' in page) is not asks


def test_fields_are_shown_in_the_order_that_the_page_names(portal: Pages) -> None:
    with portal.app.test_request_context("/act"):
        form = Form("one")
        page = Page(heading="Do it", button="Do it", fields=["words", "code"])
        shown = act(ABOUT, form, page, lambda: command(form))
    assert isinstance(shown, str)
    assert shown.index('name="words"') < shown.index('name="code"')
    assert 'name="state"' not in shown


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(portal: Pages) -> None:
    page, status = again(asked(portal, {"code": "", "words": "Typed words"}))
    assert status == 422
    assert "Enter the code" in page
    assert "<title>Error: Do it" in page
    assert "Typed words" in page
    assert portal.asked == []


def test_a_command_is_asked_for_once_and_the_next_page_waits_for_it(portal: Pages) -> None:
    answer = asked(portal, {}, said=lambda: "It is done")
    assert isinstance(answer, Response)
    assert answer.status_code == 303
    page, _, part = answer.headers["Location"].partition("#")
    assert page.startswith("/page?after=")
    assert part == "part"
    assert portal.app.extensions["said"] == ["It is done"]
    [sent] = portal.asked
    assert f'"{ID}"' in sent.content.decode()
    assert f'"{CASE}"' in sent.content.decode()
    assert '"share-recommendation"' in sent.content.decode()


def test_a_page_that_cannot_wait_is_not_told_to(portal: Pages) -> None:
    with portal.app.test_request_context("/act", method="POST", data=filled({})):
        form = Form("one")
        about = About(address="/page", case=None, waits=False)
        answer = act(about, form, PAGE, lambda: command(form), by=BY)
    assert isinstance(answer, Response)
    assert answer.headers["Location"] == "/page"


@pytest.mark.parametrize("status", [409, 422, 429])
def test_a_refusal_is_said_on_the_page_with_its_status(portal: Pages, status: int) -> None:
    portal.answer = httpx.Response(status, json={"title": "Not now."})
    page, shown = again(asked(portal, {"words": "Typed words"}, said="It is done"))
    assert shown == status
    assert "Not now." in page
    assert "Typed words" in page
    assert portal.app.extensions["said"] == []


def test_a_refusal_that_nobody_has_translated_is_marked_as_english(portal: Pages) -> None:
    portal.answer = httpx.Response(422, json={"title": "Not <now>."})
    with speaking("fr"):
        page, _ = again(asked(portal, {}))
    assert '<li><span lang="en" dir="ltr">Not &lt;now&gt;.</span></li>' in page


def test_a_refusal_may_be_said_on_another_page(portal: Pages) -> None:
    portal.answer = httpx.Response(409, json={"title": "Not now."})
    answer = asked(portal, {}, refused=lambda no: f"Elsewhere: {no.sentence}")
    assert answer == ("Elsewhere: Not now.", 409)


@pytest.mark.parametrize(
    ("why", "status", "said"),
    [(CommandRefused(422, "Tick one."), 422, "Tick one."), (Forgotten(), 409, "It was erased.")],
)
def test_what_stops_a_command_from_being_made_is_said_and_asks_nobody(
    portal: Pages, why: Exception, status: int, said: str
) -> None:
    def stopped() -> ShareRecommendation:
        raise why

    with portal.app.test_request_context("/act", method="POST", data=filled({})):
        page, shown = again(act(ABOUT, Form("one"), PAGE, stopped, by=BY))
    assert shown == status
    assert said in page
    assert portal.asked == []


def test_what_was_typed_is_read_once_more_where_a_view_says_so(portal: Pages) -> None:
    def checks() -> Check:
        return Check(title="Check it", lead="It goes.", button="Send it", answers=[("Code", "K-1")])

    name = check._CHECKED  # the page carries it
    first = asked(portal, {}, checks=checks)
    assert isinstance(first, str)
    assert "Check it" in first
    changed = asked(portal, {name: "change", "words": "Typed words"}, checks=checks)
    assert isinstance(changed, str)
    assert "Typed words" in changed
    assert portal.asked == []
    sent = asked(portal, {name: "send"}, checks=checks)
    assert isinstance(sent, Response)
    assert len(portal.asked) == 1


def test_what_follows_is_waited_for_instead(portal: Pages) -> None:
    answer = asked(portal, {}, then=lambda: Accepted("the-last-one"))
    assert isinstance(answer, Response)
    assert answer.headers["Location"] == "/page?after=the-last-one#part"


def test_a_damaged_command_id_asks_nobody(portal: Pages) -> None:
    page, status = again(asked(portal, {"command_id": "x"}))
    assert status == 422
    assert "This form is damaged" in page
    assert portal.asked == []
