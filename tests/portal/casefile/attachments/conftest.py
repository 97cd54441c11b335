import contextlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import boto3
import pytest
from moto.server import ThreadedMotoServer

from portal.casefile.attachments.objects import Objects
from tests.conftest import missing
from tests.support.clamd import NoClamd, running_clamd


@pytest.fixture(scope="session")
def clamd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    try:
        with running_clamd(tmp_path_factory.mktemp("clamd")) as address:
            yield address
    except NoClamd as reason:
        missing(str(reason))


@pytest.fixture
def pdf() -> BytesIO:
    return BytesIO(b"%PDF-1.7\n" + b"the whole report " * 10_000)


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "attachments"


@pytest.fixture(scope="session")
def s3() -> Iterator[str]:
    """The address of an S3 that begins empty and in which each test has a bucket of its own."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(params=["directory", "s3"])
def objects(
    request: pytest.FixtureRequest, directory: Path, s3: str, monkeypatch: pytest.MonkeyPatch
) -> Objects:
    if request.param == "directory":
        return Objects(str(directory))
    for name, value in {
        "AWS_ENDPOINT": s3,
        "AWS_ALLOW_HTTP": "true",
        "AWS_ACCESS_KEY_ID": "tests",
        "AWS_SECRET_ACCESS_KEY": "tests",
        "AWS_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    bucket = f"files-{uuid4().hex}"
    # to make the bucket, as an operator would
    with contextlib.closing(boto3.client("s3", endpoint_url=s3)) as operator:
        operator.create_bucket(Bucket=bucket)
    return Objects(f"s3://{bucket}/attachments")
