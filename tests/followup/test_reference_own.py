"""Sheets of mandates, country teams, Governments and organisations (F.8, decision 0230)."""

from dataclasses import replace

import pytest

from services.followup.reference.decide import REFERENCE
from shared.contracts.followup_reference import (
    UPCASTERS,
    ReferenceSheetOffered,
    ReferenceSheetUploaded,
)
from shared.contracts.followup_reference_commands import OfferReferenceSheet
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.core.testing import AT, given
from shared.reference.corpus import provider_of, public_source
from tests.followup.test_reference import (
    DESK,
    DISCARD,
    DISCARDED,
    KENYA,
    MAP,
    MAPPED,
    UNDO,
    UNDONE,
    take,
    taken,
    upload,
    uploaded,
)

HOLDER = Actor(
    actor_id="holder-1", roles=frozenset({Role.MANDATE_HOLDER}), mandates=frozenset({"sr-torture"})
)
TEAM = Actor(actor_id="team-1", roles=frozenset({Role.UN_PARTNER}), states=frozenset({"KEN"}))
GOVERNMENT = Actor(
    actor_id="government-1", roles=frozenset({Role.GOVERNMENT}), states=frozenset({"KEN"})
)
COLLEAGUE = replace(GOVERNMENT, actor_id="government-2")
OTHER = replace(GOVERNMENT, actor_id="government-3", states=frozenset({"UGA"}))
NHRI = Actor(
    actor_id="nhri-1", roles=frozenset({Role.CONTACT_POINT}), organisation_id="institution-1"
)
NGO = Actor(actor_id="ngo-1", roles=frozenset({Role.NGO_MEMBER}), organisation_id="ngo-1")
OFFER = OfferReferenceSheet(batch_id="1", mapping=0)
OFFERED = ReferenceSheetOffered(
    batch_id="1", mapping=0, offered_by=GOVERNMENT.actor_id, offered_at=AT
)
OF_HOLDER = replace(uploaded(), uploaded_by="holder-1", mandates=("sr-torture",))
OF_TEAM = replace(uploaded(), uploaded_by="team-1", only=("KEN",))
OF_STATE = replace(uploaded(), uploaded_by="government-1", provider="government:KEN", only=("KEN",))
TAKE = replace(take(), source="government:KEN")
TAKEN = replace(taken(), source="government:KEN")


def test_what_somebody_uploads_has_their_limits_by_their_account() -> None:
    given(REFERENCE).when(upload(), by=HOLDER).then(OF_HOLDER)
    given(REFERENCE).when(upload(), by=TEAM).then(OF_TEAM)
    given(REFERENCE).when(upload(), by=GOVERNMENT).then(OF_STATE)
    for actor in (NHRI, NGO):
        own = replace(uploaded(), uploaded_by=actor.actor_id, provider=provider_of(actor))
        given(REFERENCE).when(upload(), by=actor).then(own)
        whole = replace(upload(), whole=True)
        given(REFERENCE).when(whole, by=actor).then(replace(own, whole=True))
    for actor in (replace(HOLDER, mandates=frozenset()), replace(NGO, organisation_id=None)):
        given(REFERENCE).when(upload(), by=actor).then_refused("no mandate, State or organ")
    for actor in (HOLDER, TEAM):
        given(REFERENCE).when(replace(upload(), whole=True), by=actor).then_refused("withdraw")
    assert UPCASTERS["reference-sheet-uploaded"][0]({"whole": True}) == {
        "whole": True,
        "provider": None,
        "mandates": (),
        "only": (),
    }


def test_an_own_source_names_no_name_and_tells_which_kind_it_is() -> None:
    both = replace(KENYA, roles=frozenset({Role.DESK_OFFICER, Role.GOVERNMENT}))
    assert provider_of(both) is None
    assert provider_of(replace(GOVERNMENT, states=frozenset({"KEN", "UGA"}))) is None
    found = [provider_of(one) or "" for one in (GOVERNMENT, NHRI, NGO)]
    assert [public_source(one) for one in found] == ["Government", "NHRI", "Organisation"]
    assert public_source("UPR matrix") == "UPR matrix"
    assert not any("institution-1" in one or "ngo-1" in one for one in found)


@pytest.mark.parametrize(("sheet", "by"), [(OF_HOLDER, HOLDER), (OF_TEAM, TEAM)])
def test_mandates_and_country_teams_import_and_undo_their_own(
    sheet: ReferenceSheetUploaded, by: Actor
) -> None:
    own = replace(taken(), imported_by=by.actor_id)
    less = replace(by, mandates=frozenset(), states=frozenset())
    for other in (KENYA, replace(by, actor_id="another"), less):
        given(REFERENCE, sheet).when(take(), by=other).then_forbidden()
        given(REFERENCE, sheet, own).when(UNDO, by=other).then_forbidden()
    given(REFERENCE, sheet).when(take(), by=by).then(own)
    given(REFERENCE, sheet).when(take(), by=DESK).then(taken())
    undone = replace(UNDONE, undone_by=by.actor_id)
    given(REFERENCE, sheet, own).when(UNDO, by=by).then(undone)
    given(REFERENCE, sheet).when(OFFER, by=by).then_refused("no such sheet")


def test_the_desk_takes_what_a_provider_handed_over_in_that_form() -> None:
    given(REFERENCE).when(OFFER, by=GOVERNMENT).then_refused("no such sheet")
    given(REFERENCE, OF_STATE).when(OFFER, by=GOVERNMENT).then(OFFERED)
    given(REFERENCE, OF_STATE).when(OFFER, by=OTHER).then_forbidden()
    given(REFERENCE, OF_STATE, OFFERED).when(OFFER, by=COLLEAGUE).then_nothing()
    given(REFERENCE, OF_STATE, MAPPED).when(OFFER, by=GOVERNMENT).then_refused("said anew")
    given(REFERENCE, OF_STATE, DISCARDED).when(OFFER, by=GOVERNMENT).then_refused("discarded")
    given(REFERENCE, OF_STATE, OFFERED, TAKEN).when(OFFER, by=GOVERNMENT).then_refused("imported")

    given(REFERENCE, OF_STATE).when(TAKE, by=DESK).then_refused("not handed over")
    given(REFERENCE, OF_STATE, OFFERED).when(TAKE, by=DESK).then(TAKEN)
    given(REFERENCE, OF_STATE, OFFERED).when(TAKE, by=GOVERNMENT).then_forbidden()
    given(REFERENCE, OF_STATE, OFFERED).when(TAKE, by=KENYA).then_forbidden()
    given(REFERENCE, OF_STATE, OFFERED).when(take(), by=DESK).then_refused("no such source")
    given(REFERENCE, uploaded()).when(TAKE, by=DESK).then_refused("no such source")
    anew = replace(TAKE, mapping=1)
    given(REFERENCE, OF_STATE, OFFERED, MAPPED).when(anew, by=DESK).then_refused("not handed")


def test_a_provider_undoes_and_discards_the_own_sheet_alone() -> None:
    mapped = replace(MAPPED, mapped_by=COLLEAGUE.actor_id)
    given(REFERENCE, OF_STATE).when(MAP, by=COLLEAGUE).then(mapped)
    for other in (OTHER, DESK):
        given(REFERENCE, OF_STATE).when(MAP, by=other).then_forbidden()
    discarded = replace(DISCARDED, discarded_by=COLLEAGUE.actor_id)
    given(REFERENCE, OF_STATE, OFFERED).when(DISCARD, by=COLLEAGUE).then(discarded)
    given(REFERENCE, OF_STATE).when(DISCARD, by=OTHER).then_forbidden()
    history = OF_STATE, OFFERED, TAKEN
    undone = replace(UNDONE, undone_by=COLLEAGUE.actor_id)
    given(REFERENCE, *history).when(UNDO, by=COLLEAGUE).then(undone)
    given(REFERENCE, *history).when(UNDO, by=KENYA).then_forbidden()
    later = uploaded("2"), taken("2", 2)  # of another source: nothing of theirs rests on it
    given(REFERENCE, *history, *later).when(UNDO, by=GOVERNMENT).then(
        replace(UNDONE, undone_by=GOVERNMENT.actor_id)
    )
