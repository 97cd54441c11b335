"""A walk of every route as each person: every page, fragment, feed and file that they get.

``addresses``: each route once, or once for each item that it takes the id of. ``named``: pages and
files of the workspace by the names that they have, with filters. Files are opened: what is in a
workbook or a PDF is text like any other.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import cycle, islice, product
from typing import Any

import pypdf
from flask import Flask
from werkzeug.routing import AnyConverter, IntegerConverter, MapAdapter, Rule, UUIDConverter

from portal.committee.statistics.exports import BANDS
from portal.committee.statistics.pictures import FIGURES
from portal.public.register.pictures import FIGURES as PUBLIC_FIGURES
from portal.web.accounts.access import Door, access_of
from portal.web.policy import Kind
from shared.core.message import derive_id
from shared.reference import states
from shared.reference.early_warning import RULES
from tests.support.everything import reply_of
from tests.support.everything_of_partners import message_of
from tests.support.items import MANDATES, STATE, Item
from tests.support.portal import Pages, Visitor


@dataclass(frozen=True, slots=True)
class World:
    portal: Pages
    items: list[Item]
    visitors: Mapping[str, Visitor]
    mails: Mapping[str, str] = field(default_factory=dict)
    """What went to each person by mail."""
    known: dict[tuple[str, str], str] = field(default_factory=dict)
    """What each person gets at each address under the whole policy, once it was asked."""
    pages: dict[tuple[str, str], str] = field(default_factory=dict)
    """The same without the parts that htmx gets."""
    whole: set[str] = field(default_factory=set)
    """Endpoints of files, and those that answered htmx with the whole page: nobody asks them for a
    part again."""


@dataclass(frozen=True, slots=True)
class Address:
    rule: Rule
    path: str


def addresses(world: World) -> list[Address]:
    """Return every address that can be opened, with the id of every item where one belongs."""
    app: Flask = world.portal.app
    found: list[Address] = []
    for rule in app.url_map.iter_rules():
        access = access_of(app, rule.endpoint)
        assert access is not None, rule.endpoint
        if "GET" not in (rule.methods or ()) or access.door is Door.TOKEN:
            continue
        in_each = app.url_map.is_endpoint_expecting(rule.endpoint, "lang")
        if in_each and "lang" not in rule.arguments:
            continue  # leads to the same page in the reader's language
        # Pressed anew for each who asks.
        if rule.endpoint in {"static", "dossiers.copy", "dossiers.pdf", "mydossiers.pdf"}:
            continue
        for values in _values(rule, world.items):
            with app.test_request_context():
                path = app.url_map.bind("").build(rule.endpoint, values)
            found.append(Address(rule, path))
    return found


def named(world: World, state: str = STATE, mandate: str = MANDATES[0]) -> list[Address]:
    """Return the pages and files of the workspace, and the public ones beside them, by name."""
    at = world.portal.app.url_map.bind("")
    paths = [
        *(f"/activity/?{one}" for one in _filters(state, mandate)),
        *(f"/activity/pictures?{one}" for one in _filters(state, mandate)),
        f"/activity/day?on=2026-11-24&mandate={mandate}",
        f"/activity/day?on=2026-11-24&state={state}",
        *(f"/internal-statistics?{one}" for one in (f"state={state}", f"mandate={mandate}")),
        *(f"/internal-statistics/{name}.csv" for name in (*FIGURES, BANDS)),
        f"/internal-statistics/{BANDS}.csv?state={state}",
        *(f"/early-warning/rules/{name}/trial?least=notice" for name in RULES),
        *(f"/coverage{desk}/states/{state}" for desk in ("", "-desk")),
        *(f"/register/states/{state}{end}" for end in ("", "/briefing")),
        *(f"/register/states/{state}/briefing.{kind}" for kind in ("pdf", "xlsx", "ods", "json")),
        *(f"/register/statistics/{name}.csv" for name in PUBLIC_FIGURES),
        *(f"/register/statistics/{name}.svg" for name in PUBLIC_FIGURES),
        *(f"/mandates/{mandate}", f"/register/mandates/{mandate}", f"/invitations/{state}"),
        *(f"/{page}/{state}" for page in ("countries", "country-team")),
    ]
    return [Address(_rule(at, path), path) for path in paths]


def _rule(at: MapAdapter, path: str) -> Rule:
    rule, _ = at.match(path.partition("?")[0], "GET", return_rule=True)
    return rule


def _filters(state: str, mandate: str) -> list[str]:
    region = states()[state].group
    return [
        "kind=allegation-received",
        f"mandate={mandate}",
        f"mandate={mandate}&kind=allegation-received",
        f"state={state}",
        f"region={region}",
        f"state={state}&unnamed=yes",
    ]


def _values(rule: Rule, items: list[Item]) -> list[dict[str, Any]]:
    """The arguments of a rule: each item's id for the first that takes ids, anything else once."""
    filled = {name: something(rule, name) for name in rule.arguments - (rule.defaults or {}).keys()}
    if rule.endpoint.startswith("visit"):
        filled |= {name: _FILE[name] for name in rule.arguments if name in _FILE}
    if rule.endpoint.startswith("dossier") and "mission_id" in rule.arguments:
        here = {each.id for each in items if each.kind is Kind.DOSSIER}
        versions = ("team", "partners") if "audience" in rule.arguments else ("",)
        of = [{"audience": each} if each else {} for each in versions]
        return [filled | {"mission_id": one} | each for one in sorted(here) for each in of]
    if rule.endpoint.split(".")[0].removesuffix("files") in {"threads", "mythreads", "visitnotes"}:
        return _of_threads(rule, items, filled)
    for argument, kinds in _ARGUMENTS.items():
        if argument in rule.arguments:
            ids = {item.id for item in items if item.kind in kinds}
            return [filled | {argument: one} | _within(rule, one) for one in sorted(ids)]
    return [filled]


def _of_threads(rule: Rule, items: list[Item], filled: dict[str, Any]) -> list[dict[str, Any]]:
    """Each thread of the mission, by each admission to it; with a message, each of both once."""
    threads = {item.id: message_of(item.state) for item in items if item.kind in _THREADS}
    by = {
        "thread_id": [*threads],
        "partner_id": [item.id for item in items if item.kind is Kind.PARTNER],
        "mission_id": [next(item.id for item in items if item.kind is Kind.PROGRAMME)],
    }
    names = [name for name in by if name in rule.arguments]
    each = [by[name] for name in names]
    some: Iterable[tuple[str, ...]] = product(*each)
    if "message_id" in rule.arguments:
        some = islice(zip(*map(cycle, each), strict=False), max(map(len, each)))
    found = [filled | dict(zip(names, ids, strict=True)) for ids in some]
    if "message_id" not in rule.arguments:
        return found
    return [one | {"message_id": threads[one["thread_id"]]} for one in found]


_THREADS = (Kind.RC_THREAD, Kind.PARTNER_THREAD, Kind.STATE_THREAD)


def _within(rule: Rule, item: str) -> dict[str, Any]:
    """What is inside of an item: the reply to a letter."""
    return {"reply_id": reply_of(item)} if "reply_id" in rule.arguments else {}


_ARGUMENTS: Mapping[str, tuple[str, ...]] = {
    "statement_id": ("statement",),
    "submission_id": (Kind.SUBMISSION,),
    "communication_id": (Kind.CLEARANCE, Kind.LETTER),
    "partner_id": (Kind.PARTNER,),
    "incident_id": (Kind.INCIDENT_PUT,),
    "mission_id": (Kind.PROGRAMME, Kind.CONFIDENTIAL, Kind.REPORT, "public report"),
}
_KNOWN = {"document": "letter"}
_FILE = {"mandate": MANDATES[0], "state": STATE}
_NOBODY = str(derive_id("nobody"))


def something(rule: Rule, argument: str) -> Any:
    """A value that the argument takes, of nothing that is there."""
    match rule._converters[argument]:
        case AnyConverter() as choice:
            return min(choice.items)
        case IntegerConverter():
            return 1
        case UUIDConverter():
            return _NOBODY
        case _:
            return _KNOWN.get(argument, "nothing")


def walked(world: World, who: str, looked: list[Address]) -> str:
    """Return all that this person gets, as pages and as fragments."""
    return "\n".join(_with_part(world, who, one, asked(world, who, one)) for one in looked)


def known(world: World, who: str, looked: list[Address]) -> str:
    """Return the same, but ask each address once for all tests: the policy has to be whole."""
    return "\n".join(_known_at(world, who, one) for one in looked)


def known_page(world: World, who: str, one: Address) -> str:
    """Return the page or file alone: a part that htmx gets is a block of it."""
    _known_at(world, who, one)
    return world.pages[who, one.path]


def _known_at(world: World, who: str, one: Address) -> str:
    where = (who, one.path)
    if where not in world.known:
        world.pages[where] = asked(world, who, one)
        world.known[where] = _with_part(world, who, one, world.pages[where])
    return world.known[where]


def lasting(got: str) -> str:
    """Leave out what is another each time: tokens, form ids, places in topics, nonces, "New"."""
    return _PASSING.sub("", got)


_PASSING = re.compile(
    r'<input[^>]*type="hidden"[^>]*>|nonce="[^"]*"|gAAAA[\w=-]+|<dcterms:\w+ [^>]*>[^<]*'
    r'|data-passkey-make="[^"]*"| *<strong class="govuk-tag status status--waiting">New</strong>'
)


def asked(world: World, who: str, one: Address) -> str:
    """Return the page or file at the address, or nothing if this person may not open it."""
    visitor = world.visitors[who]
    access = access_of(world.portal.app, one.rule.endpoint)
    roles = visitor.account.roles if visitor.account else frozenset()
    if access and access.door is Door.SESSION and access.roles and not access.roles & roles:
        return ""  # test_matrix.py: nobody comes through a door that is not his
    answer = visitor.get(one.path)
    assert answer.status_code != 500, (who, one.path, answer.status_code)
    if answer.status_code != 200:
        return ""
    if answer.mimetype != "text/html":
        world.whole.add(one.rule.endpoint)
        return opened(answer.get_data())
    return _answered(answer, one)


def _with_part(world: World, who: str, one: Address, page: str) -> str:
    if not page or one.rule.endpoint in world.whole:
        return page
    part = _answered(world.visitors[who].fragment(one.path), one)
    if lasting(part) == lasting(page):
        world.whole.add(one.rule.endpoint)
        return page
    return f"{page}\n{part}"


def _answered(answer: Any, one: Address) -> str:
    """The answer without what was asked: an id from the address bar tells nobody anything."""
    text: str = answer.get_data().decode(errors="replace")
    if answer.status_code == 200:
        return text
    return re.sub(re.escape(one.path), "", text)


@lru_cache(maxsize=256)
def opened(file: bytes) -> str:
    """Return what a file says: the text of a PDF, every part of a workbook, else all of it."""
    if file.startswith(b"%PDF"):
        reader = pypdf.PdfReader(io.BytesIO(file))
        said = [page.extract_text() for page in reader.pages]
        return "\n".join([*said, *map(str, (reader.metadata or {}).values())])
    if file.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(file)) as parts:
            return "\n".join(parts.read(one).decode(errors="replace") for one in parts.namelist())
    return file.decode(errors="replace")
