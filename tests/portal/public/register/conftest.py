import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from portal.app.read_models import READ_MODELS
from portal.public.register.read_model import REGISTER
from shared.read_models.model import Applier
from tests.portal.public.register.world import World, worlds
from tests.support.followup import LETTER, REPLY
from tests.support.portal import Pages, pages, sqlite_urls
from tests.support.publication import (
    ORIGINAL,
    TRANSLATION,
    approved,
    arriving,
    awaits,
    drafted,
    embargo,
    ended,
    redacted,
    revised,
    translation_awaits,
    transmitted,
)
from tests.support.ready import ready

PERMALINK = "/register/AL-FRA-3-2026"
ADDRESSES = (
    "/",
    "/register",
    "/register?q=concerned",
    "/register?state=FRA&mandate=wgad&theme=detention&type=AL&year=2026&joint=yes&replied=yes",
    "/register/recommendations",
    "/register/recommendations?q=cells&state=FRA",
    "/register/states",
    "/register/states/FRA",
    "/register/states/FRA?kind=letter&mandate=wgad&year=2026",
    "/register/states/FRA/briefing",
    "/register/states/FRA/briefing?body=CAT&stage=observations&session=2027-04-20&since=2020",
    "/register/states/FRA/briefing.json",
    "/register/themes",
    "/register/themes.csv",
    "/register/themes.svg",
    "/register/themes/detention",
    "/register/themes/detention.csv",
    "/fr/register/themes/detention.svg",
    "/register/states/FRA/themes.csv",
    "/register/states/FRA/themes.svg",
    "/register/mandates",
    "/register/mandates/wgad",
    "/register/statistics",
    "/register/statistics/letters.csv",
    "/register/statistics/letters.svg?until=2030",
    "/fr/register/statistics/replies.svg",
    "/register/export.csv",
    "/register/export.json",
    "/register/feed.atom",
    "/register/sitemap.xml",
    "/register/feed/published.atom?state=FRA&mandate=wgad",
    "/register/feed/published.json",
    "/register/bulletin",
    "/register/bulletin/2026-11",
    "/register/bulletin.atom",
    PERMALINK,
)
ATOM = "{http://www.w3.org/2005/Atom}"
ALMOST = (
    embargo(),
    awaits(),
    translation_awaits(),
    redacted(),
    approved(),
    approved(REPLY),
    approved(TRANSLATION),
    ended(),
)
"""Everything but the fact that it was published."""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    yield from worlds(tmp_path_factory.mktemp("portal"))


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Pages]:
    with pages(*sqlite_urls(tmp_path)) as built:
        ready(built.engine, READ_MODELS)
        yield built


def tell(portal: Pages, *facts: object, everywhere: bool = False) -> None:
    """Tell the register; ``everywhere``: every read model of the portal."""
    for model in READ_MODELS if everywhere else (REGISTER,):
        applier = Applier(portal.engine, model)
        names = {contract.topic for contract in model.contracts}
        if "approvals.events" in names:
            text = portal.vault.seal(f"communication-{LETTER}", ORIGINAL)
            letter = (drafted(), revised(text), transmitted())
            applier.apply(arriving(*letter, topic="approvals.events"))
        if "followup.events" in names:
            applier.apply(arriving(*facts))


def read(portal: Pages, address: str) -> TestResponse:
    return portal.visitor().get(address)


def told(answer: TestResponse) -> str:
    """What a page says, without what is another every time."""
    return re.sub(r'nonce="[^"]+"|<updated>[^<]+</updated>', "", answer.text)


def rows(part: str) -> list[list[str]]:
    """Return the cells of the rows of a table, as they are read, without its head."""
    found = re.findall(r'<tr class="govuk-table__row">(.*?)</tr>', part, re.DOTALL)
    read = [
        re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        for row in found
        if 'scope="col"' not in row
    ]
    return [[re.sub(r"<[^>]+>", "", cell).strip() for cell in row] for row in read]
