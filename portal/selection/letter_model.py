"""The reference letters of each application. Their content is not here.

Nobody reads those of an application that was withdrawn or lapsed, or whose time is over
(``letters``), and their files are removed from the store (``GIVEN_UP``).
"""

from collections.abc import Iterable

from sqlalchemy import Column, Integer, String, Table

from portal.selection.ending_tables import tables
from shared.contracts.stakeholders import ApplicationSubmitted
from shared.platform.tables import SealedText
from shared.read_models.model import Change, Put

letters = Table(
    "selection_letters",
    tables,
    Column("candidate_id", String(36), primary_key=True),
    Column("letter_id", String(36), primary_key=True),
    Column("place", Integer),
    Column("object_name", String(64)),
    Column("sha256", String(64)),
    Column("size", Integer),
    Column("media_type", String(100)),
    Column("scanned", String(12)),
    Column("details", SealedText),
)


def sent(fact: ApplicationSubmitted) -> Iterable[Change]:
    for place, one in enumerate(fact.letters):
        values = {
            "place": place,
            "object_name": one.object_name,
            "sha256": one.sha256,
            "size": one.size,
            "media_type": one.media_type,
            "scanned": one.scanned,
            "details": one.details,
        }
        yield Put(letters, (fact.candidate_id, one.letter_id), values)
