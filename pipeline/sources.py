"""Which files there are, in folders and in object stores, what tells that one has changed, and how to get at it."""

from __future__ import annotations

import fnmatch
import hashlib
import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from ingest.errors import ReadError, TooLargeError
from ingest.limits import MAX_BYTES
from pipeline.errors import ChangedFileError, UsageError
from pipeline.shelf import file_system, is_remote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_BLOCK = 1 << 20
_AGAIN = "run again when it is no longer being written"


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """A source file.

    Attributes:
        path: as given, or its `s3://` address.
        stamp: changes whenever the file is written; "" where it cannot be looked at.
        size: bytes.
        outside: it is a link that leads out of the folder it was found in, and is not followed.
    """

    path: str
    stamp: str
    size: int
    outside: bool = False

    @property
    def name(self) -> str:
        """Without its folders."""
        return PurePosixPath(self.path).name


@dataclass(frozen=True, slots=True)
class Fetched:
    """A source file as it lies on this machine.

    Attributes:
        file: to be read.
        sha256: of its bytes, hex.
        stamp: of `file` when it was hashed.
    """

    file: Path
    sha256: str
    stamp: str

    def check_unchanged(self) -> None:
        """Raise ChangedFileError if the file was written since it was hashed."""
        if stamp_of(self.file) != self.stamp:
            raise ChangedFileError("the file changed while it was read", _AGAIN)


def collect(paths: Iterable[Path | str], only: str = "") -> tuple[Found, ...]:
    """Source files under `paths`, sorted; hidden files are left out, links are not followed into folders.

    Raises:
        UsageError: if a path does not exist or nothing is found.
        StorageError: if an object store does not answer.
    """
    given = [str(path) for path in paths]
    chosen = look(given, only)
    if not chosen:
        where = ", ".join(given) or "the paths given"
        raise _usage(where, "holds no files to read", "give a folder with decisions or widen --only")
    return chosen


def look(paths: Iterable[str], only: str = "") -> tuple[Found, ...]:
    """As `collect`, but nothing may be found. Raises UsageError if a path does not exist."""
    found = {file.path: file for path in paths for file in (_remote(path) if is_remote(path) else _local(path))}
    return tuple(found[path] for path in sorted(found) if not only or fnmatch.fnmatch(found[path].name, only))


def shown(path: str) -> str:
    """A path as a line of a log may hold it: what cannot be printed is escaped, so that a name forges no line."""
    return path if path.isprintable() else "".join(c if c.isprintable() else ascii(c)[1:-1] for c in path)


def stamp_of(file: Path | str) -> str:
    """Size, times and inode of a file, as text; "" where it cannot be looked at."""
    try:
        seen = os.stat(file)  # noqa: PTH116  # as above
    except (OSError, ValueError):
        return ""
    return f"{seen.st_size}-{seen.st_mtime_ns}-{seen.st_ctime_ns}-{seen.st_ino}"


def exists(path: str) -> bool:
    """Whether a source is still there. Raises StorageError if an object store does not answer."""
    if not is_remote(path):
        return Path(path).is_file()
    files, key = file_system(path)
    return bool(files.get_file_info(key).is_file)


@contextmanager
def fetched(path: str, scratch: Path) -> Iterator[Fetched]:
    """The file at `path` with the hash of its bytes; a remote one is copied to `scratch` for the time being.

    Raises:
        ReadError: if it is missing, not a regular file or not readable.
        TooLargeError: if it has more than `MAX_BYTES`.
    """
    if not is_remote(path):
        yield _hashed(Path(path))
        return
    copy = scratch / f"source{PurePosixPath(path).suffix}"
    try:
        _download(path, copy)
        yield _hashed(copy)
    finally:
        copy.unlink(missing_ok=True)


def _hashed(file: Path) -> Fetched:
    stamp = stamp_of(file)
    try:
        if not file.is_file():
            raise ReadError("not a regular file", "give a file that can be read")
        if file.stat().st_size > MAX_BYTES:
            raise TooLargeError(f"the file has more than {MAX_BYTES >> 20} MiB", "split it")
        with file.open("rb") as handle:
            return Fetched(file, hashlib.file_digest(handle, "sha256").hexdigest(), stamp)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ReadError(f"cannot be read ({reason})", "check its permissions") from error


def _download(path: str, copy: Path) -> None:
    files, key = file_system(path)
    try:
        if files.get_file_info(key).size > MAX_BYTES:
            raise TooLargeError(f"the file has more than {MAX_BYTES >> 20} MiB", "split it")
        with files.open_input_stream(key) as stream, copy.open("wb") as target:
            shutil.copyfileobj(stream, target, _BLOCK)
    except OSError as error:
        raise ReadError(f"cannot be fetched ({error})", "check the address and the rights to it") from error


def _local(path: str) -> Iterable[Found]:
    place = Path(path)
    if not os.path.lexists(place):
        raise _usage(path, "does not exist", "check the spelling")
    if place.is_dir():
        return _inside(place)
    return [_found(path)]


def _inside(folder: Path) -> Iterator[Found]:
    """Files of a folder and its folders, walked without following links to folders."""
    root = os.path.realpath(folder)
    for at, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            if not name.startswith("."):
                path = os.path.join(at, name)  # noqa: PTH118  # a Path a file costs more than all the rest
                outside = os.path.islink(path) and _leads_out(path, root)  # noqa: PTH114  # as above
                yield Found(path, "", 0, outside=True) if outside else _found(path)


def _leads_out(link: str, root: str) -> bool:
    return not os.path.realpath(link).startswith(root.rstrip("/") + "/")


def _found(path: str) -> Found:
    stamp = stamp_of(path)
    return Found(path, stamp, int(stamp.split("-")[0]) if stamp else 0)


def _remote(address: str) -> Iterable[Found]:
    from pyarrow.fs import FileSelector

    files, path = file_system(address)
    try:
        info = files.get_file_info(path)
        infos = [info] if info.is_file else files.get_file_info(FileSelector(path, recursive=True))
    except OSError as error:
        raise _usage(address, f"cannot be listed ({error})", "check the address and the rights to it") from error
    return [_seen(info) for info in infos if info.is_file and not _is_hidden(info.path.removeprefix(path))]


def _seen(info: Any) -> Found:
    return Found(f"s3://{info.path}", f"{info.size}-{info.mtime_ns}", info.size)


def _is_hidden(path: str) -> bool:
    return any(part.startswith(".") for part in path.split("/"))


def _usage(path: str, problem: str, remedy: str) -> UsageError:
    error = UsageError(problem, remedy)
    error.file = path
    return error
