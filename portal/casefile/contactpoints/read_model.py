"""The institutions that are contact points now."""

from collections.abc import Iterable

from sqlalchemy import Column, MetaData, String, Table

from shared.contracts.stakeholders import STAKEHOLDERS
from shared.contracts.stakeholders_contact_points import (
    ContactPointRecognised,
    ContactPointReinstated,
    ContactPointSuspended,
)
from shared.facts.kafka import Published
from shared.platform.tables import Instant
from shared.read_models.model import Change, Put, ReadModel

CONSUMER = "portal.contactpoints"

tables = MetaData()
contact_points = Table(
    "contact_points",
    tables,
    Column("organisation_id", String(100), primary_key=True),
    Column("accreditation", String(1)),
    Column("recognised_at", Instant),
    Column("suspended_at", Instant),  # none while it may file
    Column("reason_code", String(20)),
)


def project(published: Published) -> Iterable[Change]:
    match published.fact:
        case ContactPointRecognised() as f:
            now = {"accreditation": f.accreditation, "recognised_at": f.recognised_at}
            return [Put(contact_points, (f.organisation_id,), now)]
        case ContactPointSuspended() as f:
            stopped = {"suspended_at": f.suspended_at, "reason_code": f.reason_code}
            return [Put(contact_points, (f.organisation_id,), stopped)]
        case ContactPointReinstated() as f:
            again = {
                "suspended_at": None,
                "reason_code": None,
                "recognised_at": f.reinstated_at,
            }
            return [Put(contact_points, (f.organisation_id,), again)]
        case _:
            return []


CONTACT_POINTS = ReadModel(
    consumer=CONSUMER, contracts=(STAKEHOLDERS,), tables=tables, project=project
)
