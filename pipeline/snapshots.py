"""The published snapshots: in a folder with `latest` as a link, in an object store with `latest` as a small object.

A snapshot is built in a folder of this machine, and becomes visible whole: by a rename and a switched link, or by
an object that names it and is written last. A file that did not change is a hard link, or a copy made by the store.
"""

from __future__ import annotations

import json
import os
import shutil
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol

from pipeline.shelf import file_system

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

LATEST = "latest"
MANIFEST = "manifest.json"


class Snapshots(Protocol):
    """Where snapshots lie; their names are v000001 and so on."""

    def names(self) -> list[str]:
        """All complete snapshots, oldest first."""

    def latest(self) -> str | None:
        """The one that readers see, None before the first."""

    def manifest(self, name: str) -> dict[str, Any]:
        """What a snapshot holds."""

    def open(self, name: str, path: str) -> Any:
        """A file of a snapshot as pyarrow reads it."""

    def share(self, name: str, path: str, build: Path) -> None:
        """Take an unchanged file of a snapshot over into the one that is being built."""

    def commit(self, build: Path, name: str, shared: Iterable[str]) -> None:
        """Make the built snapshot visible under its name; `shared` are the paths taken over from the latest one."""

    def drop(self, name: str) -> None:
        """Delete a snapshot."""


def next_name(snapshots: Snapshots) -> str:
    """The name after the newest one."""
    return f"v{max((int(name[1:]) for name in snapshots.names()), default=0) + 1:06d}"


def _is_name(text: str) -> bool:
    return text.startswith("v") and text[1:].isdigit()


class FolderSnapshots:
    """Snapshots in a folder of this machine."""

    def __init__(self, out: Path) -> None:
        self.out = out

    def names(self) -> list[str]:
        return sorted(path.name for path in self.out.glob("v*") if _is_name(path.name))

    def latest(self) -> str | None:
        link = self.out / LATEST
        return link.readlink().name if link.is_symlink() else None

    def manifest(self, name: str) -> dict[str, Any]:
        loaded: dict[str, Any] = json.loads((self.out / name / MANIFEST).read_text(encoding="utf-8"))
        return loaded

    def open(self, name: str, path: str) -> Any:
        return str(self.out / name / path)

    def share(self, name: str, path: str, build: Path) -> None:
        target = build / path
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(self.out / name / path, target)
        except OSError:  # a file system without hard links
            shutil.copyfile(self.out / name / path, target)

    def commit(self, build: Path, name: str, shared: Iterable[str]) -> None:  # noqa: ARG002  # they are linked already
        for file in build.rglob("*"):
            _to_disk(file)
        build.rename(self.out / name)
        aside = self.out / f".{LATEST}"
        aside.unlink(missing_ok=True)
        aside.symlink_to(name)
        aside.replace(self.out / LATEST)
        _to_disk(self.out)

    def drop(self, name: str) -> None:
        aside = self.out / f".dropped-{name}"
        (self.out / name).rename(aside)
        shutil.rmtree(aside)


class ObjectSnapshots:
    """Snapshots under an address of an object store; `latest` holds a name and a line feed."""

    def __init__(self, address: str) -> None:
        self.files, self.base = file_system(address)

    def names(self) -> list[str]:
        from pyarrow.fs import FileSelector

        found = self.files.get_file_info(FileSelector(self.base, allow_not_found=True))
        return sorted(info.base_name for info in found if _is_name(info.base_name))

    def latest(self) -> str | None:
        with suppress(FileNotFoundError):
            return self._read(LATEST).decode().strip()
        return None

    def manifest(self, name: str) -> dict[str, Any]:
        loaded: dict[str, Any] = json.loads(self._read(f"{name}/{MANIFEST}"))
        return loaded

    def open(self, name: str, path: str) -> Any:
        return self.files.open_input_file(f"{self.base}/{name}/{path}")

    def share(self, name: str, path: str, build: Path) -> None:
        """Nothing yet: the store copies when the snapshot is committed."""

    def commit(self, build: Path, name: str, shared: Iterable[str]) -> None:
        before = self.latest()
        for path in shared:
            self.files.copy_file(f"{self.base}/{before}/{path}", f"{self.base}/{name}/{path}")
        for file in sorted(build.rglob("*")):
            path = file.relative_to(build).as_posix()
            if file.is_file() and path != MANIFEST:
                self._upload(file, f"{name}/{path}")
        self._upload(build / MANIFEST, f"{name}/{MANIFEST}")
        with self.files.open_output_stream(f"{self.base}/{LATEST}") as stream:
            stream.write(f"{name}\n".encode())
        shutil.rmtree(build)

    def drop(self, name: str) -> None:
        with suppress(FileNotFoundError):
            self.files.delete_file(f"{self.base}/{name}/{MANIFEST}")
        self.files.delete_dir(f"{self.base}/{name}")

    def _read(self, path: str) -> bytes:
        with self.files.open_input_stream(f"{self.base}/{path}") as stream:
            data: bytes = stream.read()
            return data

    def _upload(self, file: Path, path: str) -> None:
        with file.open("rb") as source, self.files.open_output_stream(f"{self.base}/{path}") as target:
            shutil.copyfileobj(source, target, 1 << 20)


def _to_disk(path: Path) -> None:
    """Have the system write a file or folder out: after a power cut, what `latest` names is there."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
