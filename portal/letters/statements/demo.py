"""Invented statements for a demonstration: two that are issued, and one that waits."""

import json
from dataclasses import asdict, replace
from datetime import date

from portal.letters.statements.wording import content_hash, salt_of
from portal.web.demonstration.asking import DEFENDERS, TORTURE, ask, seal
from shared.contracts.approvals_statement_commands import (
    ApproveStatement,
    Command,
    DraftStatement,
    IssueStatement,
    RequestStatementApproval,
)
from shared.contracts.approvals_statements import About, StatementKind, Wording
from shared.contracts.commands import address
from shared.core.message import derive_id

_RELEASE = Wording(
    title="Uruguay: experts call for access to a lawyer for river defenders",
    text="Three people who measure the quality of a river's water must see a lawyer at once, "
    "independent experts said today.\n\nDefenders of the environment do a service to everybody. "
    "Nobody may be detained for measuring water. (Invented press release.)",
    government_view="",
)
_REPORT = Wording(
    title="تقرير الزيارة إلى نيبال",
    text="زار المقرر الخاص نيبال بدعوة من الحكومة، وزار أماكن الاحتجاز دون قيود.\n\n"
    "يوصي المقرر الخاص بإتاحة طبيب في كل مكان احتجاز. (تقرير مختلق)",
    government_view="شكرت الحكومة المقرر الخاص وقالت إنها ستدرس التوصيات. (مختلق)",
)
_MISSION = Wording(
    title="Switzerland: preliminary findings at the end of the visit",
    text="At the end of my visit I thank the Government for its openness. I visited Holme Prison "
    "and spoke with people held there in confidence. (Invented statement.)",
    government_view="The Government took note of the preliminary findings. (Invented.)",
)


def tell() -> None:
    """Draft and approve them, through the same commands as a person's; telling twice does once."""
    release = About(states=("URY",), language="en", view="none_received")
    _told("release", "press_release", release, _RELEASE, joint=True, issued=True)
    report = About(
        states=("NPL",),
        language="ar",
        view="stated",
        symbol="A/HRC/61/40/Add.1",
        visit_from=date(2026, 3, 2),
        visit_to=date(2026, 3, 13),
    )
    _told("report", "mission_report", report, _REPORT, issued=True)
    mission = About(
        states=("CHE",),
        language="en",
        view="stated",
        visit_from=date(2026, 11, 9),
        visit_to=date(2026, 11, 20),
    )
    _told("mission", "end_of_mission", mission, _MISSION)


def _told(
    name: str,
    kind: StatementKind,
    about: About,
    wording: Wording,
    *,
    joint: bool = False,
    issued: bool = False,
) -> None:
    one = str(derive_id("demo statement", name))
    sealed = seal(f"statement-{one}", json.dumps(asdict(wording), ensure_ascii=False))
    text = content_hash(one, kind, about, wording)
    draft = DraftStatement(
        statement_id=one,
        kind=kind,
        lead_mandate=TORTURE,
        mandates=(DEFENDERS,) if joint else (),
        communication_ids=(),
        about=about,
        wording=sealed,
        content_hash=text,
    )
    _ask(draft, "officer")
    _ask(RequestStatementApproval(statement_id=one, version=1, content_hash=text), "officer")
    if not issued:
        return
    approval = ApproveStatement(statement_id=one, mandate=TORTURE, version=1, content_hash=text)
    _ask(approval, "holder")
    if joint:
        _ask(replace(approval, mandate=DEFENDERS), "holder.hrds")
    issue = IssueStatement(
        statement_id=one, mandate=TORTURE, version=1, wording=wording, salt=salt_of(one)
    )
    _ask(issue, "holder")


def _ask(command: Command, by: str) -> None:
    _, name = address(command)
    ask(command, by, command.statement_id, command.statement_id, name, by)
