"""Images written by hand: a docker-archive is a tar of layers with two JSON files beside them."""

import hashlib
import io
import json
import shutil
import tarfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from deploy.k8s.definitions import MissingTool

BUSYBOX: Final = "localhost/busybox:1"
NAMES: Final = "localhost/coredns:1"
_EXECUTABLE: Final = 0o755


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """``layers``: tars, the lowest first. ``command``: what the image runs if it is not told."""

    name: str
    layers: Sequence[bytes | Path]
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    user: str = "65532:65532"

    def write(self, to: Path) -> Path:
        """Write the archive, which ``ctr images import`` takes."""
        sums = [self.sum_of(one) for one in self.layers]
        config: dict[str, Any] = {
            "architecture": "amd64",
            "os": "linux",
            "config": {
                "User": self.user,
                "Entrypoint": list(self.command),
                "Env": [f"{name}={value}" for name, value in self.environment.items()],
            },
            "rootfs": {"type": "layers", "diff_ids": sums},
        }
        names = [f"{number}/layer.tar" for number in range(len(self.layers))]
        written = json.dumps(config).encode()
        manifest = [{"Config": "config.json", "RepoTags": [self.name], "Layers": names}]
        with tarfile.open(to, "w") as archive:
            _add(archive, "config.json", written)
            for name, layer in zip(names, self.layers, strict=True):
                if isinstance(layer, Path):
                    archive.add(layer, name)
                else:
                    _add(archive, name, layer)
            _add(archive, "manifest.json", json.dumps(manifest).encode())
        return to

    @staticmethod
    def sum_of(layer: bytes | Path) -> str:
        """Return the sum by which an image names a layer."""
        if isinstance(layer, bytes):
            return f"sha256:{hashlib.sha256(layer).hexdigest()}"
        with layer.open("rb") as file:
            return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"


def layer(files: Mapping[str, bytes], executable: Sequence[str] = ()) -> bytes:
    """Return a layer of these files, all root's, with the directories that they lie in."""
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w") as archive:
        for name in sorted({str(one) for file in files for one in Path(file).parents} - {"."}):
            directory = tarfile.TarInfo(name)
            directory.type, directory.mode = tarfile.DIRTYPE, _EXECUTABLE
            archive.addfile(directory)
        for name, content in files.items():
            _add(archive, name, content, _EXECUTABLE if name in executable else 0o644)
    return written.getvalue()


def busybox() -> Image:
    """Return an image of one file, from which pods' own processes and trials are made.

    Raises `MissingTool`.
    """
    program = shutil.which("busybox")
    if program is None:
        raise MissingTool("busybox")
    content = Path(program).read_bytes()
    files = {"bin/busybox": content, "www/index.html": b"It answers.\n", "tmp/.kept": b""}
    return Image(
        name=BUSYBOX,
        layers=[layer(files, executable=["bin/busybox"])],
        command=["/bin/busybox"],
    )


def pause(name: str) -> Image:
    """Return the image of the process that holds a pod's network: it waits."""
    made = busybox()
    return Image(name=name, layers=made.layers, command=["/bin/busybox", "sleep", "infinity"])


def names(programs: Path) -> Image:
    """Return the image of the server that answers for names."""
    return Image(
        name=NAMES,
        layers=[layer({"coredns": (programs / "coredns").read_bytes()}, executable=["coredns"])],
        command=["/coredns"],
    )


def _add(archive: tarfile.TarFile, name: str, content: bytes, mode: int = 0o644) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), mode
    archive.addfile(entry, io.BytesIO(content))
