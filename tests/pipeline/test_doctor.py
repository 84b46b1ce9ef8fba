import unicodedata
from pathlib import Path

import pytest

from ingest import ocr
from ingest.errors import MissingProgramError
from pipeline import doctor


def test_the_alphabet_is_whole() -> None:
    letters = doctor.vietnamese_letters()
    assert len(letters) == len(set(letters)) == 2 * (12 * 6 + 17)
    assert all(len(letter) == 1 and unicodedata.is_normalized("NFC", letter) for letter in letters)
    assert set("ăâđêôơưắằẳẵặỹỵĐỖỰ") <= set(letters)


def test_this_machine_is_ready_and_says_what_each_model_loses() -> None:
    found = {check.name: check for check in doctor.checks()}
    assert all(check.ok for check in found.values()), found
    assert all(check.remedy == "" for check in found.values())
    assert " of 178 letters read" in found["alphabet with vie"].detail


def test_the_installed_font_lacks_no_letter() -> None:
    font = doctor.find_font()
    assert font is not None
    assert doctor.missing_letters(font) == ""


def test_a_missing_letter_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    font = doctor.find_font()
    assert font is not None
    monkeypatch.setattr(doctor, "vietnamese_letters", lambda: "aꙮb")  # a letter that no text font has
    assert doctor.missing_letters(font) == "ꙮ"


def test_without_tesseract_the_checks_fail_with_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> frozenset[str]:
        raise MissingProgramError("tesseract is not installed", ocr.INSTALL)

    monkeypatch.setattr(doctor, "installed_models", none)
    failed = {check.name: check for check in doctor.checks() if not check.ok}
    assert set(failed) == {"tesseract", "tesseract model vie", "tesseract model Vietnamese"}
    assert all("apt-get install" in check.remedy for check in failed.values())


def test_a_missing_font_and_folder_fail_with_a_remedy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(doctor, "find_font", lambda: None)
    monkeypatch.setattr(doctor, "installed_models", lambda: frozenset({"vie", "Vietnamese"}))
    failed = {check.name: check for check in doctor.checks(tmp_path / "none") if not check.ok}
    assert set(failed) == {"font", "disk"}
    assert "fonts-liberation2" in failed["font"].remedy
