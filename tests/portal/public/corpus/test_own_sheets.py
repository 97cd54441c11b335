"""Who imports beside the desks: what they see, what is left out, and what stays their own (F.8)."""

import csv
import io
from dataclasses import replace
from typing import Any
from uuid import uuid4

from portal.public.corpus import uploads
from portal.public.corpus.checking import Whose, Wrong, checked
from portal.public.corpus.formats import MATRIX, hash_of
from shared.contracts.followup_reference import ReferenceSheetOffered
from shared.contracts.followup_reference_commands import (
    ImportReferenceBatch,
    OfferReferenceSheet,
    UndoReferenceBatch,
    UploadReferenceSheet,
)
from shared.core.roles import Role
from shared.core.testing import AT
from shared.reference.corpus import provider_of
from tests.followup import test_reference as of_reference
from tests.followup.test_reference_own import GOVERNMENT, NHRI, OTHER
from tests.portal.public.corpus.conftest import said
from tests.portal.public.corpus.test_mapping import MATRIX_HEAD, mapped, of, sheet
from tests.portal.public.corpus.test_pages import asked
from tests.portal.stakeholders.test_pages import text
from tests.support.corpus import Corpus
from tests.support.files import send
from tests.support.portal import Pages, Visitor

DESK, PUBLIC = "/recommendation-imports", "/en/all-recommendations"
ROWS = (
    ("Ratify the Convention (France)", "Supported", "Treaties", ""),
    ("Abolish the death penalty", "Noted", "Life", ""),
)


def id_of(visitor: Visitor) -> str:
    assert visitor.account
    return visitor.account.account_id


def uploaded(corpus: Corpus, content: bytes, **of_whom: Any) -> str:
    """Keep a sheet, and tell by whom it was uploaded."""
    batch_id = str(uuid4())
    corpus.sent(batch_id, content, whole=of_whom.pop("whole", False))
    fact = replace(corpus.facts[-1].fact, **of_whom)
    corpus.tell(fact)
    return batch_id


def taken(portal: Pages, desk: Visitor, corpus: Corpus, batch_id: str, **form: str) -> None:
    """Import what is handed over, as the desk's page says it."""
    answer = desk.post(
        f"{DESK}/{batch_id}/import",
        {"command_id": str(uuid4()), "after": "0", "mapping": "1", **form},
    )
    assert answer.status_code == 303
    command = asked(portal)
    assert isinstance(command, ImportReferenceBatch)
    number = corpus.told + 1
    corpus.tell(
        replace(
            of_reference.taken(batch_id, number),
            source=command.source,
            content=command.content,
            states=command.states,
        )
    )
    corpus.work()


def test_a_government_hands_over_its_matrix_and_the_desk_takes_it(
    portal: Pages, corpus: Corpus
) -> None:
    corpus.laid(said("Ratify the Convention (France)", session="35", body="UPR"))
    government = portal.signed_in(Role.GOVERNMENT, state_codes=frozenset({"KEN"}))
    other = portal.signed_in(Role.GOVERNMENT, state_codes=frozenset({"UGA"}))
    officer = portal.signed_in(Role.DESK_OFFICER, state_codes=frozenset({"KEN"}))
    desk = portal.signed_in(Role.QUICK_RESPONSE_DESK)
    assert "Import of recommendations" in government.get(PUBLIC).text
    assert "/recommendation-imports" not in portal.visitor().get(PUBLIC).text
    assert "Upload a matrix of your own" in government.get(DESK).text
    assert "has every recommendation" in government.get(f"{DESK}/upload").text
    content = sheet(MATRIX_HEAD, *ROWS)
    sent = send(government, f"{DESK}/upload", (content, "matrix.csv"), whole="y")
    assert sent.status_code == 303
    command = asked(portal)
    assert isinstance(command, UploadReferenceSheet)
    assert command.whole

    by = provider_of(GOVERNMENT)
    batch_id = uploaded(corpus, content, provider=by, only=("KEN",), uploaded_by=id_of(government))
    mapped(corpus, batch_id, of(MATRIX_HEAD, symbol="A/HRC/44/9"))
    corpus.work()
    path = f"{DESK}/{batch_id}"
    for stranger in (other, officer):
        assert "Sheets that are uploaded will appear here." in stranger.get(DESK).text or (
            batch_id not in stranger.get(DESK).text
        )
        for page in ("", "/import", "/undo", "/discard", "/columns", "/rows.csv", "/problems.csv"):
            assert stranger.get(f"{path}{page}").status_code == 404
    page = text(government.get(path).text)
    assert "Own sheet of the Government: Kenya" in page
    assert "New 2" in page
    assert government.get(f"{path}/import").status_code == 404
    assert desk.get(f"{path}/import").status_code == 404
    assert "Its provider has not handed it over." in desk.get(path).text
    assert "Hand this sheet to the desk?" in government.get(f"{path}/hand-over").text
    assert government.post(f"{path}/hand-over", {"command_id": str(uuid4())}).status_code == 303
    assert asked(portal) == OfferReferenceSheet(batch_id=batch_id, mapping=1)
    corpus.tell(ReferenceSheetOffered(batch_id=batch_id, mapping=1, offered_by="a", offered_at=AT))
    assert government.get(f"{path}/hand-over").status_code == 404
    assert "takes it or discards it" in government.get(path).text
    assert "Handed to the desk" in desk.get(DESK).text
    told = list(csv.reader(io.StringIO(desk.get(f"{path}/rows.csv").text.lstrip("\ufeff"))))
    assert [one[0] for one in told] == [MATRIX_HEAD[0], *(row[0] for row in ROWS)]
    assert "death" not in portal.visitor().get(PUBLIC).text

    taken(portal, desk, corpus, batch_id)
    assert len(corpus.shown("ratify")) == 2  # beside UHRI's, which stays as it is
    (page,) = (portal.visitor().get(f"{PUBLIC}?q=death").text,)
    assert "Abolish the death penalty" in page
    rows = portal.visitor().get("/all-recommendations/export.csv?q=death").text
    assert "Government" in rows
    assert str(by) not in rows
    assert government.post(f"{path}/undo", {"command_id": str(uuid4())}).status_code == 303
    assert asked(portal) == UndoReferenceBatch(batch_id=batch_id)
    corpus.undone(batch_id)
    corpus.work()
    assert len(corpus.in_force()) == 1


def test_a_mandate_imports_its_own_rows_and_no_more(portal: Pages, corpus: Corpus) -> None:
    """Another mandate's text is not changed, and one that nobody reads looks like a new one."""
    whose = Whose(mandates=frozenset({"sr-torture"}), states=frozenset({"KEN"}))
    problems = checked(said("a text", state="Uganda"), whose=whose)
    assert isinstance(problems, list)
    assert [one.wrong for one in problems] == [Wrong.ELSEWHERE]
    old, out = said("Of health", 1, body="SR Health"), said("Taken out", 3)
    corpus.laid(old, out)
    corpus.tell(replace(of_reference.TAKEN_OUT, item=out.annotation, words=()))
    corpus.work()
    rows = (said("Of health", 1), said("Of torture", 2), out, said("Of CAT", 4, body="CAT"))
    corpus.uploaded("desks", *rows)
    corpus.uploaded("holders", *rows)
    holder = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"sr-torture"}))
    assert "recommendations of your own mandates" in holder.get(DESK).text
    assert "has every recommendation" not in holder.get(f"{DESK}/upload").text
    corpus.tell(
        replace(
            corpus.facts[-1].fact,
            mandates=("sr-torture",),
            uploaded_by=id_of(holder),
        )
    )
    corpus.work()
    with portal.engine.connect() as conn:
        desks, own = (uploads.one(conn, one, of_reference.DESK) for one in ("desks", "holders"))
        every = conn.execute(uploads.every(OTHER)).all()
        assert uploads.one(conn, "holders", of_reference.KENYA) is None
    assert not every
    assert desks
    assert (desks.counts["new"], desks.counts["changed"], desks.counts["same"]) == (2, 1, 1)
    assert own
    assert (own.counts["new"], own.counts["changed"], own.counts["problems"]) == (2, 0, 1)
    corpus.imported("holders", corpus.told + 1)
    corpus.work()
    assert corpus.in_force() == ["1. Of health", "3. Taken out", "2. Of torture"]


def test_providers_have_a_source_of_their_own(portal: Pages, corpus: Corpus) -> None:
    """Not even an id of UHRI makes a row theirs; what was said of titles stays with who said it."""
    corpus.laid(said("Act now", 1))
    corpus.uploaded("1", said("Act otherwise", 1))
    own = {"provider": provider_of(NHRI), "uploaded_by": NHRI.actor_id}
    corpus.tell(replace(corpus.facts[-1].fact, **own))
    mapped(corpus, "1", of(MATRIX_HEAD))
    with portal.engine.connect() as conn:
        head = hash_of(MATRIX_HEAD)
        assert uploads.remembered(conn, head, NHRI) is not None
        for other in (of_reference.DESK, GOVERNMENT):
            assert uploads.remembered(conn, head, other) is None
    batch_id = uploaded(
        corpus,
        b"Text,Countries,Body,Symbol,OHCHR Annotation Id\n"
        b"1. Act otherwise,Kenya,SR Torture,A/HRC/1/2,0b9c3bb2-8a8f-4f3c-9d33-000000000001\n",
        **own,
    )
    corpus.work()
    with portal.engine.connect() as conn:
        told = uploads.one(conn, batch_id, NHRI)
        assert uploads.one(conn, batch_id, replace(NHRI, organisation_id="another")) is None
        assert told
        assert (told.counts["new"], told.counts["changed"]) == (1, 0)
        assert told.left == ("OHCHR Annotation Id",)
        assert told.source == own["provider"] != MATRIX
    gone = replace(of_reference.DISCARDED, batch_id=batch_id)
    corpus.tell(gone)
    with portal.engine.connect() as conn:
        stages = {one.stage for one in map(uploads.sheet, conn.execute(uploads.every(NHRI)))}
        assert stages == {"discarded", "unreadable"}
        assert uploads.one(conn, batch_id, of_reference.DESK) is None
        told = uploads.one(conn, batch_id, NHRI)
        assert told
        assert told.stage == "discarded"
    corpus.tell(replace(gone, discarded_by=NHRI.actor_id))
    with portal.engine.connect() as conn:
        assert uploads.one(conn, batch_id, NHRI) is None
