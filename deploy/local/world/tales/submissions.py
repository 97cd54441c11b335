"""Submissions: filed in six languages, triaged, asked about, referred, acted on or not."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from deploy.local.world.deeds import FILES, Deed, command_id
from deploy.local.world.people import account_id, source
from deploy.local.world.tales.tale import DAY, HOUR, Dice, Tale, named, sealed
from portal.casefile.submissions.receive import submission_of
from shared.contracts.intake import Channel
from shared.contracts.intake_admissibility import PointAnswered
from shared.contracts.intake_commands import (
    DecideNotToAct,
    ProvideInformation,
    RequestInformation,
    TriageSubmission,
)
from shared.contracts.intake_source_commands import AddDevelopment, OpenSourceIdentity
from shared.contracts.intake_triage_commands import (
    AddNote,
    AssignSubmission,
    ConfirmAdmissibility,
    ReferSubmission,
    ReopenSubmission,
    TagSubmission,
)
from shared.reference.admissibility import STANDARD

TORTURE, DEFENDERS, DETENTION = "sr-torture", "sr-hrds", "wgad"
OFFICERS = {TORTURE: "officer", DEFENDERS: "officer.hrds"}
_LANGUAGES = {"en": 0.3, "fr": 0.18, "es": 0.18, "ru": 0.12, "ar": 0.12, "zh": 0.1}
STATES = ("KEN", "NPL", "EST", "URY", "CHE")
_NAMES: Mapping[str, tuple[str, ...]] = {
    "KEN": ("Wanjiku", "Otieno", "Achieng", "Kamau", "Halima"),
    "NPL": ("Sita", "Bishal", "Maya", "Dorje", "Anju"),
    "EST": ("Liis", "Jaan", "Katrin", "Rein", "Vera"),
    "URY": ("Lucía", "Mateo", "Inés", "Bruno", "Elena"),
    "CHE": ("Anna", "Luc", "Nora", "Reto", "Chiara"),
}
_PLACES: Mapping[str, tuple[str, ...]] = {
    "KEN": ("Brookmere", "Lindale", "Amber Hill"),
    "NPL": ("Highmoor", "Three Springs", "Old Bridge"),
    "EST": ("Pinewater", "Grey Harbour", "Marsh End"),
    "URY": ("Río Claro", "Las Lomas", "Puerto Viejo"),
    "CHE": ("Holme", "Val Perdu", "Steinbach"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """``lead``: the mandate that would write about it; ``others`` see it too."""

    lead: str
    others: tuple[str, ...]
    tags: tuple[str, ...]
    urgent: float


THEMES: Mapping[str, Theme] = {
    "detention": Theme(
        lead=TORTURE, others=(DETENTION, DEFENDERS), tags=("detention", "fair_trial"), urgent=0.6
    ),
    "treatment": Theme(lead=TORTURE, others=(), tags=("torture",), urgent=0.35),
    "prison": Theme(lead=TORTURE, others=("sr-health",), tags=("detention", "health"), urgent=0.3),
    "defender": Theme(lead=DEFENDERS, others=(), tags=("defenders",), urgent=0.3),
    "assembly": Theme(lead=DEFENDERS, others=("sr-assembly",), tags=("assembly",), urgent=0.1),
    "journalist": Theme(
        lead=DEFENDERS, others=("sr-freedom-of-expression",), tags=("expression",), urgent=0.2
    ),
    "eviction": Theme(lead=DEFENDERS, others=("sr-housing",), tags=("housing_land",), urgent=0.25),
    "disappearance": Theme(
        lead=TORTURE, others=("wgeid", DEFENDERS), tags=("disappearance",), urgent=0.7
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A submission that a letter may rest on. ``asks``: who may answer for its source."""

    submission_id: str
    theme: str
    state: str
    urgent: bool
    source: str
    tale: Tale


@cache
def words(file: str) -> dict[str, Any]:
    """Return a file of texts by language."""
    read: dict[str, Any] = json.loads(Path(__file__).with_name(f"{file}.json").read_text())
    return read


@dataclass(frozen=True, slots=True, kw_only=True)
class _Filing:
    theme: str
    state: str
    language: str
    urgent: bool
    consents: bool
    channel: Channel


def submission(number: int, minute: int, dice: Dice, deeds: list[Deed]) -> Case | None:
    """Tell of a submission; return the case if a letter may follow."""
    name = f"filing {number}"
    submission_id = submission_of(command_id(name))
    theme = dice.pick(tuple(THEMES))
    filing = _Filing(
        theme=theme,
        state=dice.pick(STATES),
        language=dice.weigh(_LANGUAGES),
        urgent=dice.rolls(THEMES[theme].urgent),
        consents=dice.rolls(0.92),
        channel=dice.weigh(
            {"portal": 0.65, "api": 0.1, "contact_point": 0.1, "email": 0.09, "letter": 0.06}
        ),
    )
    by, who = _by(filing, submission_id, dice)
    data = {"channel": filing.channel, "filing": _filed(filing, minute // DAY, dice)}
    if by == "qrd":
        data["received_at"] = {"minute": minute - dice.between(1, 4) * DAY}
    deeds.append(Deed(minute=minute, by=by, asks=FILES, name=name, case=submission_id, data=data))
    tale = Tale(submission_id, minute, deeds)
    if not _triage(filing, submission_id, who, tale, dice):
        return None
    return Case(
        submission_id=submission_id,
        theme=theme,
        state=filing.state,
        urgent=filing.urgent,
        source=who,
        tale=tale,
    )


def _by(filing: _Filing, submission_id: str, dice: Dice) -> tuple[str, str]:
    """Return who files it, and who answers for the source; empty: nobody can be asked."""
    if filing.channel in {"email", "letter"}:
        return "qrd", ""
    if filing.channel == "contact_point":
        return "nhri", "nhri"
    if filing.channel == "api":
        return "focal", "focal"
    if dice.rolls(0.45):
        local = dice.pick(("ngo", "ngo", "focal"))
        return local, local
    return source(submission_id), source(submission_id)


def _filed(filing: _Filing, day: int, dice: Dice) -> dict[str, Any]:
    said, state = words("sayings")[filing.language], filing.state
    story = dice.pick(words("stories")[filing.language][filing.theme])
    parts = [story, *(dice.pick(said[part]) for part in ("known", "since", "wish")), said["mark"]]
    told: dict[str, Any] = {
        "victims": [_victim(filing, dice) for _ in range(dice.weigh({1: 0.8, 2: 0.15, 3: 0.05}))],
        "incidents": [
            {"date": {"month": day - dice.between(3, 60)}, "place": dice.pick(_PLACES[state])}
        ],
        "perpetrators": [{"who": "Officers in uniform (invented)", "kind": "state"}],
        "submitter_name": "A source (invented)",
        "submitter_contact": "A secure mailbox, mornings only (invented)",
        "relationship": dice.pick(("A lawyer", "A relative", "A colleague", "A neighbour")),
        "state": state,
        "narrative": " ".join(parts),
        "urgent": filing.urgent,
        "requested": ["UA" if filing.urgent else "AL"],
        "mandates": [THEMES[filing.theme].lead] if dice.rolls(0.6) else [],
        "language": filing.language,
    }
    if filing.channel == "contact_point":
        told["for_whom"] = "Somebody who came to the Commission (invented)"
    return told


def _victim(filing: _Filing, dice: Dice) -> dict[str, Any]:
    consent = {
        "act": "yes",
        "authorities": "yes" if filing.consents else dice.pick(("no", "yes", "no")),
        "public": "yes" if dice.rolls(0.45) else "no",
        "name_form": dice.pick(("initials", "none", "full")),
        "press": "yes" if dice.rolls(0.3) else "no",
        "sharing": "yes" if dice.rolls(0.4) else "no",
        "given_by": dice.pick(("victim", "victim", "family")),
    }
    if filing.theme == "disappearance":
        consent["given_by"] = "family"
    if filing.theme == "eviction":
        return {"kind": "group", "description": "The families (invented)", "consent": consent}
    initial = chr(ord("A") + dice.between(0, 24))
    return {
        "name": f"{dice.pick(_NAMES[filing.state])} {initial}. (invented)",
        "born": str(dice.between(19, 71)),
        "minor": "no",
        "consent": consent,
    }


def _triage(filing: _Filing, submission_id: str, who: str, tale: Tale, dice: Dice) -> bool:
    """Tell what the desk makes of it; return whether a letter may follow."""
    after = dice.between(30, 8 * HOUR) if filing.urgent else dice.between(2 * DAY, 14 * DAY)
    fate = dice.weigh({"shared": 0.72, "not": 0.2, "referred": 0.08})
    if fate == "not":
        _not_actioned(submission_id, tale, dice, after)
        return False
    theme = THEMES[filing.theme]
    lead, officer = theme.lead, OFFICERS[theme.lead]
    chosen = (lead, *theme.others)
    urgency = TriageSubmission(
        submission_id=submission_id,
        urgency="urgent" if filing.urgent else "ordinary",
        mandates=chosen,
    )
    tale.then(after, "qrd", urgency)
    tale.then(5, "qrd", TagSubmission(submission_id=submission_id, tags=theme.tags))
    if fate == "referred":
        to = "wgeid" if filing.theme == "disappearance" else "wgad"
        tale.then(DAY, "qrd", ReferSubmission(submission_id=submission_id, to=to))
        if dice.rolls(0.2):
            tale.then(9 * DAY, "qrd", ReopenSubmission(submission_id=submission_id))
        return False
    assigned = AssignSubmission(submission_id=submission_id, assignee=account_id(officer))
    tale.then(HOUR, officer, assigned)
    if dice.rolls(0.3):
        note = "Spoke with the desk: the account is detailed, and agrees with others. (Invented.)"
        noted = AddNote(
            submission_id=submission_id,
            note_id=named("note", submission_id),
            note=sealed("submission", submission_id, note),
        )
        tale.then(2 * HOUR, officer, noted)
    if dice.rolls(0.3) and not _asked(filing, submission_id, who, tale, dice):
        return False
    if dice.rolls(0.03):
        opened = OpenSourceIdentity(
            submission_id=submission_id,
            opening_id=named("opening", submission_id),
            reason_code="credibility",
            reason=sealed("submission", submission_id, "Two accounts differ. (Invented.)"),
        )
        tale.then(HOUR, officer, opened)
    if dice.rolls(0.15) and who:
        _news(filing, submission_id, who, tale.aside(), dice)
    if not dice.rolls(0.88):
        return False
    answers = tuple(PointAnswered(mandate=None, point=point, met=True) for point in STANDARD)
    confirmed = ConfirmAdmissibility(submission_id=submission_id, answers=answers)
    tale.then(dice.between(2 * HOUR, (1 if filing.urgent else 9) * DAY), officer, confirmed)
    return filing.consents


def _not_actioned(submission_id: str, tale: Tale, dice: Dice, after: int) -> None:
    reason = dice.pick(("insufficient", "outside_mandate", "unfounded", "media_only", "duplicate"))
    if reason == "insufficient":
        _question(submission_id, "qrd", tale, after)
        after = 30 * DAY
    tale.then(after, "qrd", DecideNotToAct(submission_id=submission_id, reason_code=reason))


def _question(submission_id: str, by: str, tale: Tale, after: int) -> None:
    asked = RequestInformation(
        submission_id=submission_id,
        question_id=named("question", submission_id),
        question=sealed(
            "submission",
            submission_id,
            "Does the person agree that what happened is put to the authorities? (Invented.)",
        ),
        language=sealed("submission", submission_id, "en"),
    )
    tale.then(after, by, asked)


def _asked(filing: _Filing, submission_id: str, who: str, tale: Tale, dice: Dice) -> bool:
    """Ask a question; return whether it was answered."""
    _question(submission_id, OFFICERS[THEMES[filing.theme].lead], tale, 3 * HOUR)
    if not who or not dice.rolls(0.75):
        return False
    language = filing.language
    answered = ProvideInformation(
        submission_id=submission_id,
        question_id=named("question", submission_id),
        answer=sealed("submission", submission_id, words("sayings")[language]["yes"]),
        language=sealed("submission", submission_id, language),
    )
    return tale.then(dice.between(1 * DAY, 12 * DAY), who, answered)


def _news(filing: _Filing, submission_id: str, who: str, tale: Tale, dice: Dice) -> None:
    added = AddDevelopment(
        submission_id=submission_id,
        development_id=named("development", submission_id),
        text=sealed("submission", submission_id, words("sayings")[filing.language]["new"]),
    )
    tale.then(dice.between(5, 60) * DAY, who, added)
