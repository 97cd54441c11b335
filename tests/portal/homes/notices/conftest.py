"""The tables of notices with people and letters beside them, on both databases."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr
from sqlalchemy import Engine, select

from portal.casefile.mandatesettings.read_model import MANDATE_SETTINGS
from portal.casefile.reprisals import REPRISALS
from portal.casefile.submissions.read_model import SUBMISSIONS
from portal.committee.committee_advice.read_model import COMMITTEE_ADVICE
from portal.committee.forum.read_model import FORUM
from portal.committee.iap.read_model import IAP
from portal.committee.meetings.read_model import MEETINGS
from portal.committee.members.read_model import COMMITTEE
from portal.committee.plans.read_model import PLANS
from portal.committee.reports.read_model import REPORTS
from portal.committee.situations.read_model import SITUATIONS
from portal.committee.warning.read_model import ALERTS
from portal.desk.triage.read_model import TRIAGE
from portal.followup.actions.read_model import ACTIONS
from portal.followup.grading.read_model import GRADING
from portal.followup.incidents.read_model import INCIDENTS
from portal.followup.inputs.read_model import INPUTS
from portal.followup.missions.read_model import MISSIONS
from portal.followup.partners.read_model import PARTNERS
from portal.followup.publication.read_model import PUBLICATION
from portal.followup.recommendations.read_model import RECOMMENDATIONS
from portal.followup.replies.read_model import REPLIES
from portal.followup.rounds.read_model import ROUNDS
from portal.followup.threads.read_model import THREADS
from portal.followup.visit_reports.read_model import VISIT_REPORTS
from portal.followup.visits.read_model import VISITS
from portal.homes.notices import choosing, inbox, reading, there
from portal.homes.notices.mail import Post, Server
from portal.homes.notices.read_model import NOTICES
from portal.homes.notices.tables import inbox as inbox_table
from portal.homes.notices.tables import notices
from portal.homes.notices.work import step
from portal.homes.trainings.read_model import TRAININGS
from portal.letters.communications.read_model import COMMUNICATIONS
from portal.letters.statements.read_model import STATEMENTS
from portal.public.briefings.read_model import BRIEFINGS
from portal.public.documents.read_model import LIBRARY
from portal.selection.read_model import SELECTION
from portal.stakeholders.advice.read_model import ADVICE
from portal.stakeholders.consultations.read_model import CONSULTATIONS
from portal.stakeholders.dialogues.read_model import DIALOGUES
from portal.stakeholders.organisations.read_model import ORGANISATIONS
from portal.stakeholders.read_model import TERMS
from portal.stakeholders.sessions.read_model import SESSIONS
from portal.stakeholders.subscriptions.read_model import SUBSCRIPTIONS
from portal.web.accounts import account as accounts
from portal.web.accounts import filers
from portal.web.accounts.account import Account, actor_of
from shared.contracts import Contract
from shared.contracts.approvals import APPROVALS
from shared.contracts.followup import FOLLOWUP, GovernmentReplyLogged
from shared.contracts.intake import INTAKE
from shared.contracts.stakeholders import STAKEHOLDERS
from shared.core.geneva import day_of
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.platform.settings import Settings
from shared.platform.vault import Vault
from shared.read_models.model import Applier
from tests.support.approvals import fact_from
from tests.support.compiled import engine_of
from tests.support.letters import LEAD, LETTER, OTHER, T0, THIRD
from tests.support.mail import Mailbox, mail_server
from tests.support.migrated import begin
from tests.support.portal import Clock
from tests.support.twice import twice

_CONTRACTS = (INTAKE, APPROVALS, FOLLOWUP, STAKEHOLDERS)
EVERY_MODEL = (
    DIALOGUES,
    COMMUNICATIONS,
    SUBMISSIONS,
    STATEMENTS,
    NOTICES,
    MANDATE_SETTINGS,
    REPLIES,
    REPRISALS,
    TRIAGE,
    PUBLICATION,
    SELECTION,
    ORGANISATIONS,
    SESSIONS,
    SUBSCRIPTIONS,
    CONSULTATIONS,
    ADVICE,
    COMMITTEE,
    MEETINGS,
    TERMS,
    COMMITTEE,
    ALERTS,
    SITUATIONS,
    PLANS,
    VISIT_REPORTS,
    COMMITTEE_ADVICE,
    IAP,
    BRIEFINGS,
    LIBRARY,
    REPORTS,
    FORUM,
    ROUNDS,
    RECOMMENDATIONS,
    GRADING,
    ACTIONS,
    MISSIONS,
    INPUTS,
    VISITS,
    PARTNERS,
    THREADS,
    INCIDENTS,
    TRAININGS,
)
PEOPLE: dict[str, tuple[Role, dict[str, Any]]] = {
    "officer": (Role.HUMAN_RIGHTS_OFFICER, {"mandates": frozenset({LEAD})}),
    "other-officer": (Role.HUMAN_RIGHTS_OFFICER, {"mandates": frozenset({OTHER})}),
    "holder": (Role.MANDATE_HOLDER, {"mandates": frozenset({LEAD})}),
    "other-holder": (Role.MANDATE_HOLDER, {"mandates": frozenset({OTHER})}),
    "strange-holder": (Role.MANDATE_HOLDER, {"mandates": frozenset({THIRD})}),
    "member": (Role.MANDATE_HOLDER, {"mandates": frozenset({THIRD})}),
    "chief": (Role.CHIEF, {}),
    "desk": (Role.QUICK_RESPONSE_DESK, {}),
    "ngo-1": (Role.NGO_MEMBER, {}),
    "protection": (Role.DATA_PROTECTION, {}),
    "admin": (Role.SYSTEM_ADMIN, {}),
    "other-admin": (Role.SYSTEM_ADMIN, {}),
    "candidate": (Role.CANDIDATE, {}),
    "other-candidate": (Role.CANDIDATE, {}),
    "kenya": (Role.GOVERNMENT, {"state_codes": frozenset({"KEN"})}),
    "jordan": (Role.GOVERNMENT, {"state_codes": frozenset({"JOR"})}),
    "desk-of-kenya": (Role.DESK_OFFICER, {"state_codes": frozenset({"KEN"})}),
    "desk-of-jordan": (Role.DESK_OFFICER, {"state_codes": frozenset({"JOR"})}),
    "publication": (Role.PUBLICATION_OFFICER, {}),
    "selection": (Role.SELECTION_OFFICER, {}),
    "panel-chair": (Role.PANEL_CHAIR, {}),
    "panel-member": (Role.PANEL_MEMBER, {}),
    "strange-member": (Role.PANEL_MEMBER, {}),
    "president": (Role.PRESIDENT, {}),
    "committee": (Role.COORDINATION_COMMITTEE, {}),
    "disabled-holder": (Role.MANDATE_HOLDER, {"mandates": frozenset({LEAD}), "disabled": True}),
    "demo-holder": (Role.MANDATE_HOLDER, {"mandates": frozenset({LEAD}), "demo": True}),
}


@dataclass(slots=True)
class Office:
    """The office: people, what happened, and the mail that went."""

    engine: Engine
    vault: Vault
    box: Mailbox
    settings: Settings
    clock: Clock = field(default_factory=lambda: Clock(T0))
    _told: int = 0

    @property
    def post(self) -> Post:
        return Server(self.settings.smtp_url.get_secret_value(), self.settings.mail_from).post

    def tell(self, *facts: Any, models: Any = (COMMUNICATIONS, SUBMISSIONS, NOTICES)) -> None:
        """Let the facts arrive, each of them twice."""
        numbered = list(enumerate(facts, self._told + 1))
        self._told += len(numbered)
        arrived = [fact_from(one, n, "case", _contract(one), self.clock) for n, one in numbered]
        twice([Applier(self.engine, model) for model in models], arrived)

    def work(self) -> int:
        return step(self.engine, self.vault, self.settings, self.post, at=self.clock())

    def later(self, **by: float) -> None:
        self.clock.forward(timedelta(**by))

    def mailed(self) -> list[str]:
        """Whom mail went to since the last time, sorted."""
        to = sorted(str(mail["To"]).partition("@")[0] for mail in self.box.mails)
        self.box.mails.clear()
        return to

    def rows(self) -> list[Any]:
        with self.engine.connect() as conn:
            return list(conn.execute(select(notices)))

    def told(self) -> list[Any]:
        """All that is in anybody's inbox."""
        with self.engine.connect() as conn:
            return list(conn.execute(select(inbox_table)))


def _contract(fact: Any) -> Contract:
    return next(one for one in _CONTRACTS if type(fact) in {cls for _, cls in one.catalogue})


@pytest.fixture(scope="session")
def server() -> Iterator[Mailbox]:
    with mail_server() as box:
        yield box


@pytest.fixture
def box(server: Mailbox) -> Mailbox:
    server.refusing = None
    server.refuses.clear()
    server.full.clear()
    server.mails.clear()
    return server


@pytest.fixture
def office(database_url: str, box: Mailbox, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    begin(database_url, database_url)
    engine = engine_of(database_url)
    with engine.begin() as conn:
        for name, (role, also) in PEOPLE.items():
            accounts.add(conn, _person(name, role, also))
    settings = Settings(
        smtp_url=SecretStr(box.url),
        mail_from="Rapporteur <no-reply@rapporteur.example>",
        public_url="https://rapporteur.example",
    )
    vault = Vault(engine, [Fernet.generate_key().decode()])
    filers.begin(vault)
    # as the application has it
    for module in (inbox, reading):
        monkeypatch.setattr(module, "known", lambda one: filers.known(vault, actor_of(one)))
    made = Office(engine, vault, box, settings)
    monkeypatch.setattr(there, "today", lambda: day_of(made.clock()))
    yield made
    engine.dispose()


def _person(name: str, role: Role, also: dict[str, Any]) -> Account:
    return Account(
        account_id=name,
        email=f"{name}@example.org",
        name=name,
        password_hash="x",
        roles=frozenset({role}),
        **also,
    )


REPLY = GovernmentReplyLogged(
    communication_id=LETTER,
    reply_id="reply",
    recipient="KEN",
    mandates=(LEAD,),
    kind="substantive",
    language="en",
    confidential_by_state=False,
    text=Sealed("communication-x", "cipher"),
    received_at=T0,
    logged_by="desk",
    logged_at=T0,
)


def want(office: Office, who: str, choice: str) -> None:
    with office.engine.begin() as conn:
        account = next(one for one in everybody(office) if one.account_id == who)
        choosing.choose(conn, account, choice, at=office.clock())


def everybody(office: Office) -> list[Account]:
    with office.engine.connect() as conn:
        return [found for name in PEOPLE if (found := accounts.by_id(conn, name))]
