"""The demonstration's Committee, meetings and procedures follow the same rules as all others."""

from collections import defaultdict
from typing import Any

from pydantic import TypeAdapter

from portal.committee.committee_advice import demo as advice_demo
from portal.committee.iap import demo as iap_demo
from portal.committee.meetings import demo as meetings_demo
from portal.committee.members import demo as members_demo
from portal.committee.sops import demo as sops_demo
from portal.stakeholders import demo as terms_demo
from services.stakeholders.committee.advice.decide import COMMITTEE_ADVICE
from services.stakeholders.committee.iap.decide import IAP
from services.stakeholders.committee.members.decide import COMMITTEE
from services.stakeholders.committee.sops.decide import SOPS
from services.stakeholders.terms import TERMS
from shared.contracts.stakeholders_commands import STAKEHOLDERS_COMMANDS
from shared.contracts.stakeholders_committee_advice_commands import Command as AdviceAsks
from shared.contracts.stakeholders_iap_commands import Command as IapAsks
from shared.contracts.stakeholders_meeting_commands import OfMeeting
from shared.contracts.stakeholders_term_commands import StartHolderTerm
from shared.core.actor import ActorSigner
from shared.core.roles import Role
from tests.support.invented import asked_of
from tests.support.meetings import Meetings
from tests.support.portal import Pages

LOCALS = (
    *("chief", "committee", "desk", "government", "holder", "holder.hrds", "holder.new"),
    *("chair.wgad", "member.wgad", "officer", "officer.hrds", "partner"),
)


def test_each_step_of_the_demonstration_changes_something(portal: Pages) -> None:
    for local in LOCALS:
        roles = {"chief": Role.CHIEF, "committee": Role.COORDINATION_COMMITTEE}
        roles |= {"desk": Role.DESK_OFFICER, "government": Role.GOVERNMENT}
        roles |= {"partner": Role.UN_PARTNER}
        own = frozenset({"sr-torture"}) if local == "holder" else frozenset()
        role = roles.get(local, Role.MANDATE_HOLDER)
        portal.person(role, email=f"{local}@demo.example", mandates=own)
    with portal.app.test_request_context():
        for one in (terms_demo, members_demo, meetings_demo, sops_demo, advice_demo, iap_demo):
            one.tell()
    types: dict[str, TypeAdapter[Any]] = {
        name: TypeAdapter(command) for name, command in STAKEHOLDERS_COMMANDS.types.items()
    }
    signer = ActorSigner(portal.settings.actor_key_list)
    asked = [asked_of(signer, request, types) for request in portal.asked]
    started = [
        fact
        for command, by in asked
        if isinstance(command, StartHolderTerm)
        for fact in TERMS.decide(command, by, TERMS.initial)
    ]
    history: list[Any] = []
    advised: dict[str, list[Any]] = {}
    of_iap: dict[str, list[Any]] = defaultdict(list)
    meetings = Meetings(portal.engine, portal.vault)
    for command, by in asked:
        kind = type(command).__name__
        if isinstance(command, IapAsks):
            done = list(IAP.decide(command, by, IAP.fold([*history, *of_iap[command.iap_id]])))
            assert done, kind
            of_iap[command.iap_id] += done
        elif isinstance(command, AdviceAsks):
            state = COMMITTEE_ADVICE.fold([*history, *advised.get(command.request_id, [])])
            said = list(COMMITTEE_ADVICE.decide(command, by, state))
            assert said, kind
            advised.setdefault(command.request_id, []).extend(said)
        elif "Committee" in kind:
            facts = list(COMMITTEE.decide(command, by, COMMITTEE.fold([*history, *started])))
            assert facts, kind
            history += facts
        elif isinstance(command, OfMeeting):
            assert meetings.do(command, by.by, at=by.at), kind
        elif "ActionItem" in kind:
            assert meetings.act(command, by.by, at=by.at), kind
        elif "Sop" in kind:
            assert SOPS.decide(command, by, SOPS.initial), kind
    now = COMMITTEE.fold(history).now
    assert now is not None
    assert len(now.members) == len(now.chairs) + 2
