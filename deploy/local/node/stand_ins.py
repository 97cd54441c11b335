"""Images in place of those that a cluster would fetch: PostgreSQL, Apache Kafka, the event store.

PostgreSQL and Java are Debian's, Kafka is of Maven Central. The event store's own image cannot be
had here: its place has the embedded node of laptops, on the layers of our own image.
"""

import io
import json
import os
import shutil
import subprocess
import tarfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from deploy.cache import kept
from deploy.k8s.definitions import MissingTool, NotFetched
from deploy.local.apache_kafka import jars
from deploy.local.node.images import Image, layer

EVENT_STORE: Final = "localhost/rapporteur-eventstore:dev"
PRODUCT: Final = "localhost/rapporteur:dev"
_HERE: Final = Path(__file__).parent / "image"
_ROOT: Final = Path(__file__).parents[3]
_SUITE: Final = "bookworm"
PEOPLE: Final = b"root:x:0:0::/:/bin/sh\npostgres:x:26:26::/data:/bin/sh\n"
_WITHOUT: Final = ("/usr/share/doc/*", "/usr/share/locale/*")


def archives() -> list[Path]:
    """Return the archives of PostgreSQL and Kafka, made once.

    Raises `MissingTool`, `NotFetched`.
    """
    scripts = {one.name: one.read_bytes() for one in sorted(_HERE.iterdir())}
    versions = [_SUITE, *map(str, scripts.items()), (jars.HERE / "pom.xml").read_text()]

    def make(into: Path) -> None:
        program = "usr/local/bin/postgresql"
        files = {program: scripts["postgresql"], "etc/passwd": PEOPLE}
        Image(
            name="localhost/postgresql:1",
            layers=[debian("postgresql"), layer(files, executable=[program])],
            command=[f"/{program}"],
            user="26:26",
        ).write(into / "postgresql.tar")
        try:
            libraries = jars.fetched()
        except jars.Missing as error:
            raise MissingTool(str(error)) from error
        except jars.NotFetched as error:
            raise NotFetched(str(error)) from error
        ours = {f"kafka/{one.name}": one.read_bytes() for one in sorted(libraries.glob("*.jar"))}
        ours["usr/local/bin/kafka"] = scripts["kafka"]
        Image(
            name="localhost/kafka:1",
            layers=[
                debian("openjdk-17-jre-headless"),
                layer(ours, executable=["usr/local/bin/kafka"]),
            ],
            command=["/usr/local/bin/kafka"],
            user="1001:1001",
        ).write(into / "kafka.tar")

    place = kept("images", "\n".join(versions), make)
    return [place / "postgresql.tar", place / "kafka.tar"]


def product(into: Path) -> Path:
    """Write an archive of our own image, which `make image` built, and of the event store on it.

    Raises `MissingTool`, `NotFetched`.
    """
    ours, both = pushed(into), into / "product.tar"
    files = {
        f"app/{one.relative_to(_ROOT)}": one.read_bytes()
        for one in sorted((_ROOT / "deploy" / "local" / "eventstore").glob("*.py"))
    }
    files |= {f"app/{one}": b"" for one in ("deploy/__init__.py", "deploy/local/__init__.py")}
    extend(ours, both, EVENT_STORE, layer(files), ["python", "-m", "deploy.local.eventstore"])
    ours.unlink()
    return both


def pushed(into: Path) -> Path:
    """Write an archive of our own image alone. Raises `MissingTool`, `NotFetched`."""
    ours, work = into / "ours.tar", _ROOT / "build" / "image"
    _run(
        [
            *(_tool("buildah"), "--root", str(work / "store"), "--runroot", str(work / "run")),
            *("--storage-driver", os.environ.get("STORAGE_DRIVER", "overlay"), "push", "--quiet"),
            *(PRODUCT, f"docker-archive:{ours}:{PRODUCT}"),
        ]
    )
    return ours


def extend(archive: Path, to: Path, called: str, upper: bytes, command: Sequence[str]) -> None:
    """Write the image of an archive, and another one: its layers, and one upon them."""
    with tarfile.open(archive) as given, tarfile.open(to, "w") as written:
        members = {one.name: one for one in given}

        def read(path: str) -> bytes:
            found = given.extractfile(members[path])
            if found is None:
                raise NotFetched(f"{archive} has no {path}")
            return found.read()

        first: Any = json.loads(read("manifest.json"))[0]
        config: Any = json.loads(read(first["Config"]))
        for path in first["Layers"]:
            written.addfile(members[path], given.extractfile(members[path]))
        _add(written, first["Config"], read(first["Config"]))
        config["rootfs"]["diff_ids"].append(Image.sum_of(upper))
        config["config"] |= {"Entrypoint": list(command), "Cmd": None}
        config.pop("history", None)
        _add(written, "upper/layer.tar", upper)
        _add(written, "upper/config.json", json.dumps(config).encode())
        layers = [*first["Layers"], "upper/layer.tar"]
        second = {"Config": "upper/config.json", "RepoTags": [called], "Layers": layers}
        _add(written, "manifest.json", json.dumps([first, second]).encode())


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    archive.addfile(entry, io.BytesIO(content))


def debian(package: str) -> Path:
    """Return a file system of Debian with this package as a tar, made once."""
    options = [f"--dpkgopt=path-exclude={one}" for one in _WITHOUT]
    command = ["--quiet", "--variant=minbase", *options, f"--include={package}", _SUITE]

    def make(into: Path) -> None:
        mmdebstrap, to = _tool("mmdebstrap"), str(into / "layer.tar")
        _run([mmdebstrap, "--dpkgopt=force-unsafe-io", *command, to])

    return kept(f"debian-{package}", "\n".join(command), make) / "layer.tar"


def _tool(called: str) -> str:
    found = shutil.which(called)
    if found is None:
        raise MissingTool(called)
    return found


def _run(command: Sequence[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise NotFetched(f"{command[0]} ended with {done.returncode}:\n{done.stderr[-2000:]}")
