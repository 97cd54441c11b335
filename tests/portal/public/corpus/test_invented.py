"""The sheets of the invented world, as the importer of a demonstration checks them."""

from typing import Any

from deploy.local.world import deeds, telling
from deploy.local.world.tales import sheets
from portal.public.corpus import uploads
from tests.followup import test_reference as of_reference
from tests.support.corpus import Corpus


def test_what_the_world_imports_is_what_a_check_of_its_sheet_finds(corpus: Corpus) -> None:
    told: list[deeds.Deed] = []
    sheets.imported(told)
    uploaded = {deed.data["batch_id"]: deed.data["file"]["file"][2] for deed in told[::2]}
    command: Any = told[1].data
    for batch_id, text in uploaded.items():
        corpus.sent(batch_id, text.encode())
    corpus.work()
    with corpus.portal.engine.connect() as conn:
        done, waiting = (uploads.one(conn, one, of_reference.DESK) for one in uploaded)
    assert done is not None
    assert (done.batch_id, done.stage) == (command["batch_id"], "checked")
    for name in ("content", "after", "mapping", "source"):
        assert getattr(done, name) == command[name], name
    assert tuple(done.states) == tuple(command["states"])
    assert {name: done.counts[name] for name in command["counts"]} == command["counts"]
    assert waiting is not None
    assert (waiting.stage, waiting.counts["problems"]) == ("checked", len(sheets.WRONG) - 1)


def test_where_no_file_can_be_kept_the_world_goes_without_them() -> None:
    told: list[deeds.Deed] = []
    sheets.imported(told)
    assert len(told) == 3
    assert telling.without_sheets(told) == []
