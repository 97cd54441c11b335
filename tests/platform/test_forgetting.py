"""Everything is erased, and every page that people can reach says so instead of failing."""

import html
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urldefrag, urlsplit

import httpx
import pytest
from sqlalchemy import select

from deploy.local.testing import Platform
from portal.app.read_models import READ_MODELS
from portal.followup.recommendations.read_model import recommendations
from portal.oversight.forgetting.erasing import RECORDS
from portal.oversight.forgetting.words import kind_of
from shared.core.message import Sealed
from shared.platform.settings import Settings
from shared.platform.tables import SealedText, make_engine
from shared.platform.vault import Vault, subject_keys
from tests.support.drawing import some_of
from tests.support.people import Person, person
from tests.support.told import settings_of, told_platform

pytestmark = [pytest.mark.live, pytest.mark.alone, pytest.mark.timeout(900)]

ALWAYS = ("ngo", "qrd", "holder")  # who read most of what can be erased
OTHERS = (
    "nhri", "officer", "officer.hrds", "holder.hrds", "chief", "desk", "committee", "selection",
    "chair", "panel.apg", "candidate", "government", "auditor", "protection", "publication",
)  # fmt: skip
MOST = 120  # pages of one person
EACH = 1  # of these of one route: nineteen people read others
_LINK = re.compile(r'<a(?![^>]*\shreflang=) [^>]*href="(/[^"]*)"')
_LEFT_OUT = ("/static/", "/fr/", "/feed", "/sign-", "/security", "/demo", "/kit", "/submit/exit")
_PUBLIC = "/en/"  # what everybody reads there is read once, by a visitor
_NAMED = re.compile(
    r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{16,}|(?<=/)[A-Z]{3}(?=/|$)|(?<=mandates/)[a-z-]+|\d+"
)
_REFUSED = {httpx.codes.CONFLICT, httpx.codes.GONE}
"""What answers for a text, and for a file, that was all that a page had."""
_ROSTER = ("/roster/change", "/roster/renew", "/roster/leave")
_REGISTER = ("/en/organisations/", "/contact-log/log/", "/en/published-reprisals/", *_ROSTER)
"""Where an entry is read, where a contact is logged, and what a candidate does with the own one.

A reprisal that was published is such an entry too: its text was all of it.
"""
_PAPER = re.compile(r"/papers/[0-9a-f-]{36}$")
"""The file of a session's paper, which has no line any more (decision 0123)."""
_WORTH_FINDING = 20  # characters; what is shorter may stand on a page for another reason


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """A platform of its own: what is erased here is nobody else's."""
    with told_platform(tmp_path_factory.mktemp("own") / "var") as running:
        yield running


def crawled(one: Person, *left_out: str) -> dict[str, httpx.Response]:
    """Read the pages that links lead to, some of each route, each without its question once."""
    found: dict[str, httpx.Response] = {}
    seen, read = set[str](), Counter[str]()
    waiting = ["/"]
    while waiting and len(found) < MOST:
        address = waiting.pop(0)
        path = urlsplit(address).path
        route = _NAMED.sub("*", path)
        if path in seen or read[route] == EACH or address.startswith((*_LEFT_OUT, *left_out)):
            continue
        seen.add(path)
        read[route] += 1
        answer = found[address] = one.http.get(address)
        if answer.headers["content-type"].startswith("text/html"):
            links = map(html.unescape, _LINK.findall(answer.text))
            waiting += [urldefrag(link).url for link in links]
    return found


def visitor(platform: Platform) -> Person:
    """Somebody who is not signed in."""
    return Person(
        httpx.Client(base_url=platform.url, trust_env=False, timeout=20, follow_redirects=True)
    )


STAYS = {"accreditation", "consultation", "session"}
"""What is of no person: what ECOSOC or GANHRI decided, what a group of proposals is called, and the
link to a session."""


def texts(settings: Settings, vault: Vault) -> set[str]:
    """Every restricted text that a read model holds and can forget, as its beginning.

    The words of a public recommendation are no longer restricted: they stay until taken back.
    """
    engine = make_engine(settings.database, durable=False)
    sealed: list[Sealed] = []
    with engine.connect() as conn:
        for model in READ_MODELS:
            for table in model.tables.sorted_tables:
                for column in table.columns:
                    if isinstance(column.type, SealedText):
                        sealed += [one for one in conn.scalars(select(column)) if one]
        public = {text for text in conn.scalars(select(recommendations.c.public_text)) if text}
    engine.dispose()
    sealed = [one for one in sealed if kind_of(one.subject) not in STAYS]
    kept = {text for text in vault.reveal_all(sealed) if text} - public
    return {text[:60] for text in kept if len(text) > _WORTH_FINDING}


def test_pages_show_that_something_was_erased(own: Platform) -> None:
    settings = settings_of(own)
    vaults = make_engine(settings.vault_database, durable=True)
    vault = Vault(vaults, settings.vault_key_list)
    signed_in = {name: person(own, name) for name in (*ALWAYS, *some_of(OTHERS, 3))}
    before = {name: crawled(one, _PUBLIC) for name, one in signed_in.items()}
    signed_in["visitor"] = visitor(own)
    before["visitor"] = crawled(signed_in["visitor"])
    known = {html.escape(text, quote=True) for text in texts(settings, vault)} - {""}
    read = {
        text
        for pages in before.values()
        for page in pages.values()
        for text in known
        if text in page.text
    }
    assert len(read) > 5, "the demonstration shows texts to those who may read them"

    with vaults.connect() as conn:
        subjects = [
            one for one in conn.scalars(select(subject_keys.c.subject)) if kind_of(one) in RECORDS
        ]
    for subject in subjects:
        assert vault.forget(subject, at=datetime.now(UTC))
    vaults.dispose()

    marked = 0
    for name, pages in before.items():
        for address, then in pages.items():
            now = signed_in[name].http.get(address)
            where = f"{name} at {address}"
            # A page whose whole point was the text may refuse, and says why.
            refused = now.status_code in _REFUSED and "erased" in now.text
            # An entry of register or roster, or a paper, is no more to be found, as if never there.
            no_entry = address.startswith(_REGISTER) or _PAPER.search(address) is not None
            refused |= no_entry and now.status_code == httpx.codes.NOT_FOUND
            assert refused or now.status_code == then.status_code, (where, now.status_code)
            assert not [text for text in known if text in now.text], where
            assert now.text.count(">None<") <= then.text.count(">None<"), where
            if 'class="sealed__text"' in then.text and any(one in then.text for one in known):
                assert "erased" in now.text, where
                marked += 1
    assert marked > 5
    for one in signed_in.values():
        one.http.close()
