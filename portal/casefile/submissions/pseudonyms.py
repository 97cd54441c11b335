"""Pseudonyms for facts from before sources had them, for use by read models (decision 0035).

Up to version 2 ``allegation-received`` has the account's id and the organisation's code. A table
with these, joined with the accounts, would say who filed a submission.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from portal.web.accounts import filers
from portal.web.accounts.filers import Pseudonyms
from shared.contracts.intake import INTAKE, AllegationReceived
from shared.core.actor import by_return_channel
from shared.facts.kafka import Published
from shared.read_models.model import Change, ReadModel


def pseudonymous(models: Sequence[ReadModel], vault: Pseudonyms) -> list[ReadModel]:
    """Return the read models with pseudonyms of the vault in place of sources."""
    return [
        replace(one, project=_told(one.project, vault)) if INTAKE in one.contracts else one
        for one in models
    ]


def _told(
    project: Callable[[Published], Iterable[Change]], vault: Pseudonyms
) -> Callable[[Published], Iterable[Change]]:
    def told(published: Published) -> Iterable[Change]:
        fact = published.fact
        if isinstance(fact, AllegationReceived):
            keyed = _keyed(fact, vault)
            return project(published if keyed is fact else replace(published, fact=keyed))
        return project(published)

    return told


def _without_account(fact: AllegationReceived) -> bool:
    """Whether the desk entered it, or its source filed it without an account (decision 0046)."""
    own = by_return_channel(fact.submission_id).actor_id
    return fact.entered_by is not None or fact.submitter_id == own


def _keyed(fact: AllegationReceived, vault: Pseudonyms) -> AllegationReceived:
    of, code = fact.submitter_id, fact.organisation_id
    if not filers.is_pseudonym(of) and not _without_account(fact):
        fact = replace(fact, submitter_id=filers.person(vault, of))
    if code is not None:
        under = filers.organisation(vault, code)
        fact = replace(fact, organisation_id=None, filed_under=under)
    return fact
