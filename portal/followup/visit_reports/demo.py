"""The invented reports of a demonstration: one that its State has, and one that is published."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

from werkzeug.datastructures import FileStorage

from portal.casefile.attachments import unclaimed
from portal.casefile.attachments.keep import library_file
from portal.casefile.attachments.taking import Refused, take
from portal.followup.visit_reports import files
from portal.followup.visit_reports.wording import Wording, text_hash
from portal.web.context import now
from portal.web.db import engine
from portal.web.demonstration.asking import DEFENDERS, TORTURE, ask, seal
from shared.contracts.commands import Command
from shared.contracts.followup_mission_commands import TakeMissionStep
from shared.contracts.followup_visit_commands import (
    AgreeVisitDates,
    LogTermsAnswer,
    LogTermsOfReference,
    LogVisitInvitation,
)
from shared.contracts.followup_visit_report_commands import (
    AddVisitReportFile,
    ApproveVisitReport,
    DecideStateComment,
    KeepVisitReportText,
    LogStateComment,
    NamePreliminaryNote,
    PresentVisitReport,
    PublishVisitReport,
    SendVisitReportToState,
    SetVisitReportItem,
    StartVisitReport,
    SubmitVisitReport,
)
from shared.contracts.followup_visit_reports import ReportAddressee, ReportItem, StateComment
from shared.contracts.followup_visits import Document, Window
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.reference.visits import visit_file_id

_HOLDER, _OFFICER, _PUBLISHER = "holder", "officer", "publication"
_TEXT = (
    "The expert thanks the Government for its invitation. (invented)\n\n"
    "Two of the five places visited held more people than beds. (invented)"
)
_ITEM = "Register each person who is detained within an hour of the arrest. (invented)"
_AT = "92 (a)"
_TEXTS = {
    "en": "The report on a visit that never was. (invented)",
    "fr": "Le rapport d'une visite qui n'a pas eu lieu. (inventé)",
}


def tell() -> None:
    waiting = _Tale(DEFENDERS, "CHE", 70, of=".hrds")
    waiting.visit()
    waiting.send()
    done = _Tale(TORTURE, "FRA", 330)
    done.visit()
    done.send()
    done.publish()


@dataclass(slots=True)
class _Tale:
    """``ago``: how many days ago its visit began. ``of``: whose people they are."""

    mandate: str
    state: str
    ago: int
    of: str = ""
    mission_id: str = field(init=False)
    steps: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.mission_id = str(derive_id("mission", self._id("agreed")))

    def visit(self) -> None:
        dates = Window(first=self._on(0), last=self._on(7))
        self._file(LogVisitInvitation, _OFFICER, -90, dates=dates)
        self._file(LogTermsOfReference, _OFFICER, -80, version="2016")
        self._file(LogTermsAnswer, _OFFICER, -75, value="accepted")
        self._ask(
            "visit",
            lambda seen: AgreeVisitDates(
                mandate=self.mandate,
                state=self.state,
                seen=seen,
                document_id=self._id("agreed"),
                dates=dates,
            ),
            _HOLDER,
            -70,
        )
        self.steps["mission"] = 1
        for what, by, day in (
            ("security_cleared", _OFFICER, -5),
            ("began", _OFFICER, 0),
            ("ended", _HOLDER, 7),
        ):
            self._step(what, by, day)

    def send(self) -> None:
        self._report(StartVisitReport, _OFFICER, 20)
        one = str(derive_id("demo report item", self.state))
        key = f"recommendation-{one}"
        body = ReportAddressee(
            addressee_id=str(derive_id("demo report addressee", self.state)),
            kind="parliament",
            name=seal(key, "Parliament (invented)"),
        )
        item = ReportItem(
            recommendation_id=one, text=seal(key, _ITEM), addressees=(body,), paragraph=_AT
        )
        said = Wording(
            recommendation_id=one,
            text=_ITEM,
            addressees=[("parliament", "Parliament (invented)")],
            paragraph=_AT,
        )
        text = seal(f"visitreport-{self.mission_id}", _TEXT)
        words = len(_TEXT.split())
        first, whole = self._hash([]), self._hash([said])
        self._report(KeepVisitReportText, _OFFICER, 30, text=text, words=words, text_hash=first)
        self._report(SetVisitReportItem, _OFFICER, 31, item=item, text_hash=whole)
        due = self._on(50 + 42)
        self._report(SendVisitReportToState, _HOLDER, 50, text_hash=whole, comments_due=due)
        comment = StateComment(
            comment_id=self._id("comment"),
            kind="factual",
            paragraph=2,
            text=seal(f"visitreport-{self._id('comment')}", "One of them has new beds. (invented)"),
            publish=True,
        )
        self._report(LogStateComment, _OFFICER, 60, comment=comment)

    def publish(self) -> None:
        one = str(derive_id("demo report item", self.state))
        said = Wording(
            recommendation_id=one,
            text=_ITEM,
            addressees=[("parliament", "Parliament (invented)")],
            paragraph=_AT,
        )
        self.steps["report"] += 1  # the clock ended the period
        reason = seal(f"visitreport-{self._id('comment')}", "They came after the visit. (invented)")
        comment_id = self._id("comment")
        self._report(
            DecideStateComment, _HOLDER, 100, comment_id=comment_id, taken=False, reason=reason
        )
        self._report(ApproveVisitReport, _HOLDER, 105, text_hash=self._hash([said]))
        self._report(SubmitVisitReport, _OFFICER, 110, slot=self._on(120), words=9_800, waiver=None)
        self._report(
            PublishVisitReport,
            _PUBLISHER,
            160,
            text_hash=self._hash([said]),
            symbol="A/HRC/999/54/Add.1",
            languages=("en", "fr"),
            words=((one, _ITEM),),
        )
        self._report(PresentVisitReport, _HOLDER, 200, session=99, on=self._on(200))
        self._report(
            NamePreliminaryNote,
            _OFFICER,
            205,
            symbol="A/HRC/998/54/Add.4",
            issued_on=self._on(90),
            languages=("en",),
        )
        for day, language in enumerate(_TEXTS, 206):
            self._file_in(language, day)

    def _file_in(self, language: str, day: int) -> None:
        """Keep a file of the official document, unless it is there or no file can be kept."""
        with engine().connect() as conn:
            there = files.listed(conn, self.mission_id)
        subject = f"visitreport-{self._id(f'file {language}')}"
        one = FileStorage(BytesIO(_TEXTS[language].encode()), filename=f"Report-{language}.txt")
        if any(each.subject == subject for each in there):
            self.steps["report"] += 1
            return
        try:
            kept = take(one, subject=subject)
        except Refused:
            return
        file = library_file(kept, derive_id("demo report file", self.state, language))
        added = {"kind": "official", "language": language, "file": file}
        self._report(AddVisitReportFile, _PUBLISHER, day, **added)
        with engine().begin() as conn:
            unclaimed.strike(conn, [kept.object_name])

    def _hash(self, items: Sequence[Wording]) -> str:
        return text_hash(self.mission_id, _TEXT, items)

    def _file(self, kind: Callable[..., Command], by: str, day: int, **also: Any) -> None:
        on = self._on(day)
        document = Document(
            document_id=self._id(str(day)), dated_on=on, passed_on=on, channel="mission"
        )
        self._ask(
            "visit",
            lambda seen: kind(
                mandate=self.mandate, state=self.state, seen=seen, document=document, **also
            ),
            by,
            day,
        )

    def _step(self, what: Any, by: str, day: int) -> None:
        self._ask(
            "mission",
            lambda seen: TakeMissionStep(
                mission_id=self.mission_id,
                mandate=self.mandate,
                seen=seen,
                what=what,
                on=self._on(day),
                note_id=self._id(what),
            ),
            by,
            day,
        )

    def _report(self, kind: Callable[..., Command], by: str, day: int, /, **also: Any) -> None:
        self._ask(
            "report",
            lambda seen: kind(mission_id=self.mission_id, mandate=self.mandate, seen=seen, **also),
            by,
            day,
        )

    def _ask(self, of: str, command: Callable[[int], Command], by: str, day: int) -> None:
        seen = self.steps.get(of, 0)
        self.steps[of] = seen + 1
        case = str(derive_id("visit case", visit_file_id(self.mandate, self.state)))
        at = self._at(day)
        who = by if by == _PUBLISHER else by + self.of
        ask(command(seen), who, case, f"visit report {self.state}", of, str(seen), at=at)

    def _id(self, step: str) -> str:
        return str(derive_id("demo visit report", self.state, step))

    def _at(self, day: int) -> datetime:
        return now() - timedelta(days=self.ago - day)

    def _on(self, day: int) -> date:
        return day_of(self._at(day))
