"""The tables of clusters. Who may read what is in one is asked of the recommendation itself."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import Column, Integer, MetaData, String, Table

from shared.contracts.followup import FOLLOWUP
from shared.contracts.followup_clusters import (
    ClusterDissolved,
    ClusterMember,
    ClusterMemberAdded,
    ClusterMemberTakenOut,
    ClusterRenamed,
    RecommendationsClustered,
)
from shared.facts.kafka import Published
from shared.platform.tables import Instant, SealedText
from shared.read_models.model import Change, Delete, Put, ReadModel

CONSUMER: Final = "portal.clusters"

tables = MetaData()
clusters = Table(
    "clusters",
    tables,
    Column("cluster_id", String(36), primary_key=True),
    Column("mandate", String(60)),
    Column("addressee", String(3)),
    Column("name", SealedText),
    Column("begun_at", Instant),
    Column("step", Integer),
    Column("dissolved_at", Instant),
)
members = Table(
    "clusters_members",
    tables,
    Column("cluster_id", String(36), primary_key=True),
    Column("recommendation_id", String(36), primary_key=True, index=True),
    Column("mandate", String(60)),  # that followed it when it was added
)


def project(published: Published) -> Iterable[Change]:
    match published.fact:
        case RecommendationsClustered() as fact:
            values = {
                "mandate": fact.mandate,
                "addressee": fact.addressee,
                "name": fact.name,
                "begun_at": fact.clustered_at,
                "step": 1,
            }
            begun = Put(clusters, (fact.cluster_id,), values)
            return [begun, *(_member(fact.cluster_id, one) for one in fact.members)]
        case ClusterMemberAdded() as fact:
            return [_step(fact.cluster_id, fact.step), _member(fact.cluster_id, fact.member)]
        case ClusterMemberTakenOut() as fact:
            gone = Delete(members, (fact.cluster_id, fact.recommendation_id))
            return [_step(fact.cluster_id, fact.step), gone]
        case ClusterRenamed() as fact:
            return [_step(fact.cluster_id, fact.step, name=fact.name)]
        case ClusterDissolved() as fact:
            return [_step(fact.cluster_id, fact.step, dissolved_at=fact.dissolved_at)]
        case _:
            return []


def _member(cluster_id: str, one: ClusterMember) -> Put:
    return Put(members, (cluster_id, one.recommendation_id), {"mandate": one.mandate})


def _step(cluster_id: str, step: int, **also: object) -> Put:
    return Put(clusters, (cluster_id,), {"step": step, **also})


CLUSTERS = ReadModel(consumer=CONSUMER, contracts=(FOLLOWUP,), tables=tables, project=project)
