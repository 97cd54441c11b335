"""All pages that a person can open: found by routes, links, and ids of items."""

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Final

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect, Rule

from portal.web.accounts.access import Door, access_of
from shared.core.roles import Role
from tests.support import terms
from tests.support.line import line_of
from tests.support.lived_in import LivedIn
from tests.support.portal import HERE

MIRRORED = "xb"
"""A language from right to left, in which the pages are looked at."""
FRENCH = "fr"
"""A language in which every page at the doors is looked at, and what some of them say."""
_TERM = {"mandate": terms.TORTURE, "term_id": terms.TERM, "act_kind": "merge"}
"""What acts on a term or a mandate take. A visitor's pages lead to them."""
_ITEMS = {"submission body": "submission_id", "statement": "statement_id"}
"""What addresses call the ids of items, where they are no letters."""
EACH = 10
"""Pages of one route that are opened by one person."""

_EVERYBODYS = {Role.NGO_MEMBER, "returning", "without an account", "without a second step"}
_DIFFERS = {
    "library": {Role.STAKEHOLDER_OFFICER, Role.CHIEF},
    "invitations": {Role.QUICK_RESPONSE_DESK},
}
"""Pages for whoever signed in that have more for these roles."""
_LINK = re.compile(r'<a(?![^>]*\shreflang=)[^>]*\shref="(/[^"#]*)')
_PARTS = re.compile(r"<(\w+)([^>]*)")
_KEPT = re.compile(r'\b(?:class|role)="[^"]*"')
NO_PAGES = {
    "static",
    "accounts.keep",
    "activity.case",
    "activity.letter",
    "anybody.leave_at_once",
    "api.following.consent",
    "api.following.index",
    "api.following.questions",
    "api.openapi",
    "api.status",
    "attachments.download",
    "attachments.without",
    "channel.keep",
    "accreditationlist.template",
    "contributions.file",
    "corpus.as_file",
    "corpusapi.index",
    "corpusapi.openapi",
    "corpusapi.whole",
    "recommendationfiles.of_list",
    "recommendationfiles.of_register",
    "corpusapi.whole_csv",
    "countryteam.brief",
    "corpusdesk.problems",
    "corpusdesk.taken",
    "coverage.csv",
    "coverage.svg",
    "visitages.svg",
    "coverage.xlsx",
    "coveragedesk.csv",
    "coveragedesk.xlsx",
    "coveragerecord.template",
    "dossiers.copy",
    "dossiers.pdf",
    "drafts.lists.template_csv",
    "drafts.lists.template_xlsx",
    "drafts.unsigned.awake",
    "engagement.csv",
    "engagement.every_csv",
    "engagement.pdf",
    "engagementdesk.csv",
    "engagementdesk.pdf",
    "actionfiles.download",
    "evidence.download",
    "mythreadsfiles.download",
    "roundfiles.download",
    "threadsfiles.download",
    "visitnotesfiles.download",
    "visitscans.download",
    "publicreports.file",
    "health.health",
    "health.live",
    "health.ready",
    "briefings.feed",
    "forum.file",
    "library.file",
    "publiclibrary.file_to_all",
    "internalstatistics.csv",
    "internalstatistics.xlsx",
    "letters.pdf",
    "visitcorrespondence.pdf",
    "visittexts.pdf",
    "mydossiers.pdf",
    "notices.follow",
    "jointvisits.asked_here",
    "historydesk.template",
    "historydesk.problems",
    "history.export",
    "history.file",
    "pastletters.file",
    "historyrows.file",
    "pastfiles.file",
    "meetingpapers.paper",
    "guestmeetings.paper",
    "briefings.pdf",
    "staffbriefings.edition_pdf",
    "packs.csv",
    "packs.pdf",
    "packs.svg",
    "packs.xlsx",
    "provider.begin",
    "provider.finish",
    "register.briefing_json",
    "register.briefing_pdf",
    "register.briefing_xlsx",
    "register.bulletin_feed",
    "plans.calendar",
    "reportdeadlines.calendar",
    "seats.paper",
    "seats.paper_before",
    "sessiondesk.paper",
    "sessions.paper",
    "register.export_csv",
    "register.export_json",
    "register.feed",
    "register.published_atom",
    "register.published_json",
    "register.share_code",
    "register.share_pdf",
    "register.share_sheet",
    "register.latest",
    "register.letter_pdf",
    "register.sitemap",
    "register.statements_csv",
    "register.statistics_csv",
    "register.statistics_svg",
    "register.state_themes_csv",
    "register.state_themes_svg",
    "register.theme_csv",
    "register.theme_pdf",
    "register.theme_svg",
    "register.themes_csv",
    "register.themes_pdf",
    "register.themes_svg",
    "register.statements_feed",
    "register.statements_json",
    "replies.files.download",
    "selection.published.pdf",
    "replies.officer.follow_up",
    "roundsheets.download",
    "submissions.own.file",
    "submissions.unsigned.file",
    "times.export",
    "trainings.sheet",
    "visits.find",
    "visits.lead",
}
"""What answers with a file, with data, or leads on."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A page that somebody got; ``shape`` is what it is made of."""

    who: str
    endpoint: str
    path: str
    status: int
    text: str
    headers: tuple[tuple[str, str], ...] = ()
    weight: int = 0
    """Bytes as transferred, if the portal stands behind a line that counts them."""

    @property
    def shape(self) -> frozenset[str]:
        main = self.text.partition("<main")[2]
        return frozenset(
            f"{tag} {' '.join(_KEPT.findall(rest))}" for tag, rest in _PARTS.findall(main)
        )


def pages_of(world: LivedIn, who: str) -> Iterator[Seen]:
    """Open what this person can reach, mirrored; files and programs' answers are no pages."""
    waiting = deque(_addresses(world))
    known, opened = set(waiting), Counter[str]()
    while waiting:
        path = waiting.popleft()
        endpoint = endpoint_of(world.portal.app, path)
        if endpoint is None or endpoint in NO_PAGES or opened[endpoint] >= EACH:
            continue
        if _is_everybodys(world, endpoint, who) or _is_closed(world, endpoint, who):
            continue
        page = page_at(world, who, endpoint, path)
        if page is None:
            continue
        opened[endpoint] += 1
        yield page
        for link in map(unescape, _LINK.findall(page.text)):
            if link not in known:
                known.add(link)
                waiting.append(link)


def page_at(world: LivedIn, who: str, endpoint: str, path: str) -> Seen | None:
    """Open a page. Nothing, if there is none for this person."""
    answer = world.visitors[who].get(path)
    assert answer.status_code != 500, (who, path)
    if answer.status_code not in {200, 503} or answer.mimetype != "text/html":
        return None
    headers = tuple(answer.headers.items())
    weight = line_of(world.portal.app).weights.get(path.partition("?")[0], 0)
    return Seen(who, endpoint, path, answer.status_code, answer.text, headers, weight)


def also_in(world: LivedIn, pages: Iterable[Seen], language: str) -> Iterator[Seen]:
    """Open these mirrored pages in another language: in French all, else one of those alike."""
    for page in pages if language == FRENCH else new_shapes(pages):
        path = re.sub(rf"^/{MIRRORED}(?=[/?]|$)", f"/{language}", page.path)
        again = page_at(world, page.who, page.endpoint, path)
        assert again is not None, (page.who, path)
        yield again


SOURCES: Final = (Role.NGO_MEMBER, Role.CONTACT_POINT, Role.FOCAL_POINT, Role.CANDIDATE)
DOORS: Final = (
    "",
    *SOURCES,
    "returning",
    "without an account",
    "without a second step",
    "setting up",
    "halfway",
    "starting",
)
"""Who comes through the doors of the public and of sources, on the way in and inside."""


def is_at_the_doors(app: Flask, endpoint: str) -> bool:
    """Whether it is a page of the public, of sources, of candidates, or of everybody."""
    access = access_of(app, endpoint)
    if access is None or access.door is Door.TOKEN:
        return False
    return not access.roles or not access.roles.isdisjoint(SOURCES)


def sent_empty(world: LivedIn, pages: Sequence[Seen]) -> Iterator[Seen]:
    """Send each form of these pages once, with nothing but what is hidden in it.

    Yield what each form got as its answer.
    """
    forms = forms_of(world, pages)
    for who, endpoint, path, form in sorted(forms, key=lambda one: _ends_something(one[1])):
        hidden = re.findall(r'<input[^>]*type="hidden"[^>]*>', form)
        data = {_value(one, "name"): _value(one, "value") for one in hidden}
        answer = world.visitors[who].client.post(path, data=data, headers=HERE)
        headers = tuple(answer.headers.items())
        yield Seen(who, endpoint, path, answer.status_code, answer.text, headers)


def forms_of(world: LivedIn, pages: Iterable[Seen]) -> list[tuple[str, str, str, str]]:
    """Return each form that is posted: who has it, its endpoint, where it is sent, its text.

    One that has the same fields for several people is of the first, at the doors and in the house.
    """
    forms: dict[tuple[bool, str, frozenset[str]], tuple[str, str, str, str]] = {}
    for page in pages:
        for form in forms_in(page.text.partition("<main")[2]):
            head = form.partition(">")[0]
            action = re.search(r'action="([^"]+)"', head)
            path = unescape(action[1]) if action else page.path
            endpoint = endpoint_of(world.portal.app, path, method="POST")
            if 'method="post"' in head and endpoint is not None:
                fields = frozenset(re.findall(r'\sname="([^"]*)"', form))
                kind = (page.who in DOORS, endpoint, fields)
                forms.setdefault(kind, (page.who, endpoint, path, form))
    return list(forms.values())


def _ends_something(endpoint: str) -> tuple[bool, ...]:
    """What is hidden, is deleted, whose access ends, and who signs out comes after all else.

    First of these: an administrator disables the account of somebody who still has forms to send.
    """
    hides = endpoint.endswith((".hide", ".hide_now"))
    last = (hides, endpoint.endswith(".dissolve"), endpoint.endswith(".end"))
    out = endpoint.startswith(("accounts.", "security."))
    taken = endpoint == "administration.do"
    return (*last, out, "delete" in endpoint, "leave" in endpoint, taken)


def _value(element: str, attribute: str) -> str:
    found = re.search(rf'\s{attribute}="([^"]*)"', element)
    return unescape(found[1]) if found else ""


def endpoint_of(app: Flask, path: str, *, method: str = "GET") -> str | None:
    try:
        return str(app.url_map.bind("").match(path.partition("?")[0], method)[0])
    except (HTTPException, RequestRedirect):
        return None


def _is_everybodys(world: LivedIn, endpoint: str, who: str) -> bool:
    """Whether it is a page that is the same for all, and somebody else here looks at it."""
    access = access_of(world.portal.app, endpoint)
    if access is None or access.roles or endpoint.startswith(("arrival.", "anybody.")):
        return False
    if who in _DIFFERS.get(endpoint.partition(".")[0], ()):
        return False
    return who not in ({""} if access.door is Door.PUBLIC else _EVERYBODYS)


def _is_closed(world: LivedIn, endpoint: str, who: str) -> bool:
    """Whether it is for other roles alone (that they are refused: test_who_sees_what.py)."""
    access, account = access_of(world.portal.app, endpoint), world.visitors[who].account
    if access is not None and access.door is Door.DRAFT and who == "without an account":
        return False
    roles = account.roles if account else frozenset[Role]()
    return access is not None and bool(access.roles) and access.roles.isdisjoint(roles)


def forms_in(text: str) -> list[str]:
    return re.findall(r"<form.*?</form>", text, re.DOTALL)


def links_in(text: str) -> list[str]:
    return [unescape(link) for link in re.findall(r'<a\b[^>]*\shref="([^"]*)"', text)]


def new_shapes(pages: Iterable[Seen], known: dict[str, set[str]] | None = None) -> list[Seen]:
    """Leave out a page that is made of nothing but what earlier pages of its route have.

    ``known``: what pages that were chosen elsewhere are made of; what these have is added.
    """
    parts = {} if known is None else known
    chosen = []
    for page in pages:
        of_route, shape = parts.setdefault(page.endpoint, set()), page.shape
        if not shape <= of_route:
            of_route |= shape
            chosen.append(page)
    return chosen


def _addresses(world: LivedIn) -> list[str]:
    """Every route without arguments, and those that take the id of an item.

    Pages that stand under the address of each language are opened mirrored.
    """
    app = world.portal.app
    found: list[str] = []
    for rule in app.url_map.iter_rules():
        access = access_of(app, rule.endpoint)
        if "GET" not in (rule.methods or ()) or (access and access.door is Door.TOKEN):
            continue
        if "lang" in rule.arguments or not app.url_map.is_endpoint_expecting(rule.endpoint, "lang"):
            found += _filled(world, rule)
    return list(dict.fromkeys(found))


def _filled(world: LivedIn, rule: Rule) -> list[str]:
    """Return the addresses of a route: its own, or one for each item that it takes the id of."""
    arguments = rule.arguments - {"lang"}
    given = {"lang": MIRRORED} if "lang" in rule.arguments else {}
    with world.portal.app.test_request_context():
        build = world.portal.app.url_map.bind("").build
        if not arguments:
            return [build(rule.endpoint, given)]
        if rule.endpoint.startswith(("terms.", "council.")):
            return [build(rule.endpoint, {**given, **{one: _TERM[one] for one in arguments}})]
        return [
            build(rule.endpoint, {**given, argument: item.id})
            for item in world.items
            for argument in arguments
            if arguments == {_ITEMS.get(item.kind, "communication_id")}
        ]
