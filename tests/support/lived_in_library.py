"""The library of a portal that is used (``lived_in``): each state, several languages."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from shared.core.geneva import day_of
from shared.core.roles import Role
from tests.stakeholders import documents as said
from tests.support.documents import Library
from tests.support.long_texts import ARABIC, LONG, UNBROKEN
from tests.support.portal import Pages, Visitor


def library(portal: Pages, visitors: Mapping[Any, Visitor]) -> None:
    account = visitors[Role.MANDATE_HOLDER].account
    assert account
    some = Library(portal.engine, portal.vault, told=5_500_000)  # after all that was told
    today = day_of(portal.clock())
    titles = {"ar": ARABIC[:200], "fr": LONG[:200]}
    every = ("public", "governments", "unct", "nhri", "ngo", "holders", "staff")
    one = some.document(*every, "mandate:wgad", title=UNBROKEN[:200], titles=titles)
    some.current(one, 2)
    some.current(one, 1, "ar", translates=1)
    some.uploaded(one, 3)
    some.step(said.HAS_READ, one, 2, reader=account.account_id)
    due = some.document("holders", "staff", title=LONG[:200], kind="training", review_on=today)
    some.uploaded(due, 2)
    some.step(said.SUBMITTED, due, 2)
    procedure = some.registered("public", title=UNBROKEN[:200], kind="sop")
    some.current(procedure, made_at=portal.clock() - timedelta(days=3_000))
    some.current(procedure, 2, made_at=portal.clock() - timedelta(days=1_000))
    bare = some.registered("staff", unit="desk")
    some.uploaded(bare)
    gone = some.document("public", title=ARABIC[:200])
    some.withdrawn(gone)
    newer = some.document("public", supersedes=one)
    some.current(newer, 1, "fr", translates=1)
    reason = some.seal(newer, LONG[:400])
    some.step(said.WITHDRAWN, newer, 1, "fr", reason=reason, with_original=True)
    some.tell(replace(said.BUNDLED, documents=(one, due)))
    some.tell(replace(said.REVIEW_DUE, document_id=due))
