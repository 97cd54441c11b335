"""The library: a second person approves, nobody reads by mistake. H.1."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.stakeholders.app import STAKEHOLDERS_SERVICE
from services.stakeholders.documents.decide import LIBRARY
from services.stakeholders.documents.passing import PassLibraryDay
from shared.contracts.stakeholders_library import LibraryVersionUploaded
from shared.core.actor import Asked, system
from shared.core.message import Metadata, derive_id
from shared.core.roles import Role
from shared.core.testing import AT, InMemoryStore, given
from shared.hosting.service import asking
from shared.reference.documents import audiences_of, reads
from tests.stakeholders import test_registry as registry
from tests.stakeholders.documents import (
    APPROVE,
    APPROVED,
    BUNDLE,
    BUNDLED,
    CHIEF,
    CURRENT,
    DAY,
    DESCRIBE,
    DESCRIBED,
    DESK,
    EVERY,
    FILE,
    FOLLOW,
    FOLLOWED,
    HAS_READ,
    HOLDER,
    LIBRARIAN,
    NARROW,
    NARROWED,
    OTHER,
    READ,
    REGISTER,
    REGISTERED,
    REVIEW_DUE,
    SUBMIT,
    SUBMITTED,
    TODAY,
    UP_TO_DATE,
    UPLOAD,
    UPLOADED,
    WIDER,
    WITHDRAW,
    WITHDRAW_ALL,
    WITHDRAWN,
    WITHDRAWN_ALL,
)

CLOCK = system("registry")
SECOND = replace(CHIEF, actor_id="chief-2")
BOTH = replace(CHIEF, roles=frozenset({Role.CHIEF, Role.STAKEHOLDER_OFFICER}))


def in_french(**changed: Any) -> LibraryVersionUploaded:
    return replace(UPLOADED, **{"language": "fr", "translates": 1, **changed})


# --- documents -----------------------------------------------------------------------------------


def test_the_librarian_registers_and_describes_a_document() -> None:
    given(LIBRARY).when(REGISTER, by=LIBRARIAN).then(REGISTERED)
    given(LIBRARY, REGISTERED).when(REGISTER, by=LIBRARIAN).then_nothing()
    given(LIBRARY, REGISTERED).when(DESCRIBE, by=LIBRARIAN).then(DESCRIBED)
    for by in (DESK, HOLDER, CHIEF):
        given(LIBRARY).when(REGISTER, by=by).then_forbidden()
        given(LIBRARY, REGISTERED).when(DESCRIBE, by=by).then_forbidden()


def test_the_desk_writes_what_it_owns() -> None:
    owned = replace(REGISTER, unit="desk")
    then = replace(REGISTERED, unit="desk", registered_by="desk-1")
    given(LIBRARY).when(owned, by=DESK).then(then)
    given(LIBRARY, then).when(UPLOAD, by=DESK).then(replace(UPLOADED, uploaded_by="desk-1"))
    given(LIBRARY, then).when(UPLOAD, by=LIBRARIAN).then(UPLOADED)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"kind": "novel"}, "kind and the unit"),
        ({"unit": "nobody"}, "kind and the unit"),
        ({"titles": {"fr": REGISTER.titles["fr"]}}, "title in the language"),
        ({"titles": {**REGISTER.titles, "xx": REGISTER.titles["fr"]}}, "title in the language"),
        ({"audience": ()}, "who can see it"),
        ({"audience": ("martians",)}, "who can see it"),
        ({"audience": ("mandate:nothing",)}, "who can see it"),
        ({"themes": ("nothing",)}, "themes from the list"),
        ({"review_on": TODAY}, "after today"),
        ({"supersedes": OTHER}, "no such document to replace"),
    ],
)
def test_what_is_refused_of_a_document(wrong: dict[str, Any], says: str) -> None:
    given(LIBRARY).when(replace(REGISTER, **wrong), by=LIBRARIAN).then_refused(says)


def test_a_document_replaces_another_and_may_be_for_one_mandate() -> None:
    new = replace(REGISTER, document_id=OTHER, supersedes=REGISTER.document_id)
    new = replace(new, audience=("mandate:wgad",))
    then = replace(REGISTERED, document_id=OTHER, supersedes=REGISTER.document_id)
    given(LIBRARY, REGISTERED).when(new, by=LIBRARIAN).then(
        replace(then, audience=("mandate:wgad",))
    )


def test_a_document_is_replaced_by_who_owns_it() -> None:
    new = replace(REGISTER, document_id=OTHER, unit="desk", supersedes=REGISTER.document_id)
    given(LIBRARY, REGISTERED).when(new, by=DESK).then_forbidden()
    own = replace(REGISTERED, document_id=OTHER, unit="desk", supersedes=REGISTER.document_id)
    owned = replace(REGISTERED, unit="desk")
    given(LIBRARY, owned).when(new, by=DESK).then(replace(own, registered_by="desk-1"))


def test_an_erased_document_is_withdrawn_without_a_reason() -> None:
    some = given(LIBRARY, *UP_TO_DATE)
    some.when(replace(WITHDRAW_ALL, reason=None), by=CHIEF).then(
        replace(WITHDRAWN_ALL, reason=None)
    )
    some.when(replace(WITHDRAW, reason=None), by=LIBRARIAN).then(replace(WITHDRAWN, reason=None))


def test_a_withdrawn_document_takes_nothing_more() -> None:
    given(LIBRARY, *UP_TO_DATE).when(WITHDRAW_ALL, by=CHIEF).then(WITHDRAWN_ALL)
    given(LIBRARY, *UP_TO_DATE).when(WITHDRAW_ALL, by=HOLDER).then_forbidden()
    gone = given(LIBRARY, *UP_TO_DATE, WITHDRAWN_ALL)
    gone.when(WITHDRAW_ALL, by=LIBRARIAN).then_nothing()
    for command in (DESCRIBE, UPLOAD, APPROVE, READ, WITHDRAW):
        gone.when(command, by=LIBRARIAN).then_refused("was withdrawn")
    gone.when(PassLibraryDay(on=REGISTER.review_on), by=CLOCK).then_nothing()
    given(LIBRARY).when(READ, by=HOLDER).then_refused("no such document")


# --- who can see it ------------------------------------------------------------------------------


def test_narrowing_is_the_librarians_and_widening_what_is_approved_the_chiefs() -> None:
    given(LIBRARY, *UP_TO_DATE).when(NARROW, by=LIBRARIAN).then(NARROWED)
    given(LIBRARY, *UP_TO_DATE, NARROWED).when(NARROW, by=LIBRARIAN).then_nothing()
    given(LIBRARY, *UP_TO_DATE).when(NARROW, by=HOLDER).then_forbidden()
    then = replace(NARROWED, audience=WIDER.audience, no_more=())
    given(LIBRARY, REGISTERED, UPLOADED).when(WIDER, by=LIBRARIAN).then(then)
    given(LIBRARY, *UP_TO_DATE).when(WIDER, by=LIBRARIAN).then_forbidden()
    given(LIBRARY, *UP_TO_DATE).when(WIDER, by=CHIEF).then(replace(then, changed_by="chief-1"))


def test_more_people_read_no_words_that_the_chief_was_not_shown() -> None:
    anew = given(LIBRARY, *UP_TO_DATE, DESCRIBED)
    then = replace(NARROWED, audience=WIDER.audience, no_more=(), changed_by="chief-1")
    anew.when(WIDER, by=CHIEF).then_refused("changed it meanwhile")
    anew.when(replace(WIDER, description=2), by=CHIEF).then(then)
    anew.when(NARROW, by=LIBRARIAN).then(NARROWED)  # nobody more reads them


def test_a_withdrawn_document_is_narrowed_still_and_never_widened() -> None:
    gone = given(LIBRARY, *UP_TO_DATE, WITHDRAWN_ALL)
    gone.when(NARROW, by=LIBRARIAN).then(NARROWED)
    gone.when(NARROW, by=HOLDER).then_forbidden()
    wider = replace(NARROW, audience=("public", "staff"))
    gone.when(wider, by=CHIEF).then_refused("was withdrawn")


def test_nobody_publishes_alone_by_withdrawing_what_was_approved_first() -> None:
    given(LIBRARY, *UP_TO_DATE, WITHDRAWN).when(WIDER, by=LIBRARIAN).then_forbidden()


def test_words_that_everybody_reads_are_changed_by_the_chief() -> None:
    public = (replace(REGISTERED, audience=("public",)), *UP_TO_DATE[1:])
    new = replace(DESCRIBE, titles={"en": REGISTER.titles["fr"]})
    then = replace(DESCRIBED, titles=new.titles)
    given(LIBRARY, *public).when(new, by=LIBRARIAN).then_forbidden()
    given(LIBRARY, *public).when(DESCRIBE, by=LIBRARIAN).then_forbidden()  # without the keywords
    given(LIBRARY, *public).when(new, by=CHIEF).then(replace(then, described_by="chief-1"))
    given(LIBRARY, *public[:3]).when(new, by=LIBRARIAN).then(then)
    same = replace(DESCRIBE, keywords=REGISTER.keywords)
    then = replace(DESCRIBED, keywords=REGISTER.keywords)
    given(LIBRARY, *public).when(same, by=LIBRARIAN).then(then)
    given(LIBRARY, *public).when(same, by=HOLDER).then_forbidden()


def test_a_description_is_changed_as_the_page_showed_it() -> None:
    again = given(LIBRARY, REGISTERED, DESCRIBED)
    again.when(DESCRIBE, by=LIBRARIAN).then_refused("changed it meanwhile")
    again.when(replace(DESCRIBE, was=2), by=LIBRARIAN).then(replace(DESCRIBED, number=3))


def test_an_audience_is_changed_as_the_page_showed_it() -> None:
    again = replace(NARROW, audience=("holders",))
    given(LIBRARY, REGISTERED, NARROWED).when(again, by=CHIEF).then_refused("changed it meanwhile")
    nobody = replace(NARROW, audience=())
    given(LIBRARY, REGISTERED).when(nobody, by=LIBRARIAN).then_refused("who can see it")


def test_an_audience_is_of_roles_and_mandates_and_nobody_else_reads() -> None:
    assert audiences_of(None) == {"public"}
    assert audiences_of(HOLDER) == {"public", "holders", "mandate:wgad"}
    assert audiences_of(DESK) == {"public", "staff"}
    assert audiences_of(replace(DESK, mandates=frozenset({"wgad"}))) == {"public", "staff"}
    assert audiences_of(replace(HOLDER, mandates=frozenset())) == {"public", "holders"}
    for role in Role:
        own = reads(replace(DESK, roles=frozenset({role})), ["unct"])
        assert own is (role is Role.UN_PARTNER)


# --- versions ------------------------------------------------------------------------------------


def test_a_version_is_uploaded_submitted_and_approved_by_a_second_person() -> None:
    given(LIBRARY, REGISTERED).when(UPLOAD, by=LIBRARIAN).then(UPLOADED)
    given(LIBRARY, REGISTERED).when(UPLOAD, by=HOLDER).then_forbidden()
    draft = given(LIBRARY, REGISTERED, UPLOADED)
    draft.when(SUBMIT, by=LIBRARIAN).then(SUBMITTED)
    draft.when(SUBMIT, by=HOLDER).then_forbidden()
    draft.when(APPROVE, by=CHIEF).then_refused("in review can be approved")
    review = given(LIBRARY, REGISTERED, UPLOADED, SUBMITTED)
    review.when(SUBMIT, by=LIBRARIAN).then_nothing()
    review.when(APPROVE, by=LIBRARIAN).then_forbidden()
    review.when(APPROVE, by=CHIEF).then(APPROVED, CURRENT)
    given(LIBRARY, *UP_TO_DATE).when(SUBMIT, by=LIBRARIAN).then_refused("Only a draft")


def test_nobody_approves_what_they_uploaded_or_submitted() -> None:
    own = replace(UPLOADED, uploaded_by="chief-1")
    says = "second person approves"
    given(LIBRARY, REGISTERED, own, SUBMITTED).when(APPROVE, by=BOTH).then_refused(says)
    sent = replace(SUBMITTED, submitted_by="chief-1")
    given(LIBRARY, REGISTERED, UPLOADED, sent).when(APPROVE, by=BOTH).then_refused(says)


def test_what_is_approved_is_for_whom_the_page_said_and_called_as_it_said() -> None:
    review = (REGISTERED, UPLOADED, SUBMITTED)
    for meanwhile in (NARROWED, DESCRIBED):
        some = given(LIBRARY, *review, meanwhile)
        some.when(APPROVE, by=CHIEF).then_refused("changed it meanwhile")
    narrower = replace(APPROVE, audience=NARROWED.audience)
    given(LIBRARY, *review, NARROWED).when(narrower, by=CHIEF).then(APPROVED, CURRENT)


def test_two_who_approve_at_once_approve_once() -> None:
    given(LIBRARY, *UP_TO_DATE).when(APPROVE, by=SECOND).then_nothing()
    given(LIBRARY, *UP_TO_DATE[:4]).when(APPROVE, by=SECOND).then_nothing()


def test_an_approved_version_is_current_from_its_day() -> None:
    later = replace(UPLOADED, valid_from=TODAY + 5 * DAY)
    review = (REGISTERED, later, SUBMITTED)
    given(LIBRARY, *review).when(APPROVE, by=CHIEF).then(APPROVED)
    waits = given(LIBRARY, *review, APPROVED)
    waits.when(PassLibraryDay(on=TODAY + 4 * DAY), by=CLOCK).then_nothing()
    waits.when(PassLibraryDay(on=TODAY + 5 * DAY), by=CLOCK).then(CURRENT)


def test_the_next_version_supersedes_the_one_before() -> None:
    second = replace(UPLOAD, version=2)
    given(LIBRARY, *UP_TO_DATE).when(second, by=LIBRARIAN).then(replace(UPLOADED, version=2))
    next_ = (replace(UPLOADED, version=2), replace(SUBMITTED, version=2))
    approved = given(LIBRARY, *UP_TO_DATE, *next_)
    replaces = replace(CURRENT, version=2, replaces=1)
    then = (replace(APPROVED, version=2), replaces)
    approved.when(replace(APPROVE, version=2), by=CHIEF).then(*then)
    after = given(LIBRARY, *UP_TO_DATE, *next_, *then)
    after.when(READ, by=HOLDER).then_refused("not current any more")
    after.when(WITHDRAW, by=LIBRARIAN).then(WITHDRAWN)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"language": "xx"}, "language from the list"),
        ({"version": 3}, "another version than the page"),
        ({"files": ()}, "one to ten files"),
        ({"files": (FILE,) * 11}, "one to ten files"),
        ({"translates": 1}, "original translates nothing"),
        ({"language": "fr", "version": 1}, "no such version of the original"),
        ({"language": "fr", "version": 1, "translates": 2}, "no such version of the original"),
    ],
)
def test_what_is_refused_of_a_version(wrong: dict[str, Any], says: str) -> None:
    command = replace(UPLOAD, **{"version": 2, **wrong})
    given(LIBRARY, *UP_TO_DATE).when(command, by=LIBRARIAN).then_refused(says)


def test_one_version_of_a_language_is_prepared_at_a_time() -> None:
    for history in ((UPLOADED,), (UPLOADED, SUBMITTED), (UPLOADED, SUBMITTED, APPROVED)):
        some = given(LIBRARY, REGISTERED, *history)
        some.when(replace(UPLOAD, version=2), by=LIBRARIAN).then_refused("not current yet")
    given(LIBRARY, REGISTERED).when(SUBMIT, by=LIBRARIAN).then_refused("no such version")


def test_a_version_is_withdrawn_while_the_next_is_in_review() -> None:
    next_ = (replace(UPLOADED, version=2), replace(SUBMITTED, version=2))
    some = given(LIBRARY, *UP_TO_DATE, *next_)
    some.when(WITHDRAW, by=LIBRARIAN).then(WITHDRAWN)
    some.when(WITHDRAW, by=HOLDER).then_forbidden()
    without = given(LIBRARY, *UP_TO_DATE, *next_, WITHDRAWN)
    without.when(WITHDRAW, by=LIBRARIAN).then_nothing()
    without.when(APPROVE, by=CHIEF).then_refused("in review can be approved")
    then = (replace(APPROVED, version=2), replace(CURRENT, version=2))
    without.when(replace(APPROVE, version=2), by=CHIEF).then(*then)


def test_what_translates_a_withdrawn_version_goes_with_it() -> None:
    other = in_french(version=2, translates=2)
    french = (in_french(), replace(SUBMITTED, language="fr"))
    some = given(LIBRARY, *UP_TO_DATE, *french)
    then = replace(WITHDRAWN, language="fr", with_original=True)
    some.when(WITHDRAW, by=LIBRARIAN).then(WITHDRAWN, then)
    of_another = given(LIBRARY, *UP_TO_DATE, in_french(), then, other)
    of_another.when(WITHDRAW, by=LIBRARIAN).then(WITHDRAWN)
    alone = replace(WITHDRAW, language="fr")
    some.when(alone, by=LIBRARIAN).then(replace(then, with_original=False))
    gone = given(LIBRARY, *UP_TO_DATE, *french, WITHDRAWN, then)
    gone.when(replace(APPROVE, language="fr"), by=CHIEF).then_refused("in review can be approved")
    again = replace(UPLOAD, language="fr", version=2, translates=1)
    gone.when(again, by=LIBRARIAN).then_refused("no such version of the original")


# --- reading, reviews, the kit -------------------------------------------------------------------


def test_who_can_see_it_says_once_of_each_version_that_they_have_read_it() -> None:
    given(LIBRARY, *UP_TO_DATE).when(READ, by=HOLDER).then(HAS_READ)
    given(LIBRARY, *UP_TO_DATE, HAS_READ).when(READ, by=HOLDER).then_nothing()
    given(LIBRARY, *UP_TO_DATE, NARROWED).when(READ, by=HOLDER).then_forbidden()
    silent = replace(REGISTERED, asks_reading=False)
    some = given(LIBRARY, silent, *UP_TO_DATE[1:])
    some.when(READ, by=HOLDER).then_refused("Nobody is asked")


def test_nobody_has_read_what_is_for_a_mandate_that_has_ended() -> None:
    own = (replace(REGISTERED, audience=("mandate:wgad", "staff")), *UP_TO_DATE[1:])
    given(LIBRARY, *own).when(READ, by=HOLDER).then(HAS_READ)
    for days, ended in ((0, False), (1, True)):
        lapsed = replace(registry.LAPSED, mandate="wgad", until=TODAY - days * DAY)
        created = replace(registry.CREATED, mandate="wgad")
        some = given(LIBRARY, *own, created, lapsed).when(READ, by=HOLDER)
        some.then_forbidden() if ended else some.then(HAS_READ)
    state = LIBRARY.fold(own)
    assert LIBRARY.consults(READ, state) == ["registry-wgad"]
    assert not LIBRARY.consults(WITHDRAW, state)
    assert not LIBRARY.consults(replace(READ, document_id=OTHER), state)


def test_a_review_is_due_once_for_each_day_that_was_set() -> None:
    day = PassLibraryDay(on=REGISTER.review_on + timedelta(days=3))
    given(LIBRARY, REGISTERED).when(PassLibraryDay(on=TODAY), by=CLOCK).then_nothing()
    given(LIBRARY, REGISTERED).when(day, by=CLOCK).then(REVIEW_DUE)
    given(LIBRARY, REGISTERED, REVIEW_DUE).when(day, by=CLOCK).then_nothing()
    given(LIBRARY, REGISTERED, REVIEW_DUE, DESCRIBED).when(day, by=CLOCK).then_nothing()
    again = PassLibraryDay(on=DESCRIBE.review_on)
    given(LIBRARY, REGISTERED, REVIEW_DUE, DESCRIBED).when(again, by=CLOCK).then(
        replace(REVIEW_DUE, review_on=DESCRIBE.review_on)
    )


def test_the_librarian_puts_the_induction_kit_together() -> None:
    given(LIBRARY, REGISTERED).when(BUNDLE, by=LIBRARIAN).then(BUNDLED)
    for by in (CHIEF, DESK):
        given(LIBRARY, REGISTERED).when(BUNDLE, by=by).then_forbidden()
    given(LIBRARY, REGISTERED, BUNDLED).when(BUNDLE, by=LIBRARIAN).then_nothing()
    more = replace(BUNDLE, mandate="wgad")
    given(LIBRARY, REGISTERED, BUNDLED).when(more, by=LIBRARIAN).then(
        replace(BUNDLED, mandate="wgad")
    )
    given(LIBRARY).when(BUNDLE, by=LIBRARIAN).then_refused("no such document")
    wrong = replace(BUNDLE, mandate="nothing")
    given(LIBRARY, REGISTERED).when(wrong, by=LIBRARIAN).then_refused("mandate from the list")
    late = replace(BUNDLE, documents=())
    empty = given(LIBRARY, REGISTERED, BUNDLED)
    empty.when(late, by=LIBRARIAN).then_refused("changed it meanwhile")


def test_whoever_signed_in_chooses_the_themes_to_hear_of() -> None:
    given(LIBRARY).when(FOLLOW, by=HOLDER).then(FOLLOWED)
    given(LIBRARY, FOLLOWED).when(FOLLOW, by=HOLDER).then_nothing()
    given(LIBRARY, FOLLOWED).when(replace(FOLLOW, themes=()), by=HOLDER).then(
        replace(FOLLOWED, themes=())
    )
    wrong = replace(FOLLOW, themes=("nothing",))
    given(LIBRARY).when(wrong, by=HOLDER).then_refused("themes from the list")


async def test_every_command_of_the_library_sent_twice_takes_effect_once() -> None:
    store = InMemoryStore()
    ask = asking(STAKEHOLDERS_SERVICE, store)
    for n, (command, by) in enumerate(EVERY):
        command_id = derive_id("library command", n)
        metadata = Metadata(correlation_id=command_id, causation_id=command_id, actor=by.actor_id)
        first = await ask(command, Asked(at=AT, by=by), command_id, metadata)
        told = list(store.log)
        assert (await ask(command, Asked(at=AT, by=by), command_id, metadata)) == first
        assert store.log == told
