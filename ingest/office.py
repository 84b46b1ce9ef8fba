"""Old office formats to DOCX, by LibreOffice where it is installed; DOCX is then read as always."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from ingest import limits
from ingest.archive import check_archive
from ingest.docx import read_docx
from ingest.errors import DamagedFileError, MissingProgramError, TooLargeError

if TYPE_CHECKING:
    from ingest.records import Page

INSTALL = "apt-get install libreoffice-writer-nogui, or save the file as DOCX"
PROGRAMS = ("soffice", "libreoffice")
_PROFILE = Path(__file__).parent / "data" / "office_profile.xcu"


def read_doc(data: bytes) -> tuple[Page, ...]:
    """Pages of a Word 97-2003 file. Raises as `convert` and `read_docx` do."""
    return read_docx(convert(data, ".doc"), "converted from DOC by LibreOffice")


def read_rtf(data: bytes) -> tuple[Page, ...]:
    """Pages of an RTF file. Raises as `convert` and `read_docx` do."""
    return read_docx(convert(data, ".rtf"), "converted from RTF by LibreOffice")


def read_odt(data: bytes) -> tuple[Page, ...]:
    """Pages of an OpenDocument text. Raises as `check_archive`, `convert` and `read_docx` do."""
    check_archive(data, document_types=True)
    return read_docx(convert(data, ".odt"), "converted from ODT by LibreOffice")


def convert(data: bytes, suffix: str) -> bytes:
    """A document with this ending as the bytes of a DOCX.

    LibreOffice runs in a folder of its own with a profile that runs no macro and reaches no host.

    Raises:
        MissingProgramError: LibreOffice is not installed.
        TooLargeError: it took more than `limits.OFFICE_SECONDS`; it and what it started are killed.
        DamagedFileError: it made no DOCX of the file.
    """
    program = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        raise MissingProgramError(
            f"{suffix[1:].upper()} files are read by LibreOffice, which is not installed", INSTALL
        )
    with tempfile.TemporaryDirectory(prefix="congbao-", ignore_cleanup_errors=True) as folder:
        source = Path(folder) / f"source{suffix}"
        source.write_bytes(data)
        profile = Path(folder) / "profile"
        (profile / "user").mkdir(parents=True)
        shutil.copyfile(_PROFILE, profile / "user" / "registrymodifications.xcu")
        _run(program, profile, source)
        return _result(source.parent / "out" / "source.docx")


def _run(program: str, profile: Path, source: Path) -> None:
    """Let LibreOffice convert, in a process group of its own that ends with the time limit or with this function."""
    command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nologo"]
    command += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(source.parent / "out"), str(source)]
    try:
        process = subprocess.Popen(
            command,
            cwd=source.parent,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise MissingProgramError("LibreOffice cannot be started", INSTALL) from error
    try:
        process.wait(limits.OFFICE_SECONDS)
    except subprocess.TimeoutExpired as error:
        problem = f"LibreOffice took more than {limits.OFFICE_SECONDS} seconds to convert the file"
        raise TooLargeError(problem, "open it in an office program and save it as DOCX") from error
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill the whole group: `soffice` is a script, and the program it starts would outlive it."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _result(path: Path) -> bytes:
    remedy = "open it in an office program and save it as DOCX"
    if not path.is_file() or path.is_symlink():
        raise DamagedFileError("LibreOffice cannot read the file", remedy)
    if path.stat().st_size > limits.MAX_BYTES:
        raise TooLargeError("the converted file is too large", remedy)
    return path.read_bytes()
