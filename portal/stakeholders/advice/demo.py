"""The invented requests for advice of a demonstration: one that waits, and one with its answer."""

from datetime import timedelta

from portal.stakeholders.advice import whose
from portal.web.context import now
from portal.web.demonstration.asking import ask, invented, seal
from shared.contracts.commands import Command
from shared.contracts.stakeholders_advice_commands import AssignAdvice, GiveAdvice, RequestAdvice
from shared.core.message import derive_id
from shared.reference.organisations import register_id

_ASKER, _OFFICER = "nhri", "stakeholders"


def tell() -> None:
    _asked("training", "Do you have material for a course on reporting? (invented)", days=2)
    answered = _asked(
        "law", "What does a law on detention need to say about visits? (invented)", days=25
    )
    _ask(_assigned(answered), _OFFICER, answered, "assigned", days=24)
    text = "That an independent body visits every place, at any time, unannounced. (invented)"
    answer = GiveAdvice(advice_id=answered, answer=seal(whose.subject_of(answered), text))
    _ask(answer, _OFFICER, answered, "answered", days=12)


def _asked(topic: str, question: str, *, days: int) -> str:
    advice_id = str(derive_id("demo advice", topic))
    command = RequestAdvice(
        advice_id=advice_id,
        organisation=whose.pseudonym(register_id(invented(_ASKER).organisation_id or "")),
        grade="A",
        topic=topic,
        language="en",
        question=seal(whose.subject_of(advice_id), question),
    )
    _ask(command, _ASKER, advice_id, "asked", days=days)
    return advice_id


def _assigned(advice_id: str) -> AssignAdvice:
    return AssignAdvice(advice_id=advice_id, officer_id=invented(_OFFICER).actor_id)


def _ask(command: Command, by: str, advice_id: str, step: str, *, days: int) -> None:
    at = now() - timedelta(days=days)
    ask(command, by, str(whose.case_of(advice_id)), f"advice {advice_id}", step, at=at)
