"""The pages of publication: who opens them, and the letter that they are about."""

import json

from portal.followup.publication.read_model import PUBLICATION
from shared.core.roles import Role
from shared.read_models.model import Applier
from tests.support.followup import LETTER, REPLY
from tests.support.portal import Pages, Visitor
from tests.support.publication import (
    ANSWER,
    ORIGINAL,
    SOURCE,
    allegation,
    arriving,
    awaits,
    drafted,
    embargo,
    logged,
    revised,
    transmitted,
)

PAGE = f"/publication/{LETTER}"
TOOL = f"{PAGE}/letter/redact"
SEIZED = {"mandates": frozenset({"wgad"})}


def tell(portal: Pages, *facts: object) -> None:
    """Tell of the letter and a confidential-free reply, then of these facts."""
    seal = portal.vault.seal
    applier = Applier(portal.engine, PUBLICATION)
    people = seal("submission-1", json.dumps({"name": "Ana Pérez"}))
    portal.vault.keep_identity(SOURCE, {"name": "Rosa Lima", "contact": "desk@ngo.example"})
    applier.apply(arriving(allegation(people), topic="intake.events"))
    text = seal(f"communication-{LETTER}", ORIGINAL)
    letter = (drafted(), revised(text), transmitted())
    applier.apply(arriving(*letter, topic="approvals.events"))
    reply = logged(seal(f"reply-{REPLY}", ANSWER))
    applier.apply(arriving(embargo(), reply, awaits(), *facts))


def officer(portal: Pages) -> Visitor:
    return portal.signed_in(Role.PUBLICATION_OFFICER)
