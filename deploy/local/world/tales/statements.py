"""Statements in six languages: press releases, ends of missions, reports of visits."""

import json
from dataclasses import asdict
from datetime import timedelta

from deploy.local.world.deeds import Deed, Keyed
from deploy.local.world.tales.letters import HOLDERS
from deploy.local.world.tales.submissions import DEFENDERS, OFFICERS, STATES, TORTURE, words
from deploy.local.world.tales.tale import DAY, HOUR, YEARS, Dice, Tale, named, sealed
from shared.contracts.approvals_statement_commands import (
    ApproveStatement,
    DraftStatement,
    IssueStatement,
    RequestStatementApproval,
    RequestStatementChanges,
    WithdrawStatement,
)
from shared.contracts.approvals_statements import About, StatementKind, Wording
from shared.contracts.stakeholders_notice_commands import SendNotice
from shared.reference import LANGUAGES

NUMBER = 36
_LENGTH = 11
"""Days of a visit."""


def statement(number: int, deeds: list[Deed]) -> None:
    """Tell of the statement with this number; the later ones are of late."""
    dice, one = Dice(f"statement {number}"), named("statement", number)
    minute = -((YEARS - 20) * (NUMBER - number) // NUMBER) * DAY + 9 * HOUR
    tale = Tale(one, minute, deeds)
    language = tuple(LANGUAGES)[number % len(LANGUAGES)]
    kind: StatementKind = dice.weigh(
        {"press_release": 0.66, "end_of_mission": 0.17, "mission_report": 0.17}
    )
    lead = dice.pick((TORTURE, DEFENDERS))
    joint = (DEFENDERS,) if lead == TORTURE and kind == "press_release" and dice.rolls(0.4) else ()
    title, text = words("statements")[language][number // len(LANGUAGES) % 2]
    about, wording = (
        _about(kind, language, number, tale, dice),
        Wording(title=title, text=text, government_view=""),
    )
    drafted = DraftStatement(
        statement_id=one,
        kind=kind,
        lead_mandate=lead,
        mandates=joint,
        communication_ids=(),
        about=about,
        wording=sealed("statement", one, json.dumps(asdict(wording), ensure_ascii=False)),
        content_hash=(of := Keyed(statement=[one, kind, about, wording])),
    )
    tale.then(0, OFFICERS[lead], drafted)
    if dice.rolls(0.05):
        return
    asked = RequestStatementApproval(statement_id=one, version=1, content_hash=of)
    tale.then(DAY, OFFICERS[lead], asked)
    end = dice.weigh({"issued": 0.85, "changes": 0.06, "waits": 0.09})
    if end == "changes":
        note = sealed("statement", one, "Please shorten the second sentence. (Invented.)")
        changes = RequestStatementChanges(statement_id=one, mandate=lead, version=1, note=note)
        tale.then(DAY, HOLDERS[lead], changes)
    if end != "issued":
        return
    for mandate in (lead, *joint):
        approved = ApproveStatement(statement_id=one, mandate=mandate, version=1, content_hash=of)
        tale.then(DAY, HOLDERS[mandate], approved)
    issued = IssueStatement(
        statement_id=one, mandate=lead, version=1, wording=wording, salt=Keyed(statement_salt=one)
    )
    tale.then(2 * HOUR, HOLDERS[lead], issued)
    notice = SendNotice(report_id=one, edition=1, count=2)
    if number % 3 == 0:
        tale.aside().then(HOUR, "stakeholders", notice)
    if dice.rolls(0.04):
        reason = sealed("statement", one, "A place was named by mistake. (Invented.)")
        back = WithdrawStatement(statement_id=one, mandate=lead, reason=reason)
        tale.then(3 * DAY, HOLDERS[lead], back)


def _about(kind: StatementKind, language: str, number: int, tale: Tale, dice: Dice) -> About:
    state = dice.pick(STATES)
    if kind == "press_release":
        return About(states=(state,), language=language, view="none_received")
    last = tale.at.date() - timedelta(days=1 if kind == "end_of_mission" else 120)
    return About(
        states=(state,),
        language=language,
        view="none_received",
        symbol=f"A/HRC/6{number % 10}/{40 + number}/Add.1" if kind == "mission_report" else None,
        visit_from=last - timedelta(days=_LENGTH),
        visit_to=last,
    )
