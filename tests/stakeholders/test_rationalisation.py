"""Notes on mandates: a signal with reasons, by the Chief; the Committee comments (SC1)."""

from dataclasses import replace
from typing import Any

import pytest

from services.stakeholders.rationalisation import RATIONALISATION
from shared.contracts.stakeholders_rationalisation import (
    RationalisationCommented,
    RationalisationNoted,
)
from shared.contracts.stakeholders_rationalisation_commands import (
    CommentRationalisation,
    NoteRationalisation,
)
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.core.testing import AT, given
from tests.stakeholders.test_registry import CHIEF

COMMITTEE = Actor(actor_id="member-1", roles=frozenset({Role.COORDINATION_COMMITTEE}))
TEXT = Sealed("rationalisation-n-1", "text")
NOTE = NoteRationalisation(
    note_id="n-1", option="merge", mandates=("sr-food", "sr-water"), reasons=TEXT
)
NOTED = RationalisationNoted(
    note_id="n-1",
    option="merge",
    mandates=("sr-food", "sr-water"),
    reasons=TEXT,
    author="chief-1",
    noted_at=AT,
)
COMMENT = CommentRationalisation(note_id="n-1", comment_id="k-1", text=TEXT)
COMMENTED = RationalisationCommented(
    note_id="n-1", comment_id="k-1", text=TEXT, author="member-1", commented_at=AT
)


def test_a_note_is_written_and_commented_on_once() -> None:
    given(RATIONALISATION).when(NOTE, by=CHIEF).then(NOTED)
    given(RATIONALISATION, NOTED).when(NOTE, by=CHIEF).then_nothing()
    given(RATIONALISATION, NOTED).when(COMMENT, by=COMMITTEE).then(COMMENTED)
    given(RATIONALISATION, NOTED, COMMENTED).when(COMMENT, by=COMMITTEE).then_nothing()
    own = replace(COMMENTED, author="chief-1")
    given(RATIONALISATION, NOTED).when(COMMENT, by=CHIEF).then(own)
    given(RATIONALISATION).when(COMMENT, by=COMMITTEE).then_refused("no such note")


@pytest.mark.parametrize(
    ("option", "named", "sentence"),
    [
        ("merge", ("sr-food",), "at least two"),
        ("merge", ("sr-food", "sr-food"), "at least two"),
        ("cluster", (), "at least two"),
        ("end", (), "that the note is about"),
        ("support", ("sr-nothing",), "from the list"),
    ],
)
def test_a_note_names_what_it_is_about(option: Any, named: tuple[str, ...], sentence: str) -> None:
    wrong = replace(NOTE, option=option, mandates=named)
    given(RATIONALISATION).when(wrong, by=CHIEF).then_refused(sentence)


def test_what_may_be_missing_names_no_mandate() -> None:
    missing = replace(NOTE, option="create", mandates=())
    given(RATIONALISATION).when(missing, by=CHIEF).then(
        replace(NOTED, option="create", mandates=())
    )


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CHIEF])
def test_nobody_else_writes_and_only_the_committee_comments(role: Role) -> None:
    other = Actor(actor_id="x", roles=frozenset({role}), mandates=frozenset({"sr-food"}))
    given(RATIONALISATION).when(NOTE, by=other).then_forbidden()
    if role is not Role.COORDINATION_COMMITTEE:
        given(RATIONALISATION, NOTED).when(COMMENT, by=other).then_forbidden()
