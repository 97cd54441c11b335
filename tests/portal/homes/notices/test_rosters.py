"""Notices of the roster and of foreseen vacancies, and the keys of entries that are over."""

from dataclasses import replace
from datetime import timedelta

from portal.homes.notices import rosters
from portal.homes.notices.read_model import NOTICES
from portal.homes.notices.words import words
from portal.selection.read_model import SELECTION
from portal.selection.roster import entries
from portal.selection.roster.entries import Details
from shared.contracts.stakeholders_roster import RosterJoined
from tests.portal.homes.notices.conftest import Office
from tests.stakeholders.test_foreseen import FORETOLD, gone

MODELS = (SELECTION, NOTICES)
DETAILS = Details(
    account="candidate",
    name="Ada Invented",
    gender="female",
    nationality="KEN",
    others=(),
    languages=("en",),
    fields=(),
    contact="Somewhere",
)


def joined(office: Office, days: float, account: str = "candidate") -> str:
    """Somebody is on the roster whose consent ends in so many days."""
    entry_id = entries.entry_of(office.vault, account)
    text = entries.written(replace(DETAILS, account=account))
    fact = RosterJoined(
        entry_id=entry_id,
        details=office.vault.seal(entries.subject_of(entry_id), text),
        consent_until=office.clock() + timedelta(days=days),
        joined_at=office.clock(),
    )
    office.tell(fact, models=MODELS)
    return entry_id


def told(office: Office, reason: str) -> list[str]:
    return sorted(row.account_id for row in office.told() if row.reason == reason)


def test_the_end_of_a_consent_is_told_30_and_7_days_before_to_the_person_alone(
    office: Office,
) -> None:
    joined(office, 40)
    joined(office, 400, "other-candidate")
    for later, number in ((0, 0), (10, 1), (22, 1), (1, 2), (1, 2), (7, 2)):
        office.later(days=later)
        office.work()
        office.work()
        assert told(office, "roster") == ["candidate"] * number
    [row, *_] = [row for row in office.told() if row.reason == "roster"]
    assert row.item_id == "candidate"
    assert words(row.reason, row.kind) == "Your consent to stand on the roster ends soon"


def test_nobody_is_told_whose_entry_was_erased_or_who_is_a_candidate_no_more(
    office: Office,
) -> None:
    entry_id = joined(office, 5)
    joined(office, 5, "holder")
    joined(office, 5, "nobody")
    office.vault.forget(entries.subject_of(entry_id), at=office.clock())
    office.work()
    assert told(office, "roster") == []


def test_the_key_goes_when_the_consent_has_ended(office: Office) -> None:
    ended, stands = joined(office, 1), joined(office, 9, "other-candidate")

    def discarded() -> int:
        return rosters.discard_ended(office.engine, office.vault, at=office.clock())

    assert discarded() == 0
    office.later(days=2)
    assert [discarded(), discarded()] == [1, 0]
    subjects = [entries.subject_of(one) for one in (ended, stands)]
    assert list(office.vault.forgotten(subjects)) == subjects[:1]


def test_officers_are_told_of_a_seat_that_falls_vacant_and_not_of_the_list_of_a_cycle(
    office: Office,
) -> None:
    office.tell(FORETOLD, models=MODELS)
    office.work()
    assert told(office, "selectors") == []
    office.tell(replace(FORETOLD, kind="unforeseen"), models=MODELS)
    office.work()
    office.work()
    assert told(office, "selectors") == ["selection"]
    [row] = [row for row in office.told() if row.reason == "selectors"]
    assert words(row.reason, row.kind) == "A seat fell vacant before its time"
    office.tell(gone("filled"), models=MODELS)
