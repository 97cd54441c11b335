"""Alerts on metrics of others: an exporter, cert-manager, CloudNativePG and Velero."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.deploy.k8s.alerting import PROVOKED, expressions, outcome, provokes
from tests.deploy.k8s.test_alerts import NEVER_CALM

pytestmark = pytest.mark.k8s


@provokes("ConsumerBehind")
def test_a_group_with_much_to_apply_is_behind() -> None:
    """Strimzi's exporter tells this one, of each partition."""
    lag = 'kafka_consumergroup_lag{consumergroup="portal.triage",topic="a.events",partition="%s"}'
    members = 'kafka_consumergroup_members{consumergroup="portal.triage"}'
    before, after = ({lag % n: each for n in range(3)} for each in (300.0, 400.0))
    assert outcome("ConsumerBehind", {**before, members: 1}, {**after, members: 1}) == NEVER_CALM
    # A read model that was fed alone for a while leaves a group behind in which nobody reads.
    assert not outcome("ConsumerBehind", {**before, members: 0}, {**after, members: 0})[1]


@provokes("CertificateNotRenewed")
def test_a_certificate_that_cert_manager_does_not_renew_is_seen() -> None:
    """cert-manager tells this one, of each certificate."""
    series = (
        'certmanager_certificate_expiration_timestamp_seconds{namespace="rapporteur",name="web"}'
    )
    good, old = ((datetime.now(UTC) + timedelta(days=n)).timestamp() for n in (60, 2))
    assert outcome("CertificateNotRenewed", {series: good}, {series: old}) == NEVER_CALM


@provokes("BackupOld")
@pytest.mark.parametrize(
    "metric",
    [
        "cnpg_collector_last_available_backup_timestamp",
        "barman_cloud_cloudnative_pg_io_last_available_backup_timestamp",
    ],
)
def test_a_vault_that_was_not_backed_up_is_seen(metric: str) -> None:
    """CloudNativePG and its plugin tell these; 0 is never."""
    series = f'{metric}{{cnpg_io_cluster="vault-db"}}'
    new, old = ((datetime.now(UTC) - timedelta(hours=n)).timestamp() for n in (1, 50))
    assert outcome("BackupOld", {series: new}, {series: old}) == NEVER_CALM


@provokes("StoreBackupOld")
@pytest.mark.parametrize("hours", [50, None], ids=["old", "never"])
def test_a_store_that_was_not_backed_up_is_seen(hours: int | None) -> None:
    """Velero tells this of each schedule, and nothing of one that never succeeded."""
    series = 'velero_backup_last_successful_timestamp{schedule="rapporteur-eventstore"}'
    other = 'velero_backup_last_successful_timestamp{schedule="another"}'
    now = datetime.now(UTC)
    new = (now - timedelta(hours=1)).timestamp()
    after = {} if hours is None else {series: (now - timedelta(hours=hours)).timestamp()}
    assert outcome("StoreBackupOld", {series: new}, {other: new, **after}) == NEVER_CALM


def test_every_alert_is_provoked() -> None:
    assert {alert for alert, _ in expressions()} == PROVOKED
