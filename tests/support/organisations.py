"""Organisations of the register: the service behind the portal, and the tables that it fills."""

import json
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Engine

from portal.stakeholders.organisations import accreditation
from portal.stakeholders.organisations import profile as profiles
from portal.stakeholders.organisations.accreditation import Claim
from portal.stakeholders.organisations.profile import Profile
from portal.stakeholders.organisations.read_model import ORGANISATIONS
from shared.contracts.stakeholders_accreditations import (
    AccreditationClaimed,
    AccreditationRecorded,
)
from shared.contracts.stakeholders_mergers import (
    MergerProposed,
    MergerUndone,
    OrganisationsMerged,
)
from shared.contracts.stakeholders_organisations import (
    OrganisationConfirmed,
    OrganisationRegistered,
    PublicListingAsked,
    Visibility,
    VisibilityChanged,
)
from shared.contracts.stakeholders_splits import (
    OrganisationSplit,
    SplitProposed,
    SplitUndone,
)
from shared.core.message import derive_id
from shared.platform.vault import Vault
from shared.read_models.model import Applier
from shared.reference.accreditation import Record
from tests.support.ready import ready
from tests.support.twice import of_stakeholders, twice

LONG_AGO = datetime.fromisoformat("2026-10-01T09:00:00+00:00")
STEP = timedelta(hours=80)


def named(number: int | str) -> str:
    return str(derive_id("organisation of a test", number))


@dataclass(slots=True)
class Register:
    """The tables of organisations in this database."""

    engine: Engine
    vault: Vault
    told: int = 0
    applier: Applier = field(init=False)

    def __post_init__(self) -> None:
        (self.applier,) = ready(self.engine, [ORGANISATIONS])

    def claimed(self, organisation_id: str, name: str, **also: Any) -> str:
        """Let one apply. ``also``: more of its profile, ``standing``, and ``contact`` or None."""
        standing = also.pop("standing", "registered")
        contact = also.pop("contact", {"name": "Ada Contact", "email": f"{name[:3]}@example.org"})
        profile = Profile(**{"name": name, "type": "ngo", "country": "KEN", **also})
        if contact is not None:
            self.vault.keep_identity(f"organisation-{organisation_id}", {"number": "", **contact})
        sealed = self.vault.seal(f"organisation-{organisation_id}", profiles.written(profile))
        self.tell(
            OrganisationRegistered(
                organisation_id=organisation_id,
                profile=sealed,
                standing=standing,
                provenance="self",
                registered_by="applicant",
                registered_at=LONG_AGO,
            )
        )
        return organisation_id

    def confirmed(self, organisation_id: str, name: str, **also: Any) -> str:
        self.claimed(organisation_id, name, **also)
        self.tell(
            OrganisationConfirmed(
                organisation_id=organisation_id, confirmed_by="officer", confirmed_at=LONG_AGO
            )
        )
        return organisation_id

    def public(self, organisation_id: str, name: str, **also: Any) -> str:
        self.confirmed(organisation_id, name, **also)
        self.opened(organisation_id, LONG_AGO)
        return organisation_id

    def decided(
        self, organisation_id: str, status: str, scheme: str = "ganhri", **also: Any
    ) -> AccreditationRecorded:
        """Return what was recorded of a decision. ``also``: any field of ``Record``."""
        record = Record(
            **{
                "record_id": named(f"{status} {also}"),
                "scheme": scheme,
                "status": status,
                "body": "SCA",
                "decided": date(2026, 3, 1),
                "effective": date(2026, 3, 2),
                "document": "SCA report, page 9",
                **also,
            }
        )
        return AccreditationRecorded(
            organisation_id=organisation_id,
            record_id=record.record_id,
            record=self.vault.seal(
                accreditation.subject_of(organisation_id), accreditation.written(record)
            ),
            corrects=record.corrects,
            source="officer",
            recorded_by="officer",
            recorded_at=LONG_AGO,
        )

    def claims(self, organisation_id: str, at: datetime) -> AccreditationClaimed:
        """Return what it said of itself."""
        told = accreditation.written(Claim(scheme="ecosoc", status="special", document="E/2020/1"))
        return AccreditationClaimed(
            organisation_id=organisation_id,
            claim_id=named("claim"),
            claim=self.vault.seal(accreditation.subject_of(organisation_id), told),
            claimed_by="focal",
            claimed_at=at,
        )

    def merging(self, duplicate_id: str, real_id: str, by: str = "officer-1") -> str:
        """Let an officer propose this merger, and return its id."""
        merger_id = named(f"{duplicate_id} {real_id}")
        self.tell(
            MergerProposed(
                merger_id=merger_id,
                duplicate_id=duplicate_id,
                real_id=real_id,
                proposed_by=by,
                proposed_at=LONG_AGO,
            )
        )
        return merger_id

    def merged(
        self,
        duplicate_id: str,
        real_id: str,
        *,
        closes: bool = True,
        keeps: Visibility | None = None,
        at: datetime = LONG_AGO,
        flags: tuple[str, ...] = (),
    ) -> str:
        """Let them be one. ``keeps``: as strict as that; else it says ``closes``."""
        keeps = keeps or ("closed" if closes else "public")
        merger_id = self.merging(duplicate_id, real_id)
        self.tell(
            OrganisationsMerged(
                merger_id=merger_id,
                duplicate_id=duplicate_id,
                real_id=real_id,
                closes=keeps != "public",
                keeps=keeps,
                flags=flags,
                merged_by="officer-2",
                merged_at=at,
            )
        )
        return merger_id

    def undone(
        self,
        duplicate_id: str,
        real_id: str,
        at: datetime = LONG_AGO,
        keeps: Visibility = "closed",
    ) -> None:
        self.tell(
            MergerUndone(
                merger_id=named(f"{duplicate_id} {real_id}"),
                duplicate_id=duplicate_id,
                real_id=real_id,
                undone_by="officer-1",
                undone_at=at,
                keeps=keeps,
            )
        )

    def splitting(
        self, whole: str, *new: str, apart: tuple[str, ...] = (), by: str = "officer-1"
    ) -> str:
        """Let an officer propose this split, whose new entries wait, and return its id."""
        split_id = named(f"split {whole} {new} {apart}")
        self.tell(
            SplitProposed(
                split_id=split_id,
                organisation_id=whole,
                new_ids=new,
                merged_ids=apart,
                since=LONG_AGO.date(),
                proposed_by=by,
                proposed_at=LONG_AGO,
            )
        )
        return split_id

    def split(
        self,
        whole: str,
        *new: str,
        at: datetime = LONG_AGO,
        flags: tuple[str, ...] = (),
        keeps: Visibility = "closed",
    ) -> str:
        split_id = self.splitting(whole, *new)
        for part in new:
            self.tell(
                OrganisationSplit(
                    split_id=split_id,
                    organisation_id=whole,
                    part_id=part,
                    new=True,
                    since=LONG_AGO.date(),
                    flags=flags,
                    split_by="officer-2",
                    split_at=at,
                    keeps=keeps,
                )
            )
        return split_id

    def unsplit(
        self, whole: str, *new: str, at: datetime = LONG_AGO, flags: tuple[str, ...] = ()
    ) -> None:
        split_id = named(f"split {whole} {new} {()}")
        for part in new:
            self.tell(
                OrganisationsMerged(
                    merger_id=named(f"undone split {part}"),
                    duplicate_id=part,
                    real_id=whole,
                    closes=bool(flags),
                    keeps="closed" if flags else "public",
                    flags=flags,
                    merged_by="officer-1",
                    merged_at=at,
                )
            )
        self.tell(
            SplitUndone(
                split_id=split_id, organisation_id=whole, undone_by="officer-1", undone_at=at
            )
        )

    def opened(self, organisation_id: str, asked_at: datetime, to: Visibility = "public") -> None:
        """Let more people read it by a first step at that time."""
        self.tell(
            PublicListingAsked(
                organisation_id=organisation_id,
                asked_by="focal",
                asked_at=asked_at,
                visibility=to,
            ),
            VisibilityChanged(
                organisation_id=organisation_id,
                visibility=to,
                asked_at=asked_at,
                changed_by="focal",
                changed_at=asked_at + STEP,
            ),
        )

    def hidden(
        self, organisation_id: str, at: datetime = LONG_AGO, to: Visibility = "closed"
    ) -> None:
        """Let fewer people read it, by an act at that time."""
        self.tell(
            VisibilityChanged(
                organisation_id=organisation_id,
                visibility=to,
                asked_at=None,
                changed_by="focal",
                changed_at=at,
            )
        )

    def tell(self, *facts: Any) -> None:
        """Apply these facts, each of them twice, as Kafka may."""
        numbered = list(enumerate(facts, self.told + 1))
        self.told += len(numbered)
        arrived = [of_stakeholders(one, n, _stream_of(one), LONG_AGO) for n, one in numbered]
        twice([self.applier], arrived)


def _stream_of(fact: Any) -> str:
    if hasattr(fact, "merger_id") or hasattr(fact, "split_id"):
        return "mergers-all"
    return f"organisation-{fact.organisation_id}"


def asked_for(request: Any) -> tuple[str, dict[str, Any], UUID]:
    """Return type, data and id of a command that a service was asked for."""
    body = json.loads(request.read())
    return body["type"], body["data"], UUID(body["id"])
