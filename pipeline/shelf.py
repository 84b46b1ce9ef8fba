"""Blobs kept by name, whole or not at all: in a folder, or under an address of an object store."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from pipeline.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator


class Shelf(Protocol):
    """Where rows and pages of files are kept between runs; `name` may hold one folder."""

    def put(self, name: str, data: bytes) -> None:
        """Keep `data`, in one step. Raises StorageError."""

    def get(self, name: str) -> bytes | None:
        """What was kept, None if nothing. Raises StorageError."""

    def names(self, folder: str) -> Iterator[str]:
        """All names in one folder, without it."""

    def drop(self, name: str) -> None:
        """Forget it, if it is there."""


def shelf_at(place: str) -> Shelf:
    """The shelf at a folder or an `s3://` address."""
    return ObjectShelf(place) if is_remote(place) else FolderShelf(Path(place))


def is_remote(place: str) -> bool:
    """Whether a path is an address of an object store."""
    return place.startswith("s3://")


class FolderShelf:
    """A shelf in a folder; its sub-folders are made when they are needed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, name: str, data: bytes) -> None:
        file = self.folder / name
        aside = file.with_name(f".{file.name}.{os.getpid()}")
        try:
            try:
                aside.write_bytes(data)
            except FileNotFoundError:
                file.parent.mkdir(parents=True, exist_ok=True)
                aside.write_bytes(data)
            aside.replace(file)
        except OSError as error:
            with contextlib.suppress(OSError):
                aside.unlink(missing_ok=True)
            raise _fault(str(file), error) from error

    def get(self, name: str) -> bytes | None:
        try:
            return (self.folder / name).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _fault(str(self.folder / name), error) from error

    def names(self, folder: str) -> Iterator[str]:
        place = self.folder / folder
        return (entry.name for entry in os.scandir(place)) if place.is_dir() else iter(())

    def drop(self, name: str) -> None:
        (self.folder / name).unlink(missing_ok=True)


class ObjectShelf:
    """A shelf in an object store, where a write is one step by nature."""

    def __init__(self, address: str) -> None:
        self.files, self.base = file_system(address)

    def put(self, name: str, data: bytes) -> None:
        try:
            with self.files.open_output_stream(f"{self.base}/{name}") as stream:
                stream.write(data)
        except OSError as error:
            raise _fault(f"s3://{self.base}/{name}", error) from error

    def get(self, name: str) -> bytes | None:
        try:
            with self.files.open_input_stream(f"{self.base}/{name}") as stream:
                data: bytes = stream.read()
                return data
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _fault(f"s3://{self.base}/{name}", error) from error

    def names(self, folder: str) -> Iterator[str]:
        from pyarrow.fs import FileSelector

        selector = FileSelector(f"{self.base}/{folder}", allow_not_found=True)
        return (info.base_name for info in self.files.get_file_info(selector))

    def drop(self, name: str) -> None:
        with contextlib.suppress(FileNotFoundError):
            self.files.delete_file(f"{self.base}/{name}")


def file_system(address: str) -> tuple[Any, str]:
    """Pyarrow's file system for an address, and the path in it, without a final slash.

    The usual variables of the environment hold the keys and, for other stores than Amazon's, the address of the
    service (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION, AWS_ENDPOINT_URL).

    Raises:
        StorageError: if the address makes no sense.
    """
    from pyarrow.fs import S3FileSystem

    path = address.removeprefix("s3://").strip("/")
    if not path:
        raise StorageError(f"{address} names no bucket", "write s3://bucket/prefix")
    endpoint = os.environ.get("AWS_ENDPOINT_URL")
    return S3FileSystem(region=os.environ.get("AWS_REGION", "us-east-1"), endpoint_override=endpoint), path


def _fault(file: str, error: OSError) -> StorageError:
    said = StorageError(f"cannot be reached ({error.strerror or error})", "check disk, network and permissions")
    said.file = file
    return said
