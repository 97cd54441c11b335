"""The publisher asks once for each approved text after its embargo, and records its reads."""

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from portal.followup.publication.binding import salt_of
from portal.followup.publication.publisher import Publisher
from portal.followup.publication.read_model import PUBLICATION
from portal.web.audit.chain import audit
from portal.web.commands import ServiceAway
from shared.core.message import derive_id
from shared.read_models.model import Applier
from tests.support.followup import LETTER, NOW
from tests.support.portal import Pages, pages, sqlite_urls
from tests.support.publication import (
    RENDITION,
    approved,
    arriving,
    drafted,
    embargo,
    ended,
    published,
    revised,
    transmitted,
)


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Pages]:
    with pages(*sqlite_urls(tmp_path)) as built:
        Applier(built.engine, PUBLICATION).prepare()
        yield built


def publisher(portal: Pages) -> Publisher:
    with portal.app.app_context():
        from portal.web.context import commands  # noqa: PLC0415  # of this application

        return Publisher(portal.engine, portal.vault, commands())


def tell(portal: Pages, *facts: object) -> None:
    applier = Applier(portal.engine, PUBLICATION)
    first = (drafted(), revised(), transmitted())
    applier.apply(arriving(*first, topic="approvals.events"))
    sealed = portal.vault.seal(f"communication-{LETTER}", RENDITION)
    applier.apply(arriving(embargo(), approved(rendition=sealed), *facts))


def test_nothing_is_asked_for_before_the_embargo_is_over(portal: Pages) -> None:
    tell(portal)
    assert publisher(portal).publish(NOW) == 0
    assert portal.asked == []


def test_the_approved_rendition_is_published_once(portal: Pages) -> None:
    tell(portal, ended())
    one = publisher(portal)
    assert (one.publish(NOW), one.publish(NOW)) == (1, 0)
    assert publisher(portal).publish(NOW) == 1, "a restarted one asks for the same again"
    first, again = (json.loads(request.content) for request in portal.asked)
    assert first == again
    assert first["type"] == "publish-document"
    assert first["id"] == str(derive_id("publish", derive_id("fact", "followup.events", 1)))
    salt = salt_of(portal.vault, LETTER, "letter")
    told = {"communication_id": LETTER, "document": "letter", "text": RENDITION, "salt": salt}
    assert first["data"] == told
    tell(portal, ended(), published())
    assert one.publish(NOW) == 0
    assert one.asked == frozenset()


def test_what_it_reads_is_on_record(portal: Pages) -> None:
    tell(portal, ended())
    publisher(portal).publish(NOW)
    with portal.engine.connect() as conn:
        row = conn.execute(select(audit)).one()
    assert (row.actor_id, row.what, row.subject) == (
        "system:publisher",
        "letter",
        f"communication-{LETTER}",
    )


def test_an_erased_text_is_not_published(portal: Pages) -> None:
    tell(portal, ended())
    portal.vault.forget(f"communication-{LETTER}", at=NOW)
    one = publisher(portal)
    assert (one.publish(NOW), one.publish(NOW)) == (1, 0)
    assert portal.asked == []


def test_a_service_that_is_away_is_asked_again(portal: Pages) -> None:
    tell(portal, ended())
    one = publisher(portal)
    portal.answer = httpx.Response(503)
    with pytest.raises(ServiceAway):
        one.publish(NOW)
    portal.answer = httpx.Response(409, json={"title": "Somebody was faster."})
    assert (one.publish(NOW), one.publish(NOW)) == (1, 1)
    portal.answer = httpx.Response(400, json={"title": "No."})
    assert (one.publish(NOW), one.publish(NOW)) == (1, 0)
