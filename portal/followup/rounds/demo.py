"""The invented follow-up rounds of a demonstration: one that asks, and one with the State."""

from datetime import timedelta

from portal.followup.rounds.found import case_of
from portal.web.context import today
from portal.web.demonstration.asking import TORTURE, ask, seal
from shared.contracts.followup_recommendation_commands import (
    IssueRecommendation,
    PublishRecommendation,
)
from shared.contracts.followup_round_commands import (
    AskForFollowUp,
    Command,
    CompileTable,
    DescribeSituation,
    KeepAnswer,
    OpenFollowUpRound,
    SendTable,
    SubmitAnswers,
)
from shared.core.message import Sealed, derive_id
from shared.reference.rounds import ANSWER_DAYS, COMMENT_DAYS

_STATE = "CHE"
_TEXTS = (
    "Let monitors visit every place of detention without notice. (invented)",
    "Record every questioning by the police on video. (invented)",
)


def tell() -> None:
    rows = tuple(_recommended(number, text) for number, text in enumerate(_TEXTS))
    asking = _opened("asking", rows)
    _kept(asking, "ngo", rows[0], 0, "Two of five places were closed to us. (invented)", "unnamed")
    table = _opened("table", rows)
    described = _id("situation", table)
    _ask(
        DescribeSituation(
            round_id=table,
            recommendation_id=rows[0],
            situation_id=described,
            text=_sealed(described, "Visits were announced a week ahead. (invented)"),
        ),
        "officer",
        table,
        "situation",
    )
    answers = (
        _kept(table, "government", rows[0], 0, "The law was changed in spring. (invented)"),
        _kept(table, "ngo", rows[0], 0, "The law is not applied in two cantons. (invented)"),
        _kept(table, "ngo", rows[1], 1, "A guard told us why. (invented)", "holder"),
    )
    _sent(table, "government", 1, None)
    _sent(table, "ngo", 2, "Demo Watch (invented)")
    _ask(CompileTable(round_id=table, answers=answers), "officer", table, "compiled")
    due = today() + timedelta(days=COMMENT_DAYS)
    _ask(SendTable(round_id=table, version=1, due_on=due), "holder", table, "to the State")


def _recommended(number: int, text: str) -> str:
    one = _id("recommendation", str(number))
    issued = IssueRecommendation(
        recommendation_id=one,
        communication_id=None,
        addressee=_STATE,
        mandate=TORTURE,
        text=seal(f"recommendation-{one}", text),
    )
    case = str(derive_id("demo recommendation case", one))
    ask(issued, "holder", case, "followed up", str(number), "issued")
    published = PublishRecommendation(recommendation_id=one, text=text)
    ask(published, "holder", case, "followed up", str(number), "published")
    return one


def _opened(name: str, rows: tuple[str, ...]) -> str:
    one = _id("round", name)
    opened = OpenFollowUpRound(
        round_id=one,
        mandate=TORTURE,
        state=_STATE,
        scope="state",
        year=today().year,
        rows=rows,
        due_on=today() + timedelta(days=ANSWER_DAYS),
    )
    _ask(opened, "officer", one, "opened")
    for kind, code in (("ngo", "demo-ngo"), ("nhri", "demo-nhri")):
        asked = AskForFollowUp(
            round_id=one,
            kind="ngo" if kind == "ngo" else "nhri",
            organisation_id=code,
            remind=kind == "ngo",
        )
        _ask(asked, "officer", one, f"asked {code}")
    return one


def _kept(  # what is said, by whom, and what may become of it
    one: str, by: str, row: str, seen: int, text: str, wish: str = "publish"
) -> str:
    answer_id = _id("answer", f"{one} {by} {row}")
    kept = KeepAnswer(
        round_id=one,
        seen=seen,
        recommendation_id=row,
        answer_id=answer_id,
        text=_sealed(answer_id, text),
        wish="publish" if wish == "publish" else "holder" if wish == "holder" else "unnamed",
    )
    _ask(kept, by, one, f"kept {row}")
    return answer_id


def _sent(one: str, by: str, seen: int, name: str | None) -> None:
    submission_id = _id("submission", f"{one} {by}")
    sent = SubmitAnswers(
        round_id=one,
        seen=seen,
        submission_id=submission_id,
        name=_sealed(submission_id, name) if name else None,
    )
    _ask(sent, by, one, "sent")


def _id(kind: str, name: str) -> str:
    return str(derive_id("demo follow-up", kind, name))


def _sealed(item_id: str, text: str) -> Sealed:
    return seal(f"followupround-{item_id}", text)


def _ask(command: Command, by: str, one: str, step: str) -> None:
    ask(command, by, str(case_of(one)), f"round {one}", by, step)
