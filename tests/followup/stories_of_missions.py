"""Stories of a mission and of what hangs on it, each with what else is asked (``histories``)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from services.followup.input.call import INPUT_CALL
from services.followup.input.contribution import CONTRIBUTION
from services.followup.mission.debrief import DEBRIEF
from services.followup.mission.decide import MISSION, HearVisitFile
from services.followup.mission.dossier import DOSSIER
from services.followup.mission.exchange import EXCHANGE
from services.followup.mission.incident import INCIDENT
from services.followup.mission.joint import HearJoint
from services.followup.mission.partner import PARTNER
from services.followup.mission.passing import PassMissionOn
from services.followup.mission.programme import CONFIDENTIAL_PROGRAMME
from services.followup.mission.telling import TELLING
from services.followup.mission.thread import THREAD
from shared.contracts import followup_debrief_commands as of_debrief
from shared.contracts import followup_dossier_commands as of_dossier
from shared.contracts import followup_input_commands as of_input
from shared.contracts import followup_mission_commands as of_mission
from shared.contracts import followup_partner_commands as of_partner
from shared.contracts.followup_missions import ProgrammeItemSet
from shared.contracts.followup_telling_commands import TellSources
from shared.core.actor import Actor, by_contribution
from shared.core.message import derive_id
from tests.followup import debriefs, exchange, inputs, missions, partners, rounds, tellings, threads
from tests.followup import test_clearing as security
from tests.followup import test_dossier as dossiers
from tests.followup import test_findings as findings
from tests.followup import test_incident as incidents
from tests.followup import test_joint_visit as joint
from tests.followup import test_mission_particulars as particulars
from tests.followup import test_mission_tasks as tasks
from tests.followup import test_partner_own as own
from tests.followup.debriefs import OVER
from tests.followup.histories import CLOCK, HOLDS, STRANGERS, Act, Kind, as_shown
from tests.followup.missions import MISSION_ID, OPENED
from tests.followup.visits import (
    DAY,
    HOLDER,
    MANDATE,
    OFFICER,
    SOON,
    STATE,
)

_item = missions.item


def _of_partner(command: Any, by: Actor, state: Any) -> Any:
    if isinstance(command, of_partner.AdmitPartner):
        return replace(command, seen=state.proposed.step if state.proposed else 0)
    return as_shown(command, by, state)


def _of_contribution(command: Any, _: Actor, state: Any) -> Any:
    match command:
        case of_input.MarkContribution():
            return replace(command, seen=state.added)
        case of_input.PublishContribution():
            return replace(command, seen=state.publication)
        case _:
            return command


_CALL = (
    (inputs.issue(), HOLDER),
    (
        inputs.call(of_input.ExtendInputCall, closes_on=inputs.CLOSES + 7 * DAY, seen=1),
        HOLDER,
        1,
    ),
    (inputs.call(of_input.EndInputCall, how="closed", seen=2), HOLDER, 1),
    (
        inputs.call(of_input.ExtendInputCall, closes_on=inputs.CLOSES + 30 * DAY, seen=3),
        HOLDER,
        1,
    ),
    (inputs.call(of_input.EndInputCall, how="withdrawn", seen=4), HOLDER, 1),
)

_ON_MISSION: tuple[Act, ...] = (
    (missions.ask(of_mission.SetProgrammeItem, 1, item=_item()), OFFICER),
    (
        missions.ask(of_mission.SetProgrammeItem, 2, item=_item(2, kind="detention")),
        OFFICER,
    ),
    (missions.step("programme_agreed", 3), OFFICER),
    (missions.step("security_cleared", 4), OFFICER),
    (missions.ask(of_mission.MarkMissionTask, 5, task="visas", now="done"), OFFICER),
    (tasks.keep(6, tasks.line()), OFFICER),
    (particulars.write(7, "team", "places"), OFFICER),
    (missions.step("began", 6, on=SOON.first), OFFICER, 101),
    (replace(findings.REFUSE, on=SOON.first), HOLDER),
    (replace(findings.SHARE, on=SOON.first), OFFICER),
    (replace(findings.MARK, on=SOON.first), CLOCK),
    (missions.step("interrupted", 7, on=SOON.first), HOLDER),
    (missions.step("resumed", 8, on=SOON.first + DAY), HOLDER, 1),
    (missions.step("ended", 9, on=SOON.first + DAY), HOLDER),
    (missions.step("completed", 10, on=SOON.first + DAY), HOLDER),
    (missions.step("sources_told", 11, on=SOON.first + DAY), OFFICER),
)

_THEIRS = str(derive_id("incident of a partner of a test"))
_OFFICIAL = missions.fact(ProgrammeItemSet, 2, item=_item(3))
_ASKED = str(derive_id("advice asked of a partner of a test"))
_JOINT = HearJoint(mission_id=MISSION_ID, mandate=MANDATE, seen=3, into="m-2", joined=True)
_MOVED = HearVisitFile(
    mission_id=MISSION_ID,
    mandate=MANDATE,
    state=STATE,
    plans="agreed",
    dates=replace(SOON, last=SOON.last + DAY),
    file_step=99,
)
_PASSED_ON = PassMissionOn(mission_id=MISSION_ID, mandate=MANDATE, to=None)


def _logs(command: Any) -> Any:
    return replace(command, incident_id=_THEIRS, partner_id=partners.PARTNER_ID)


def _of_security(command: Any) -> Any:
    return partners.of_agency(command, "security")


_OF_CALL = (
    of_debrief.InviteToDebrief
    | of_debrief.AnswerDebriefInvitation
    | of_debrief.CallOffDebrief
    | of_debrief.CallDebriefAgain
)


def _of_debrief(command: Any, _: Actor, state: Any) -> Any:
    if isinstance(command, of_debrief.WriteDebriefTeamPart):
        return replace(command, seen=state.team_steps)
    invited = state.invited.number if state.invited else 0
    of_call = isinstance(command, _OF_CALL)
    return replace(command, seen=invited if of_call else state.steps)


DEBRIEFED = Kind(
    decider=DEBRIEF,
    key=MISSION_ID,
    story=(
        (debriefs.KEEP, OFFICER, 112),
        (debriefs.PART, OFFICER),
        (debriefs.INVITE, OFFICER),
        (debriefs.ANSWER, debriefs.DESK),
        (debriefs.CALL_OFF, OFFICER),
        (debriefs.CALL_AGAIN, HOLDER),
        (debriefs.HOLD, HOLDER),
        (debriefs.CORRECT, OFFICER),
    ),
    others=((replace(debriefs.ANSWER, comes=False), debriefs.DESK),),
    beside=(*debriefs.OVER, HOLDS),
    strangers=(*STRANGERS, rounds.GOVERNMENT),
    shown=_of_debrief,
)
"""Its facts count their steps by what they are of: its own rules are in ``test_debrief``."""

OF_MISSIONS: Mapping[str, Kind] = {
    "partner": Kind(
        decider=PARTNER,
        key=partners.PARTNER_ID,
        story=(
            (partners.PROPOSE, OFFICER),
            (partners.ask(of_partner.AdmitPartner, seen=1), HOLDER),
            (partners.ask(of_partner.AcceptPartnerUndertaking), partners.INSTITUTION),
            (replace(partners.SET, task_id=_ASKED, advice="legal"), OFFICER),
            (
                partners.ask(
                    of_partner.GivePartnerAdvice,
                    task_id=_ASKED,
                    advice_id="a-1",
                    advice=own.CONTACT,
                ),
                partners.INSTITUTION,
            ),
            (own.SHOW, OFFICER),
            (own.KEEP, partners.INSTITUTION),
            (partners.SET, OFFICER),
            (
                partners.ask(of_partner.MarkPartnerTask, task_id=partners.TASK_ID, now="done"),
                partners.INSTITUTION,
                1,
            ),
            (partners.ask(of_partner.EndPartner), OFFICER),
        ),
        others=(
            (
                partners.ask(of_partner.ShowPartnerItems, seen=0, items=(_item(3).item_id,)),
                OFFICER,
            ),
            (
                partners.ask(of_partner.MarkPartnerTask, task_id=partners.TASK_ID, now="unneeded"),
                OFFICER,
                150,
            ),
        ),
        beside=(OPENED, HOLDS, own.WITH_IT, _OFFICIAL),
        strangers=(*STRANGERS, partners.AGENCY),
        shown=_of_partner,
    ),
    "incident": Kind(
        decider=INCIDENT,
        key=incidents.ID,
        story=(
            (incidents.LOG, OFFICER),
            (incidents.PUT, HOLDER),
            (incidents.ANSWER, rounds.GOVERNMENT),
            (incidents.STRIKE, HOLDER),
        ),
        others=(
            (replace(incidents.LOG, kind="movement", clause=None), HOLDER),
            (replace(incidents.ANSWER, answer_id="a-2"), rounds.GOVERNMENT),
        ),
        beside=(OPENED, HOLDS),
    ),
    "incident of a partner": Kind(
        decider=INCIDENT,
        key=_THEIRS,
        story=(
            (_logs(incidents.LOG), partners.INSTITUTION),
            (replace(incidents.PUT, incident_id=_THEIRS), OFFICER),
            (
                replace(incidents.ANSWER, incident_id=_THEIRS, answer_id="a-9"),
                rounds.GOVERNMENT,
            ),
            (_logs(incidents.STRIKE), partners.INSTITUTION),
        ),
        beside=(OPENED, HOLDS, partners.PROPOSED, partners.ADMITTED, partners.UNDERTAKEN),
        strangers=(*STRANGERS, partners.AGENCY),
    ),
    "security": Kind(
        decider=PARTNER,
        key=security.ID,
        story=(
            (partners.of_agency(partners.PROPOSE, "security"), OFFICER),
            (_of_security(partners.ask(of_partner.AdmitPartner, seen=1)), HOLDER),
            (_of_security(partners.ask(of_partner.AcceptPartnerUndertaking)), security.SEC),
            (security.CLEAR, security.SEC),
        ),
        others=((replace(security.CLEAR, note_id="n-2", note=None), security.SEC),),
        beside=(OPENED, HOLDS),
        strangers=(*STRANGERS, partners.INSTITUTION),
        shown=_of_partner,
    ),
    "thread": Kind(
        decider=THREAD,
        key=threads.THREAD_ID,
        story=(
            (threads.OPEN, OFFICER),
            (threads.WRITE, HOLDER),
            (threads.CORRECT, HOLDER, 1),
            (threads.ADD_FILE, HOLDER, 1),
            (threads.STRIKE, HOLDER, 1),
        ),
        others=(
            (
                replace(threads.WRITE, message_id="m-3", partner_id=partners.PARTNER_ID),
                partners.INSTITUTION,
            ),
            (
                replace(threads.STRIKE, message_id="m-3", partner_id=partners.PARTNER_ID),
                partners.INSTITUTION,
            ),
            (replace(threads.STRIKE, message_id="m-3"), OFFICER, 90),
        ),
        beside=(OPENED, HOLDS, partners.PROPOSED, partners.ADMITTED, partners.UNDERTAKEN),
        strangers=(*STRANGERS, rounds.GOVERNMENT, partners.AGENCY),
    ),
    "dossier": Kind(
        decider=DOSSIER,
        key=MISSION_ID,
        story=(
            (dossiers.keep(dossiers.ONE), OFFICER),
            (dossiers.keep(dossiers.PUBLIC), dossiers.DESK),
            (dossiers.issue(0, "team", dossiers.LINE, dossiers.DAYS), dossiers.DESK),
            (dossiers.issue(0, "partners", dossiers.LINE), HOLDER),
            (
                missions.ask(
                    of_dossier.MakeDossierCopy,
                    0,
                    number=1,
                    copy_id="copy-1",
                    whom=dossiers.ONE.text,
                ),
                OFFICER,
            ),
            (dossiers.withdraw(0), dossiers.DESK),
            (dossiers.withdraw(0, audience="partners"), HOLDER),
        ),
        others=(
            (dossiers.keep(dossiers.CONSULT), OFFICER),
            (replace(dossiers.keep(dossiers.entry(4, shared=True))), OFFICER),
            (
                missions.ask(of_dossier.RemoveDossierEntry, 0, entry_id=dossiers.PUBLIC.entry_id),
                OFFICER,
            ),
        ),
        beside=(OPENED, HOLDS),
        strangers=(*STRANGERS, rounds.GOVERNMENT, partners.INSTITUTION),
    ),
    "call": Kind(
        decider=INPUT_CALL,
        key=inputs.CALL_ID,
        story=_CALL,
        beside=(OPENED, HOLDS),
        strangers=(*STRANGERS, OFFICER),
    ),
    "contribution": Kind(
        decider=CONTRIBUTION,
        key=inputs.CONTRIBUTION_ID,
        story=(
            (inputs.SUBMIT, inputs.SENDER),
            (
                inputs.say(of_input.AddToContribution, addition_id="a-1", text=inputs.TEXT),
                inputs.SENDER,
                1,
            ),
            (inputs.say(of_input.AddContributionFile, **inputs.FILE), inputs.SENDER),
            (inputs.say(of_input.MarkContribution, read=True, seen=0), OFFICER),
            (
                inputs.say(of_input.PublishContribution, published=True, seen="named"),
                OFFICER,
            ),
            (
                inputs.say(of_input.ChooseContributionPublication, publication="no"),
                inputs.SENDER,
                1,
            ),
            (inputs.say(of_input.WithdrawContribution), inputs.SENDER),
        ),
        others=(
            (inputs.say(of_input.NoteOnContribution, note_id="n-1", note=inputs.TEXT), HOLDER),
            (
                inputs.say(of_input.SetContributionNameAside, aside=True, reason=inputs.TEXT),
                HOLDER,
            ),
            (
                inputs.say(of_input.SetContributionNameAside, aside=False, reason=inputs.TEXT),
                OFFICER,
            ),
            (
                inputs.say(of_input.ChooseContributionPublication, publication="unnamed"),
                inputs.SENDER,
            ),
            (
                inputs.say(of_input.PublishContribution, published=False, seen="named"),
                OFFICER,
            ),
        ),
        beside=(inputs.ISSUED,),
        strangers=(*STRANGERS, by_contribution("another"), rounds.GOVERNMENT),
        shown=_of_contribution,
    ),
    "programme with the State": Kind(
        decider=MISSION,
        key=MISSION_ID,
        story=_ON_MISSION,
        others=(
            (
                missions.ask(of_mission.SetProgrammeItem, 0, item=_item(4, kind="victims")),
                OFFICER,
            ),
            (
                missions.ask(of_mission.SetProgrammeItem, 0, item=_item(state="refused")),
                HOLDER,
            ),
            (missions.step("taken_back", 0, on=SOON.first), HOLDER),
            (missions.ask(of_mission.AskMandateToJoin, 0, asked=joint.OTHER), HOLDER),
            (missions.ask(of_mission.TakeBackAskToJoin, 0, asked=joint.OTHER), HOLDER),
            (joint.JOIN, joint.THEIR_HOLDER),
            (joint.LEAVE, joint.THEIR_HOLDER),
            *((each, CLOCK) for each in (_JOINT, _MOVED, _PASSED_ON)),
        ),
        beside=(HOLDS, joint.OWN),
        begun=(OPENED,),
    ),
    "exchange of the programme": Kind(
        decider=EXCHANGE,
        key=MISSION_ID,
        story=(
            (exchange.propose(), rounds.GOVERNMENT),
            (exchange.answer(), OFFICER),
            (exchange.propose(2, item=_item(2)), OFFICER),
            (exchange.answer(2, agrees=False, words=exchange.WORDS), rounds.GOVERNMENT),
            (exchange.propose(3), rounds.GOVERNMENT),
            (exchange.withdraw(3), rounds.GOVERNMENT),
        ),
        others=(
            (exchange.propose(4, item=_item(5, kind="victims")), rounds.GOVERNMENT),
            (exchange.answer(3), HOLDER),
            (exchange.withdraw(2), OFFICER),
        ),
        beside=(OPENED, HOLDS, exchange.ON, exchange.DRAFT),
        strangers=(*STRANGERS, partners.INSTITUTION),
    ),
    "telling of sources": Kind(
        decider=TELLING,
        key=MISSION_ID,
        story=(
            (tellings.KEEP, OFFICER),
            (tellings.ask(TellSources, 1, **tellings.SAID), HOLDER),
            (replace(tellings.KEEP, seen=2), OFFICER),
            (tellings.ask(TellSources, 3, **{**tellings.SAID, "reason": tellings.TEXT}), OFFICER),
        ),
        others=(
            (tellings.ask(TellSources, 0, **{**tellings.SAID, "partners": ()}), HOLDER),
            (replace(tellings.KEEP, mandate="wgad"), OFFICER),
        ),
        beside=(*OVER, HOLDS, *tellings.ADMITTED),
        strangers=(*STRANGERS, rounds.GOVERNMENT, partners.INSTITUTION),
    ),
    "confidential programme": Kind(
        decider=CONFIDENTIAL_PROGRAMME,
        key=MISSION_ID,
        story=tuple(
            (
                missions.ask(of_mission.SetConfidentialItem, number, item=_item(number, kind=kind)),
                OFFICER,
            )
            for number, kind in enumerate(("victims", "civil_society", "detention"), 5)
        ),
        others=(
            (
                missions.ask(
                    of_mission.SetConfidentialItem,
                    0,
                    item=_item(5, kind="victims", state="withdrawn"),
                ),
                HOLDER,
            ),
        ),
        beside=(OPENED,),
        strangers=(*STRANGERS, rounds.GOVERNMENT, partners.INSTITUTION),
    ),
}
