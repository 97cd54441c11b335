"""What stands beside a report on a visit: the clock, its mission, and reports read with it."""

from dataclasses import replace
from typing import Any

from services.followup.clock import _ASKS
from services.followup.deadlines import project
from services.followup.mission.decide import MISSION
from services.followup.visit_report.decide import VISIT_REPORT
from services.followup.visit_report.drafting import EndCommentPeriod
from shared.contracts import followup_visit_report_commands as commands
from shared.contracts import followup_visit_reports as facts
from shared.core.actor import Asked
from shared.core.geneva import start_of
from shared.core.message import Metadata, Recorded, derive_id
from shared.core.testing import AT, given
from tests.followup.missions import MISSION_ID
from tests.followup.reports import (
    APPROVED,
    DRAFT,
    DUE,
    ENDED_PERIOD,
    GOVERNMENT,
    PUBLISHER,
    READY,
    SENT,
    SUBMITTED,
    WHOLE,
    ask,
    fact,
    filed,
)
from tests.followup.reports import (
    MISSION as OF_MISSION,
)
from tests.followup.support import arrived
from tests.followup.test_visit_report import PUBLISH, refused
from tests.followup.visits import DAY, HOLDER, OFFICER, TODAY


def test_the_clock_waits_for_the_end_of_the_period() -> None:
    def changes(one: Any) -> list[Any]:
        metadata = Metadata(
            correlation_id=derive_id("report"), causation_id=derive_id("report"), actor="somebody"
        )
        record = Recorded(
            id=derive_id("fact"),
            stream=f"visitreport-{MISSION_ID}",
            version=1,
            position=1,
            event=one,
            metadata=metadata,
            recorded_at=AT,
        )
        return list(project(arrived(record)))

    (due,) = changes(SENT)
    assert due.key == (MISSION_ID, "comments")
    assert due.values["due_at"] == start_of(DUE + DAY)
    gone = fact(facts.VisitReportWithdrawn, 5, "withdrawn", reason="other", note=None)
    for over in (ENDED_PERIOD, gone):
        assert changes(over)[0].values == {"settled": True}
    assert isinstance(_ASKS["comments"](MISSION_ID), EndCommentPeriod)


def test_the_mission_of_a_report_is_told_apart_from_it() -> None:
    state = VISIT_REPORT.fold(DRAFT)
    assert state.mission == MISSION.fold(OF_MISSION)
    assert state.version == 2


def test_a_published_report_names_those_that_it_is_read_with() -> None:
    others = (str(derive_id("other report")),)
    command = ask(commands.ReadVisitReportWith, 10, others=others)
    named = fact(facts.VisitReportReadWith, 11, "published", "officer-1", others=others)
    given(VISIT_REPORT, *WHOLE).when(command, by=OFFICER).then(named)
    given(VISIT_REPORT, *WHOLE, named).when(replace(command, seen=11), by=HOLDER).then_nothing()
    none = replace(command, seen=11, others=())
    given(VISIT_REPORT, *WHOLE, named).when(none, by=OFFICER).then(
        replace(named, step=12, others=())
    )
    refused("at most ten", replace(command, others=(MISSION_ID,)), *WHOLE, by=OFFICER)
    many = tuple(str(derive_id("other report", n)) for n in range(11))
    refused("at most ten", replace(command, others=many), *WHOLE, by=OFFICER)
    refused("once it is published", replace(command, seen=9), *WHOLE[:-1], by=OFFICER)
    given(VISIT_REPORT, *WHOLE).when(command, by=PUBLISHER).then_forbidden()
    given(VISIT_REPORT, *WHOLE).when(command, by=GOVERNMENT).then_forbidden()


def test_the_official_document_follows_the_advance_unedited_version() -> None:
    advance = replace(PUBLISH, languages=())
    facts_ = VISIT_REPORT.decide(
        advance, Asked(at=AT, by=PUBLISHER), VISIT_REPORT.fold((*READY, APPROVED, SUBMITTED))
    )
    assert facts_ == [replace(WHOLE[-1], languages=())]
    public = (*WHOLE[:-1], *facts_)
    out = ask(commands.SetVisitReportLanguages, 10, languages=("fr", "ar"))
    said = fact(
        facts.VisitReportLanguagesSet, 11, "published", "publisher-1", languages=("ar", "fr")
    )
    given(VISIT_REPORT, *public).when(out, by=PUBLISHER).then(said)
    given(VISIT_REPORT, *public, said).when(replace(out, seen=11), by=PUBLISHER).then_nothing()
    for wrong in ((), ("fr", "xx")):
        refused("languages", replace(out, languages=wrong), *public, by=PUBLISHER)
    refused("follows the published", replace(out, seen=9), *WHOLE[:-1], by=PUBLISHER)
    for who in (HOLDER, OFFICER, GOVERNMENT):
        given(VISIT_REPORT, *public).when(out, by=who).then_forbidden()


def test_a_published_report_has_a_file_in_each_language_that_another_one_replaces() -> None:
    add = ask(commands.AddVisitReportFile, 10, kind="official", language="fr", file=filed("a"))
    kept = fact(
        facts.VisitReportFileAdded,
        11,
        "published",
        "publisher-1",
        kind="official",
        language="fr",
        file=filed("a"),
        replaces=None,
    )
    given(VISIT_REPORT, *WHOLE).when(add, by=PUBLISHER).then(kept)
    one = (*WHOLE, kept)
    again = replace(add, seen=11)
    given(VISIT_REPORT, *one).when(again, by=PUBLISHER).then_nothing()
    anew = replace(kept, step=12, file=filed("b"), replaces=filed("a").file_id)
    given(VISIT_REPORT, *one).when(replace(again, file=filed("b")), by=PUBLISHER).then(anew)
    assert list(VISIT_REPORT.fold((*one, anew)).files) == [filed("b").file_id]
    # A file of the official document says that it is out in that language.
    out = fact(
        facts.VisitReportLanguagesSet, 12, "published", "publisher-1", languages=("ar", "en", "fr")
    )
    in_arabic = replace(again, language="ar", file=filed("b"))
    given(VISIT_REPORT, *one).when(in_arabic, by=PUBLISHER).then(
        out, replace(kept, step=13, language="ar", file=filed("b"))
    )
    advance = replace(again, kind="advance", language="ru", file=filed("b"))
    given(VISIT_REPORT, *one).when(advance, by=PUBLISHER).then(
        replace(kept, step=12, kind="advance", language="ru", file=filed("b"))
    )
    only = ask(commands.SetVisitReportLanguages, 11, languages=("en",))
    refused("Take back the file", only, *one, by=PUBLISHER)
    refused("from the list what", replace(add, kind="tea"), *WHOLE, by=PUBLISHER)
    refused("languages from", replace(add, language="xx"), *WHOLE, by=PUBLISHER)
    refused("follow its publication", replace(add, seen=9), *WHOLE[:-1], by=PUBLISHER)
    refused("note is out in this", replace(add, kind="note"), *WHOLE, by=PUBLISHER)
    back = ask(commands.TakeBackVisitReportFile, 11, file_id=filed("a").file_id)
    gone = fact(
        facts.VisitReportFileTakenBack,
        12,
        "published",
        "publisher-1",
        file_id=filed("a").file_id,
    )
    given(VISIT_REPORT, *one).when(back, by=PUBLISHER).then(gone)
    refused("no such file", replace(back, seen=12), *one, gone, by=PUBLISHER)
    withdraw = ask(commands.WithdrawVisitReport, 11, reason="other", note=None)
    withdrawn = fact(
        facts.VisitReportWithdrawn, 13, "withdrawn", "publisher-1", reason="other", note=None
    )
    given(VISIT_REPORT, *one).when(withdraw, by=PUBLISHER).then(gone, withdrawn)
    for who in (HOLDER, OFFICER, GOVERNMENT):
        given(VISIT_REPORT, *WHOLE).when(add, by=who).then_forbidden()
        given(VISIT_REPORT, *one).when(back, by=who).then_forbidden()


def test_the_preliminary_note_is_an_addendum_of_its_own_that_may_come_first() -> None:
    symbol, on = "A/HRC/60/54/Add.3", TODAY - DAY
    name = ask(commands.NamePreliminaryNote, 3, symbol=symbol, issued_on=on, languages=("fr", "en"))
    named = fact(
        facts.PreliminaryNoteNamed,
        4,
        "drafting",
        "officer-1",
        symbol=symbol,
        issued_on=on,
        languages=("en", "fr"),
    )
    given(VISIT_REPORT, *DRAFT).when(name, by=OFFICER).then(named)
    given(VISIT_REPORT, *DRAFT, named).when(replace(name, seen=4), by=HOLDER).then_nothing()
    for who in (PUBLISHER, GOVERNMENT):
        given(VISIT_REPORT, *DRAFT).when(name, by=who).then_forbidden()
    late = replace(name, seen=10)
    public = replace(named, step=11, stage="published", done_by="publisher-1")
    given(VISIT_REPORT, *WHOLE).when(late, by=PUBLISHER).then(public)
    none = replace(name, seen=4, symbol=None, issued_on=None, languages=())
    given(VISIT_REPORT, *DRAFT, named).when(none, by=OFFICER).then(
        replace(named, step=5, symbol=None, issued_on=None, languages=())
    )
    refused("Enter a symbol", replace(name, symbol="tea"), *DRAFT, by=OFFICER)
    refused("not later than today", replace(name, issued_on=TODAY + DAY), *DRAFT, by=OFFICER)
    refused("languages", replace(name, languages=()), *DRAFT, by=OFFICER)
    refused("symbol of the prel", replace(name, symbol=None), *DRAFT, by=OFFICER)
    file = ask(commands.AddVisitReportFile, 11, kind="note", language="fr", file=filed("a"))
    kept = fact(
        facts.VisitReportFileAdded,
        12,
        "published",
        "publisher-1",
        kind="note",
        language="fr",
        file=filed("a"),
        replaces=None,
    )
    given(VISIT_REPORT, *WHOLE, public).when(file, by=PUBLISHER).then(kept)
    refused("Take back", replace(none, seen=12), *WHOLE, public, kept, by=PUBLISHER)
    gone = fact(facts.VisitReportWithdrawn, 5, "withdrawn", reason="other", note=None)
    refused("withdrawn already", replace(name, seen=5), *DRAFT, named, gone, by=OFFICER)
    anew = fact(facts.VisitReportStarted, 6, "drafting", "officer-1")
    assert VISIT_REPORT.fold((*DRAFT, named, gone, anew)).note == (None, None, ())
