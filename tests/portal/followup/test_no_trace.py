"""A Government gets the same bytes with and without what it must see no trace of.

That is the confidential programme of a visit with all that hangs on it, also where what the
Government proposed meets it, contributions to a call for input, and what others say of the same
recommendations before it is sent or published. Compared are
all pages and exports that open for a Government or for everybody, with the text of PDFs, feeds, and
mails.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from portal.app.read_models import READ_MODELS
from shared.contracts.followup_input_commands import MarkContribution, WithdrawContribution
from shared.contracts.followup_mission_commands import SetMissionTask
from shared.contracts.followup_missions import OwnTask
from shared.contracts.followup_partner_commands import GivePartnerAdvice
from shared.contracts.followup_round_commands import WithdrawAnswers
from shared.contracts.followup_tellings import ToldText
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.roles import Role
from tests.followup import test_mission_tasks as tasks
from tests.followup.debriefs import HELD, PART_WRITTEN
from tests.followup.tellings import TOLD
from tests.support import followup
from tests.support.actions import FOCAL, Actions
from tests.support.debriefs import Debriefs
from tests.support.dossiers import Dossiers
from tests.support.exchange import Proposals
from tests.support.incidents import Incidents
from tests.support.inputs import Inputs
from tests.support.mailed import mailed
from tests.support.missions import MANDATE, Missions
from tests.support.partners import Partners
from tests.support.portal import Pages, Visitor, pages, sqlite_urls
from tests.support.ready import ready
from tests.support.rounds import GOVERNMENT, NGO, NHRI, ONE, OTHER, TWO, Rounds
from tests.support.tellings import Tellings
from tests.support.threads import Threads
from tests.support.traces import Got, all_of, differing
from tests.support.twice import told_to_all, twice

STATES = {"KEN", "CHE"}
"""Of the visit, and of the round."""
MAIL = "mail"
INFO = str(derive_id("information of another"))


@dataclass(frozen=True, slots=True)
class Story:
    """A visit and a follow-up round, as far as a Government takes part in them."""

    portal: Pages
    missions: Missions
    inputs: Inputs
    call_id: str
    rounds: Rounds
    note: str
    threads: Threads
    proposal: str

    @property
    def ids(self) -> Mapping[str, list[str]]:
        return {
            "mission_id": [self.missions.mission_id],
            "call_id": [self.call_id],
            "round_id": [self.rounds.round_id],
            "recommendation_id": [ONE, TWO],
            "thread_id": [self.note],
            "proposal_id": [self.proposal],
            "item_id": [self.missions.item("Minister Zora").item_id],
            "info_id": [INFO],
            "state": ["KEN", "CHE"],
            "code": ["KEN", "CHE", MANDATE],
            "mandate": [MANDATE],
        }


@contextmanager
def told(portal: Pages) -> Iterator[Story]:
    """What a Government may know: its part of the programme, the call, its own answers."""
    engine, vault, at = portal.engine, portal.vault, portal.clock()
    with told_to_all(ready(engine, READ_MODELS)):
        missions = Missions(engine, vault, at)
        missions.hear(ahead=60)
        missions.official("Minister Zora")
        proposals = Proposals(missions)
        proposals.answered(proposals.proposed("Judge Ora", begins="11:00"))
        waits = proposals.proposed("Warden Ora")
        inputs = Inputs(portal, missions)
        threads = Threads(Partners(missions))
        rounds = Rounds(engine, vault, at)
        recommended = []
        for row, text in ((ONE, "Open the cells."), (TWO, "Film each questioning.")):
            one = followup.issued(row, text=vault.seal(f"recommendation-{row}", text))
            recommended += [one, *([followup.published(one)] if row == ONE else [])]
            recommended += [followup.shared(code, row) for code in ("org-1", "org-2", "nhri-1")]
        twice([], followup.arriving(recommended))
        rounds.opened("org-1", "org-2", "nhri-1")
        rounds.keep(GOVERNMENT, "Our own steps")
        rounds.submit(GOVERNMENT)
        yield Story(
            portal,
            missions,
            inputs,
            inputs.issue("What of prisons?"),
            rounds,
            threads.opened("state", "A note to the Government"),
            threads,
            waits,
        )


# --- what it must see no trace of -----------------------------------------------------------------


def confidential(story: Story) -> None:
    """Items with victims and with a place, partners who take part, and what followed from them."""
    missions, partners = story.missions, story.threads.partners
    missions.confidential("Widows of Quib")
    missions.confidential("Cells of Quib", "detention", state="proposed")
    task = str(derive_id("own task", "Quib"))
    title = missions.vault.seal(f"mission-{task}", "Drivers to Quib")
    own = tasks.line(
        task=task,
        own=OwnTask(phase="before", due=day_of(missions.at) + timedelta(days=9), title=title),
        team=True,
    )
    missions.ask(SetMissionTask, line=own)
    assessment = Dossiers(story.portal, missions)
    assessment.entry("Elders of Quib", "consult")
    assessment.issue()
    security = partners.admitted("security", "agency-1")
    partners.task(security, "Roads to Quib")
    debrief = Debriefs(missions)
    sealed = missions.vault.seal(f"debrief-{derive_id('Lessons of Quib')}", "Lessons of Quib")
    of = {"mission_id": missions.mission_id, "mandate": MANDATE, "state": "KEN"}
    said = dict.fromkeys(("attendees", "worked", "promises", "lessons"), sealed)
    debrief.tell(replace(HELD, **of, **said), replace(PART_WRITTEN, **of, text=sealed))
    nhri = partners.admitted("nhri", "nhri-1")
    asked = partners.task(nhri, "Law of Quib", advice="legal")
    advice_id = str(derive_id("advice", "Law of Quib"))
    advice = missions.vault.seal(f"mission-{advice_id}", "Advice on Quib")
    partners.ask(
        GivePartnerAdvice,
        nhri,
        by=partners.member("nhri", "nhri-1"),
        task_id=asked,
        advice_id=advice_id,
        advice=advice,
    )
    said_next = missions.vault.seal(f"mission-{derive_id('Next in Quib')}", "Next in Quib")
    both = ToldText(language="en", comes=said_next, call=said_next)
    Tellings(missions).tell(replace(TOLD, **of, texts=(both,), partners=(nhri, security)))
    thread = story.threads.opened("partners", "Whom to meet in Quib", "Quib")
    story.threads.written(thread, "The widows", by=partners.member("nhri", "nhri-1"), partner=nhri)
    incidents = Incidents(story.portal.engine, story.portal.vault, missions.at, missions.mission_id)
    incidents.struck(incidents.logged("Widows of Quib were followed"))
    incidents.logged("They were followed again", kind="interlocutors")


def contributions(story: Story) -> None:
    """One with a name, one that is read, and one that is taken back."""
    inputs = story.inputs
    inputs.submit(story.call_id, "Cells of Quib", name="Ada Nox")
    read = inputs.submit(story.call_id, "Wards of Quib", publication="named", name="Ben Nox")
    inputs.ask(MarkContribution(contribution_id=read, read=True, seen=0))
    gone = inputs.submit(story.call_id, "Yards of Quib", publication="unnamed")
    inputs.ask(WithdrawContribution(contribution_id=gone), sender=True)


def others_follow_up(story: Story) -> None:
    """Answers sent, kept and taken back, a table not sent, what others say, and a grade."""
    rounds, seal = story.rounds, story.portal.vault.seal
    rounds.keep(NGO, "Quib answers")
    rounds.submit(NGO, "Org Quib")
    rounds.keep(NHRI, "Quib drafts")
    rounds.keep(OTHER, "Quib says", TWO, "holder")
    rounds.submit(OTHER)
    rounds.compile()
    rounds.ask(WithdrawAnswers, OTHER, seen=rounds.steps_of(OTHER))
    text = seal(f"recommendation-{ONE}", "Quib was not there")
    said = followup.informed("ngo", by="ngo-1", organisation_id="org-1", info_id=INFO, text=text)
    said = replace(said, wish="publish", name=seal(f"recommendation-{ONE}", "Org Quib"))
    shares = [followup.shared("org-3"), followup.shared("org-3", TWO)]
    grade = followup.assessed("not", rationale=seal(f"recommendation-{TWO}", "Quib"))
    twice([], followup.arriving([said, *shares, replace(grade, recommendation_id=TWO)]))
    Actions(
        story.portal.engine, story.portal.vault, rounds.at, name="of others", owner=FOCAL
    ).planned("Train the guards of Quib")


SECRETS: tuple[Callable[[Story], None], ...] = (confidential, contributions, others_follow_up)


def got(directory: Path, *secrets: Callable[[Story], None]) -> tuple[Got, str]:
    """Return what a Government gets, and what the mandate reads."""
    directory.mkdir()
    with pages(*sqlite_urls(directory)) as portal, told(portal) as story:
        for secret in secrets:
            secret(story)
        state = portal.signed_in(Role.GOVERNMENT, state_codes=frozenset(STATES))
        mails = mailed(portal, {MAIL: state})
        government = mails | all_of(portal, state, story.ids, "Quib", "Nox")
        holder = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({MANDATE}))
        return government, "".join(read_by(holder, story))


def read_by(holder: Visitor, story: Story) -> Iterator[str]:
    mission = f"/missions/{story.missions.mission_id}"
    for path in (
        f"{mission}/confidential",
        f"{mission}/exchange",
        f"{mission}/incidents",
        f"{mission}/assessment",
        f"{mission}/debrief",
        f"{mission}/partners",
        f"{mission}/sources",
        mission,
        f"{mission}/input/contributions/{derive_id('contribution of a portal', 'Wards of Quib')}",
        f"/rounds/{story.rounds.round_id}",
        f"/recommendations/{ONE}",
    ):
        yield holder.get(path).text


def test_a_government_gets_the_same_bytes_with_and_without(tmp_path: Path) -> None:
    government, office = got(tmp_path / "without")
    with_them, with_office = got(tmp_path / "with", *SECRETS)
    assert differing(government, with_them) == set()
    said = "".join(government.values())
    for known in (
        "Minister Zora",
        "What of prisons?",
        "Our own steps",
        "A note to the",
        "Warden Ora",
    ):
        assert known in said, known
    assert government[MAIL], "it has news by mail, too"
    assert sum(page.startswith("200") for page in government.values()) > 100
    pressed = {path for path, page in government.items() if "pdf" in path.rpartition("/")[2]}
    assert {path for path in pressed if government[path].startswith("200")}, "a PDF is compared"
    of_people = (
        "Widows of Quib",
        "They were followed",
        "Wards of Quib",
        "Quib answers",
        "Org Quib",
        "Drivers to Quib",
        "Elders of Quib",
        "Lessons of Quib",
        "Advice on Quib",
        "Next in Quib",
    )
    for secret in (*of_people, "At the same time, in the confidential programme"):
        assert (secret in office, secret in with_office) == (False, True), secret
