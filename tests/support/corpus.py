"""The reference corpus in a portal of a test: sheets are kept, told of twice, and worked on."""

import io
from dataclasses import dataclass, field, replace
from typing import IO, Any

from sqlalchemy import select

from portal.casefile.attachments.keep import About, keep
from portal.casefile.attachments.objects import Objects
from portal.public.corpus import queries, writing
from portal.public.corpus.columns import Row
from portal.public.corpus.desk import ALSO
from portal.public.corpus.facets import Wanted
from portal.public.corpus.read_model import CORPUS, rows
from portal.public.corpus.working import Importer
from shared.contracts.followup import FOLLOWUP
from shared.contracts.followup_reference import ReferenceFile
from shared.core.message import derive_id
from shared.core.testing import AT
from shared.facts.kafka import Published
from shared.read_models.model import Applier
from tests.followup import test_reference as said
from tests.support.portal import Pages
from tests.support.ready import ready
from tests.support.twice import twice


@dataclass(slots=True)
class Corpus:
    portal: Pages
    told: int = 0
    facts: list[Published] = field(default_factory=list)
    applier: Applier = field(init=False)
    importer: Importer = field(init=False)

    def __post_init__(self) -> None:
        (self.applier,) = ready(self.portal.engine, [CORPUS])
        objects = Objects(self.portal.settings.attachments)
        self.importer = Importer(self.portal.engine, self.portal.vault, objects)

    def tell(self, fact: Any) -> None:
        self.told += 1
        arrived = Published(
            fact=fact,
            id=derive_id("reference", self.told),
            stream="referencebatch-all",
            position=self.told,
            recorded_at=AT,
            correlation_id=derive_id("case", 1),
            actor="somebody",
            traceparent=None,
            topic=FOLLOWUP.topic,
            partition=0,
            offset=self.told,
        )
        self.facts.append(arrived)
        twice([self.applier], [arrived])

    def uploaded(self, batch_id: str, *some: Row, whole: bool = False) -> None:
        content = "".join(writing.csv_lines((row, ()) for row in some)).encode()
        self.sent(batch_id, content, whole=whole)

    def sent(
        self, batch_id: str, content: bytes, *, whole: bool = False, name: str = "sheet.csv"
    ) -> None:
        self.kept(batch_id, io.BytesIO(content), whole=whole, name=name)

    def kept(
        self, batch_id: str, content: IO[bytes], *, whole: bool = False, name: str = "sheet.csv"
    ) -> None:
        kept = keep(
            content,
            name,
            subject=f"reference-{batch_id}",
            vault=self.portal.vault,
            objects=Objects(self.portal.settings.attachments),
            clamd="",
            limit=10**9,
            noted=lambda _: None,
            about=About(also=ALSO),
        )
        file = ReferenceFile(
            object_name=kept.object_name,
            sha256=kept.sha256,
            size=kept.size,
            media_type=kept.media_type,
            scanned=kept.scanned,
            details=kept.details,
        )
        self.tell(replace(said.uploaded(batch_id), file=file, whole=whole))

    def imported(self, batch_id: str, number: int, *states: str) -> None:
        self.tell(replace(said.taken(batch_id, number), states=states or ("KEN", "UGA")))

    def undone(self, batch_id: str) -> None:
        self.tell(replace(said.UNDONE, batch_id=batch_id))

    def work(self) -> None:
        for _ in range(100):
            if not self.importer.once():
                return
        raise AssertionError

    def laid(self, *some: Row, whole: bool = False) -> str:
        """Upload and import these as the next batch; return it."""
        number = self.told + 1
        batch_id = str(derive_id("batch of a test", number))
        self.uploaded(batch_id, *some, whole=whole)
        self.imported(batch_id, number)
        self.work()
        return batch_id

    def in_force(self) -> list[str]:
        with self.portal.engine.connect() as conn:
            c = rows.c
            query = select(c.data).where(c.replaced_by.is_(None)).order_by(c.key)
            return [one.split('"text":"')[1].split('"')[0] for one in conn.scalars(query)]

    def shown(self, words: str = "", most: int = 2) -> list[str]:
        """Return the texts on all pages of a search."""
        found, before = list[str](), None
        with self.portal.engine.connect() as conn:
            while True:
                some, before = queries.found(conn, Wanted(words=words, before=before), most)
                found += [one.row.text for one in some]
                if before is None:
                    return found
