"""Ten years of what was written under seal: meetings with their items, documents, threads."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

from portal.committee.forum import found as of_forum
from portal.committee.forum.read_model import messages, threads
from portal.committee.meetings import found as of_meetings
from portal.committee.meetings.read_model import items
from portal.committee.meetings.read_model import meetings as met
from portal.public.documents import found as of_library
from portal.public.documents.read_model import audiences, titles, versions
from portal.public.documents.read_model import documents as registered
from shared.core.message import derive_id
from shared.platform.vault import Vault
from shared.reference.documents import KINDS
from shared.reference.forum import ends_at
from tests.bench.ten_years import Row, TenYears

_DAY: Final = timedelta(days=1)


def meetings(years: TenYears, vault: Vault, number: int, member: str) -> Iterator[Row]:
    for n in range(number):
        at, one = years.when(n, number), str(derive_id("meeting of ten years", n))
        stage = "called" if n >= number - 3 else "held" if n >= number - 5 else "agreed"
        starts = at + 90 * _DAY if stage == "called" else at
        held = stage != "called"
        sealed = vault.seal(of_meetings.subject_of(one), f"What meeting {n} is about.")
        yield (
            met,
            {
                "meeting_id": one,
                "kind": ("committee", "desk", "office")[n % 3],
                "starts_at": starts,
                "states": [years.state()],
                "named_only": n % 4 == 0,
                "agenda": sealed,
                "called_by": member,
                "called_at": at - 20 * _DAY,
                "stage": stage,
                "held_on": at.date() if held else None,
                "participants": [member] if held else None,
                "minutes_due_on": at.date() + 10 * _DAY if held else None,
                "version": 1 if held else None,
                "minutes": sealed if held else None,
                "agreed_at": at + 9 * _DAY if stage == "agreed" else None,
            },
        )
        for action in range(5):
            open_ = n >= number - 8
            item = str(derive_id("action item of ten years", n, action))
            yield (
                items,
                {
                    "action_id": item,
                    "meeting_id": one,
                    "text": vault.seal(of_meetings.subject_of_item(item), f"Do what {n} asks."),
                    "owner_id": member if action % 2 else None,
                    "due_on": at.date() + 30 * _DAY,
                    "stage": "open" if open_ else "done",
                    "overdue": False,
                    "on_time": None if open_ else action != 0,
                    "opened_at": at,
                    "closed_at": None if open_ else at + 20 * _DAY,
                },
            )


def documents(years: TenYears, vault: Vault, number: int) -> Iterator[Row]:
    kinds = list(KINDS)
    for n in range(number):
        at, one = years.when(n, number), str(derive_id("document of ten years", n))
        subject = of_library.subject_of(one)
        yield (
            registered,
            {
                "document_id": one,
                "kind": kinds[n % len(kinds)],
                "language": "en",
                "keywords": vault.seal(subject, "detention, letters"),
                "unit": ("library", "desk")[n % 2],
                "review_on": years.now.date() + (n % 700) * _DAY,
                "asks_reading": n % 10 == 0,
                "registered_at": at,
                "description": 1,
            },
        )
        yield audiences, {"document_id": one, "audience": "public", "place": 0}
        for code in ("en", "fr", "es")[: 1 + n % 3]:
            told = {"document_id": one, "language": code}
            yield titles, {**told, "title": vault.seal(subject, f"Manual {n} on visits, {code}")}
            for version in (1, 2):
                stage = ("superseded", "current")[version == 2]
                yield versions, {**told, **_version(vault, subject, version, stage, at)}


def _version(vault: Vault, subject: str, version: int, stage: str, at: Any) -> dict[str, Any]:
    return {
        "version": version,
        "translates": None,
        "stage": stage,
        "summary": vault.seal(subject, "What is new."),
        "valid_from": at.date(),
        "uploaded_by": "a-librarian",
        "uploaded_at": at,
        "submitted_by": "a-librarian",
        "submitted_at": at,
        "approved_by": "the-chief",
        "approved_at": at,
        "current_at": at,
    }


def forum(years: TenYears, vault: Vault, number: int, posts: int) -> Iterator[Row]:
    of_each = max(1, posts // number)
    for n in range(number):
        at, one = years.when(n, number), str(derive_id("thread of ten years", n))
        last_at = at + of_each * _DAY
        first = str(derive_id("message of ten years", n, 0))
        yield (
            threads,
            {
                "thread_id": one,
                "space": ("all", "committee")[n % 4 == 0],
                "ref": "all",
                "mandate": "sr-torture",
                "title": vault.seal(of_forum.subject_of(first), f"Question {n}"),
                "started_by": "a-holder",
                "started_at": at,
                "started_on": at.date(),
                "pinned": n % 100 == 0,
                "closed": False,
                "last": (n + 1) * of_each,
                "last_at": last_at,
                "ends_at": ends_at(last_at),
            },
        )
        for place in range(of_each):
            message = str(derive_id("message of ten years", n, place))
            when = at + place * _DAY
            yield (
                messages,
                {
                    "message_id": message,
                    "thread_id": one,
                    "position": n * of_each + place + 1,
                    "mandate": "sr-torture",
                    "author": "a-holder",
                    "text": vault.seal(of_forum.subject_of(message), "What I think of it."),
                    "hash": f"{n:032x}{place:032x}",
                    "posted_at": when,
                    "month": f"{when:%Y-%m}",
                    "version": 1,
                    "poll": 0,
                },
            )
