from __future__ import annotations

import io
import os
import time
import zipfile
from pathlib import Path

import pytest
from docx import Document
from lxml import etree

from ingest import limits, office
from ingest.errors import DamagedFileError, MissingProgramError, TooLargeError
from ingest.office import convert, read_doc, read_odt, read_rtf


def docx() -> bytes:
    document = Document()
    document.add_paragraph("Điều 1. Ban hành")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def odt(manifest: str = '<!DOCTYPE manifest PUBLIC "x" "Manifest.dtd"><manifest/>') -> bytes:
    """An ODT with the document type that old programs wrote."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", "<office/>")
        archive.writestr("META-INF/manifest.xml", manifest)
    return buffer.getvalue()


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A `soffice` on an otherwise usable PATH; tests write what it does."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    monkeypatch.setenv("SEEN", str(tmp_path / "seen"))
    (tmp_path / "made.docx").write_bytes(docx())
    return folder / "soffice"


def script(program: Path, body: str) -> None:
    program.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    program.chmod(0o755)


# The folder given after --outdir, as LibreOffice takes it, and a converted file in it.
CONVERT = """
echo "$@" > "$SEEN"
while [ "$1" != --outdir ]; do case "$1" in -env:*) profile="${1#*file://}";; esac; shift; done
mkdir -p "$2"; cat "$profile/user/registrymodifications.xcu" >> "$SEEN"; cat "$3" >> "$SEEN"
cp "${0%/bin/soffice}/made.docx" "$2/source.docx"
"""


@pytest.mark.parametrize(("read", "kind"), [(read_doc, "doc"), (read_rtf, "rtf"), (read_odt, "odt")])
def test_old_formats_are_converted_and_read(program: Path, tmp_path: Path, read: object, kind: str) -> None:
    script(program, CONVERT)
    data = odt() if kind == "odt" else b"old bytes"

    (page,) = read(data)  # type: ignore[operator]

    assert [line.text for line in page.lines] == ["Điều 1. Ban hành"]
    assert (page.source, page.source_reason) == (
        "docx",
        f"converted from {kind.upper()} by LibreOffice: one page without page breaks",
    )
    seen = (tmp_path / "seen").read_bytes()
    assert b"--headless" in seen
    assert f"source.{kind}".encode() in seen
    assert b"DisableMacrosExecution" in seen
    assert data in seen


def test_nothing_is_left_behind(program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script(program, CONVERT)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))

    convert(b"old bytes", ".doc")

    assert list(scratch.iterdir()) == []


@pytest.mark.parametrize(("suffix", "kind"), [(".doc", "DOC"), (".odt", "ODT")])
def test_without_libreoffice_the_message_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str, kind: str
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(MissingProgramError, match=f"{kind} files are read by LibreOffice.*apt-get install libreoffice"):
        convert(b"old bytes", suffix)


def test_a_program_that_hangs_is_killed_with_its_children(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script(program, 'sleep 60 & echo $! > "$SEEN"; wait')
    monkeypatch.setattr(limits, "OFFICE_SECONDS", 0.5)
    started = time.monotonic()

    with pytest.raises(TooLargeError, match=r"more than 0\.5 seconds"):
        convert(b"old bytes", ".doc")

    assert time.monotonic() - started < 10
    child = int(Path(os.environ["SEEN"]).read_text(encoding="utf-8"))
    for _ in range(50):
        if not _runs(child):
            break
        time.sleep(0.1)
    assert not _runs(child)


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


@pytest.mark.parametrize("body", ["exit 1", "exit 0", 'ln -s /etc/passwd "$(pwd)/out"'])
def test_a_file_that_libreoffice_cannot_read_is_damage(program: Path, body: str) -> None:
    script(program, body)

    with pytest.raises(DamagedFileError, match="LibreOffice cannot read the file"):
        convert(b"old bytes", ".doc")


def test_a_broken_odt_does_not_reach_libreoffice(program: Path, tmp_path: Path) -> None:
    script(program, CONVERT)

    with pytest.raises(DamagedFileError, match="truncated or broken zip"):
        read_odt(odt()[:80])
    with pytest.raises(DamagedFileError, match="declares XML entities"):
        read_odt(odt('<!DOCTYPE a [<!ENTITY b "c">]><a/>'))

    assert not (tmp_path / "seen").exists()


def test_the_profile_is_xml() -> None:
    root = etree.fromstring(office._PROFILE.read_bytes())

    assert len(root) >= 5
