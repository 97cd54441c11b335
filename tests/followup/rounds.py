"""People, commands and facts of follow-up rounds, shared by their tests."""

from datetime import timedelta
from typing import Any, Final

from services.followup.round.decide import ROUND
from services.followup.round.state import Round
from shared.contracts import followup_rounds as facts
from shared.contracts.followup_round_commands import (
    AddAnswerFile,
    AskForFollowUp,
    CommentOnTable,
    CompileTable,
    KeepAnswer,
    OpenFollowUpRound,
    PublishTable,
    SendTable,
    SubmitAnswers,
)
from shared.contracts.followup_rounds import Step
from shared.core.actor import Actor, Asked
from shared.core.geneva import day_of
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.core.testing import AT
from shared.reference.rounds import provider_id
from tests.followup.visits import HOLDER, MANDATE, OFFICER, STATE, person

ROUND_ID: Final = str(derive_id("round of a test"))
ONE, TWO = (str(derive_id("recommendation of a round", n)) for n in (1, 2))
TODAY, DUE = day_of(AT), day_of(AT) + timedelta(days=60)
LATER: Final = DUE + timedelta(days=30)
GOVERNMENT = person("government-1", Role.GOVERNMENT, states=frozenset({STATE}))
OTHER_GOVERNMENT = person("government-2", Role.GOVERNMENT, states=frozenset({"FRA"}))
NGO = person("ngo-1", Role.NGO_MEMBER, organisation_id="org-1")
OTHER_NGO = person("ngo-2", Role.NGO_MEMBER, organisation_id="org-2")
NHRI = person("nhri-1", Role.CONTACT_POINT, organisation_id="nhri-1")
OF_STATE = provider_id(ROUND_ID, None)
OF_NGO = provider_id(ROUND_ID, "org-1")
OF_NHRI = provider_id(ROUND_ID, "nhri-1")
OPEN = OpenFollowUpRound(
    round_id=ROUND_ID,
    mandate=MANDATE,
    state=STATE,
    scope="state",
    year=TODAY.year,
    rows=(ONE, TWO, ONE),
    due_on=DUE,
)


def of(kind: type, /, **also: Any) -> Any:
    return kind(round_id=ROUND_ID, **also)


def ask(kind: str = "ngo", code: str = "org-1", *, remind: bool = True) -> Any:
    return of(AskForFollowUp, kind=kind, organisation_id=code, remind=remind)


def keep(seen: int, answer: str, row: str = ONE, wish: str = "publish", **also: Any) -> Any:
    text = also.get("text", Sealed(f"followupround-{answer}", "text"))
    return of(KeepAnswer, seen=seen, recommendation_id=row, answer_id=answer, text=text, wish=wish)


def submit(seen: int, submission: str, name: str | None = "name") -> Any:
    sealed = Sealed(f"followupround-{submission}", name) if name else None
    return of(SubmitAnswers, seen=seen, submission_id=submission, name=sealed)


def add_file(attachment_id: str = "f-1", row: str = ONE) -> Any:
    return of(
        AddAnswerFile,
        recommendation_id=row,
        attachment_id=attachment_id,
        object_name="a" * 64,
        sha256="b" * 64,
        size=7,
        media_type="application/pdf",
        scanned="clean",
        details=Sealed(f"followupround-{attachment_id}", "details"),
    )


def step(answer: str, row: str = ONE, kind: Any = "ngo", name: str | None = None) -> Step:
    return Step(recommendation_id=row, answer_id=answer, kind=kind, name=name, text="Said.")


def publish(version: int, *steps: Step, **also: Any) -> Any:
    given: dict[str, Any] = {"symbol": None, "situations": (), **also}
    return of(PublishTable, version=version, steps=steps, **given)


def fact(kind: type, /, by: Actor = OFFICER, **also: Any) -> Any:
    return kind(
        round_id=ROUND_ID,
        mandate=MANDATE,
        state=STATE,
        done_by=by.actor_id,
        done_at=AT,
        **also,
    )


OPENED = fact(
    facts.FollowUpRoundOpened,
    scope="state",
    year=TODAY.year,
    rows=(ONE, TWO),
    due_on=DUE,
)
ASKED = fact(
    facts.FollowUpAsked,
    provider_id=OF_STATE,
    kind="government",
    organisation_id=None,
    remind=True,
)


def history(*acts: tuple[Any, Actor]) -> list[Any]:
    """Return the facts of a round in which these were asked, one after the other."""
    told: list[Any] = []
    for command, by in acts:
        state = ROUND.fold(told)
        told += ROUND.decide(command, Asked(at=AT, by=by), state)
    return told


BEGUN = ((OPEN, OFFICER), (ask(), OFFICER), (ask("nhri", "nhri-1"), OFFICER))
ANSWERED = (
    *BEGUN,
    (keep(0, "g-1"), GOVERNMENT),
    (submit(1, "g-sent"), GOVERNMENT),
    (keep(0, "n-1"), NGO),
    (keep(1, "n-2", TWO, "holder"), NGO),
    (submit(2, "n-sent"), NGO),
    (keep(0, "i-1", TWO, "unnamed"), NHRI),
    (submit(1, "i-sent", None), NHRI),
)
COMPILE = of(CompileTable, answers=("i-1", "g-1", "n-1", "n-2"))
SEND = of(SendTable, version=1, due_on=DUE)
COMPILED = (*ANSWERED, (COMPILE, OFFICER))
SENT = (*COMPILED, (SEND, HOLDER))
PUBLISH = publish(1, step("n-1", name="Org one"), step("i-1", TWO, "nhri"))
COMMENT = of(CommentOnTable, version=1, comment_id="c-1", text=Sealed("followupround-c-1", "text"))
HEARD = (*SENT, (COMMENT, GOVERNMENT))
PUBLISHED = (*HEARD, (PUBLISH, HOLDER))


def state_of(*acts: tuple[Any, Actor]) -> Round:
    return ROUND.fold(history(*acts))
