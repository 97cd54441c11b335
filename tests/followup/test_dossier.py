"""The country assessment of a visit (M5, E.5): who writes what, and what a version has."""

from dataclasses import replace
from typing import Any

from services.followup import holding
from services.followup.mission.dossier import DOSSIER
from shared.contracts.approvals_holding import MandateLifeNoted
from shared.contracts.followup_dossier_commands import (
    IssueDossier,
    MakeDossierCopy,
    RemoveDossierEntry,
    SetDossierEntry,
    WithdrawDossier,
)
from shared.contracts.followup_dossiers import (
    DossierCopyMade,
    DossierEntryRemoved,
    DossierEntrySet,
    DossierVersionIssued,
    DossierVersionWithdrawn,
    Entry,
    Line,
)
from shared.contracts.followup_holding import HoldingHeard
from shared.contracts.followup_missions import MissionGoesOnIn, MissionPlansChanged
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.core.testing import AT, given
from shared.reference.dossiers import (
    BYTES_OF_ENTRIES,
    BYTES_OF_LINES,
    BYTES_TO_CONSULT,
    MOST_COPIES,
    MOST_ENTRIES,
    MOST_VERSIONS,
    PARTS,
)
from tests.followup.missions import OPENED, ask, fact
from tests.followup.visits import (
    DAY,
    HOLDER,
    MANDATE,
    OFFICER,
    OTHER_HOLDER,
    STATE,
    TODAY,
    person,
)

DESK = person("desk-1", Role.DESK_OFFICER, states=frozenset({STATE}))
BOTH = replace(DESK, roles=frozenset({Role.DESK_OFFICER, Role.MANDATE_HOLDER}))
LINE = Line(part="letters", kind="types", on=TODAY, origin="register", says=("AL", "3"))
DAYS = Line(part="visit", kind="dates", on=TODAY, origin="file", says=("2026-02-01", "2026-02-08"))


def entry(number: int = 1, **also: Any) -> Entry:
    entry_id = str(derive_id("dossier entry of a test", number))
    told: dict[str, Any] = {
        "entry_id": entry_id,
        "part": "un",
        "on": TODAY - DAY,
        "shared": False,
        "origin": Sealed(f"dossier-{entry_id}", "b3JpZ2lu"),
        "text": Sealed(f"dossier-{entry_id}", "dGV4dA"),
    }
    return Entry(**{**told, **also})


ONE, PUBLIC = entry(), entry(2, part="state", shared=True)
BOTH_ENTRIES = tuple(sorted((ONE, PUBLIC), key=lambda one: one.entry_id))
CONSULT = entry(3, part="consult")
SET = fact(DossierEntrySet, 1, entry=ONE)
SHARED = fact(DossierEntrySet, 2, entry=PUBLIC)
REMOVED = fact(DossierEntryRemoved, 2, entry_id=ONE.entry_id)
ISSUED = fact(
    DossierVersionIssued, 3, audience="team", number=1, lines=(LINE, DAYS), entries=BOTH_ENTRIES
)
WITHDRAWN = fact(DossierVersionWithdrawn, 4, audience="team", number=1)


def after(*facts: Any) -> Any:
    return given(DOSSIER, OPENED, *facts)


def keep(one: Entry, seen: int = 0) -> SetDossierEntry:
    command: SetDossierEntry = ask(SetDossierEntry, seen, entry=one)
    return command


def issue(seen: int, audience: Any = "team", *lines: Line) -> IssueDossier:
    command: IssueDossier = ask(IssueDossier, seen, audience=audience, lines=lines)
    return command


def withdraw(seen: int, number: int = 1, audience: Any = "team") -> WithdrawDossier:
    command: WithdrawDossier = ask(WithdrawDossier, seen, audience=audience, number=number)
    return command


def test_the_mandate_and_the_desk_of_the_state_write_entries() -> None:
    for by in (OFFICER, HOLDER, DESK):
        after().when(keep(ONE), by=by).then(replace(SET, done_by=by.actor_id))
    after(SET).when(keep(ONE, 1), by=OFFICER).then_nothing()
    other = replace(ONE, text=Sealed(ONE.text.subject, "YW5ldw"))
    after(SET).when(keep(other, 1), by=OFFICER).then(fact(DossierEntrySet, 2, entry=other))
    after(SET).when(keep(other), by=OFFICER).then_refused("has changed")
    remove = ask(RemoveDossierEntry, 1, entry_id=ONE.entry_id)
    after(SET).when(remove, by=OFFICER).then(REMOVED)
    after(SET).when(replace(remove, seen=0), by=OFFICER).then_refused("has changed")
    after(SET, REMOVED).when(remove, by=OFFICER).then_nothing()
    elsewhere = replace(DESK, states=frozenset({"CHE"}))
    for by in (OTHER_HOLDER, elsewhere, person("x", Role.GOVERNMENT)):
        after().when(keep(ONE), by=by).then_forbidden()
    given(DOSSIER).when(keep(ONE), by=OFFICER).then_refused("no such mission")
    of = {"joint": "m-2", "joint_step": 3, "into": "m-2", "comes": True}
    after(fact(MissionGoesOnIn, 2, **of)).when(keep(ONE), by=OFFICER).then_refused("joint visit")
    wrong = replace(OPENED, mandate="wgad")
    given(DOSSIER, wrong).when(keep(ONE), by=OFFICER).then_refused("no such mission")
    reads = [f"mission-{OPENED.mission_id}", holding.stream(MANDATE)]
    assert DOSSIER.consults(keep(ONE), DOSSIER.initial) == reads


def test_an_entry_is_of_a_part_and_of_a_day() -> None:
    assert "reprisals" not in PARTS, "part 10 is a leaf of its own"
    for wrong, says in (
        ({"part": "reprisals"}, "the part"),
        ({"on": TODAY + 2 * DAY}, "not in the future"),
        ({"on": TODAY.replace(year=1900)}, "not in the future"),
    ):
        after().when(keep(replace(ONE, **wrong)), by=OFFICER).then_refused(says)
    moved = replace(ONE, part="state")
    after(SET).when(keep(moved, 1), by=OFFICER).then_refused("the part")
    many = [fact(DossierEntrySet, n + 1, entry=entry(n + 9)) for n in range(MOST_ENTRIES)]
    after(*many).when(keep(ONE, MOST_ENTRIES), by=OFFICER).then_refused("as many entries")


def test_a_version_has_a_size_that_a_fact_can_have() -> None:
    """What whom to consult takes is counted apart: nobody else finds it out by a refusal."""
    assert BYTES_OF_ENTRIES + BYTES_TO_CONSULT + BYTES_OF_LINES <= 900_000

    def long(number: int, size: int, part: str) -> Entry:
        one = entry(number, part=part)
        return replace(one, text=Sealed(one.text.subject, "x" * size))

    for part, most, free in (
        ("un", BYTES_OF_ENTRIES, "consult"),
        ("consult", BYTES_TO_CONSULT, "un"),
    ):
        kept = fact(DossierEntrySet, 1, entry=long(9, most - 1_000, part))
        more, shorter = long(1, 1_000, part), long(9, 1_000, part)
        after(kept).when(keep(more, 1), by=OFFICER).then_refused("too long with this entry")
        for fits in (shorter, long(1, 1_000, free)):
            kept_too = fact(DossierEntrySet, 2, entry=fits)
            after(kept).when(keep(fits, 1), by=OFFICER).then(kept_too)
    many = [replace(LINE, says=("x" * 1_900,))] * 200
    after().when(issue(0, "team", *many), by=OFFICER).then_refused("too long for one version")


def test_whom_to_consult_is_of_the_mandate_alone() -> None:
    kept = fact(DossierEntrySet, 1, entry=CONSULT)
    after().when(keep(CONSULT), by=OFFICER).then(kept)
    for by in (DESK, BOTH):
        after().when(keep(CONSULT), by=by).then_forbidden()
        remove = ask(RemoveDossierEntry, 1, entry_id=CONSULT.entry_id)
        after(kept).when(remove, by=by).then_forbidden()
    public = replace(CONSULT, shared=True)
    after().when(keep(public), by=OFFICER).then_refused("no version for partners")
    about = replace(LINE, part="consult")
    after().when(issue(0, "team", about), by=OFFICER).then_refused("no line")


def test_m5_a_version_is_frozen_with_a_number_for_each_audience() -> None:
    for by in (OFFICER, DESK):
        issued = replace(ISSUED, done_by=by.actor_id)
        after(SET, SHARED).when(issue(2, "team", LINE, DAYS), by=by).then(issued)
    after(SET, SHARED).when(issue(1, "team", LINE), by=OFFICER).then_refused("has changed")
    last = replace(ISSUED, number=MOST_VERSIONS)
    after(SET, SHARED, last).when(issue(3), by=OFFICER).then_refused("as many versions")
    again = replace(ISSUED, step=4, number=2, lines=())
    after(SET, SHARED, ISSUED).when(issue(3), by=OFFICER).then(again)
    off = fact(MissionPlansChanged, 2, plans="called_off", dates=None, file_step=6)
    after(off).when(issue(0), by=OFFICER).then_refused("called off")
    for wrong in (
        {"part": "x"},
        {"kind": "x"},
        {"says": ("x" * 2_000,)},
    ):
        after().when(issue(0, "team", replace(LINE, **wrong)), by=OFFICER).then_refused("no line")
    after().when(issue(0, "team", *[LINE] * 2_001), by=OFFICER).then_refused("no line")


def test_r19_what_goes_to_partners_is_public_and_the_holders_decision() -> None:
    public = fact(
        DossierVersionIssued,
        3,
        audience="partners",
        number=1,
        lines=(LINE,),
        entries=(PUBLIC,),
        done_by=HOLDER.actor_id,
    )
    give = issue(2, "partners", LINE)
    after(SET, SHARED, ISSUED).when(replace(give, seen=3), by=HOLDER).then(replace(public, step=4))
    after(SET, SHARED).when(give, by=HOLDER).then(public)
    after(SET, SHARED).when(issue(2, "partners", DAYS), by=HOLDER).then_refused("Days and terms")
    for by in (OFFICER, DESK, BOTH):
        after(SET, SHARED).when(give, by=by).then_forbidden()
        after(SET, SHARED, public).when(withdraw(3, 1, "partners"), by=by).then_forbidden()
    life = MandateLifeNoted(
        mandate=MANDATE,
        transmits_until=None,
        signs_until=TODAY - DAY,
        noted_at=AT,
    )
    vacant = HoldingHeard(mandate=MANDATE, life=life)
    by_office = replace(public, done_by=OFFICER.actor_id)
    after(vacant, SET, SHARED).when(give, by=OFFICER).then(by_office)


def test_a_copy_for_a_partner_is_made_by_the_mandate_and_kept_on_record() -> None:
    facts = [SET, SHARED, replace(ISSUED, audience="partners", lines=(LINE,), entries=(PUBLIC,))]
    told = {"number": 1, "copy_id": "c-1", "whom": Sealed("dossier-c-1", "d2hvbQ")}
    make: Any = ask(MakeDossierCopy, 0, **told)
    made = fact(DossierCopyMade, 4, **told)
    for by in (OFFICER, HOLDER):
        after(*facts).when(make, by=by).then(replace(made, done_by=by.actor_id))
    after(*facts).when(make, by=DESK).then_forbidden()
    after(*facts, made).when(make, by=OFFICER).then_nothing()
    gone = replace(WITHDRAWN, audience="partners")
    for before, command in (
        ([SET, SHARED, ISSUED], make),
        (facts, replace(make, number=2)),
        ([*facts, gone], make),
    ):
        after(*before).when(command, by=OFFICER).then_refused("no such version")
    many = [replace(made, step=4 + n, copy_id=f"c-{n + 2}") for n in range(MOST_COPIES)]
    after(*facts, *many).when(make, by=OFFICER).then_refused("as many copies")
    again = replace(facts[-1], step=4, number=2)
    other = replace(made, step=4 + MOST_COPIES, number=2)
    after(*facts, again, *many).when(replace(make, number=2), by=OFFICER).then(other)


def test_a_version_is_withdrawn_and_its_number_is_not_used_again() -> None:
    after(SET, SHARED, ISSUED).when(withdraw(3), by=OFFICER).then(WITHDRAWN)
    after(SET, SHARED, ISSUED, WITHDRAWN).when(withdraw(4), by=OFFICER).then_nothing()
    after(SET, SHARED, ISSUED).when(withdraw(3), by=DESK).then_forbidden()
    of_desk = replace(ISSUED, done_by=DESK.actor_id)
    gone = replace(WITHDRAWN, done_by=DESK.actor_id)
    after(SET, SHARED, of_desk).when(withdraw(3), by=DESK).then(gone)
    after(SET, SHARED, of_desk).when(withdraw(3), by=OFFICER).then(WITHDRAWN)
    for number in (0, 2):
        after(SET, SHARED, ISSUED).when(withdraw(3, number), by=OFFICER).then_refused(
            "no such version"
        )
    again = replace(ISSUED, step=5, number=2, lines=())
    after(SET, SHARED, ISSUED, WITHDRAWN).when(issue(4), by=OFFICER).then(again)
