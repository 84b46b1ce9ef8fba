"""A garbled word is read the same alone and among others."""

from __future__ import annotations

import numpy as np
import pytest

from normalize.model import load_models
from normalize.repair import DATA

WORDS = (
    "chwong",
    "trinh",
    "triên",
    "ciia",
    "d6",
    "BOKHOAHQC",
    "SNV",
    "OQd",
    "a",
    "NĐCP",
    "tri",
    "2025ve",
    "chuongtrinhkhung",
)


@pytest.mark.parametrize("capital", [False, True])
def test_company_does_not_show(capital: bool) -> None:
    models = load_models(DATA)
    own = models.fine._channel  # another engine's channel as the document's own
    together, alone = models.reader.beside(own), models.reader.beside(own)
    together.prepare((word, capital) for word in WORDS)
    for word in WORDS:
        one, other = together.read(word, capital), alone.read(word, capital)
        assert one.stays == other.stays
        for left, right in zip((one.ids, one.odds, one.forms), (other.ids, other.odds, other.forms), strict=True):
            np.testing.assert_array_equal(left, right)


def test_readings_that_leave_a_word_alone() -> None:
    reader = load_models(DATA).reader
    for word in ("hoà", "Hòa", "AI", "xyzzy"):
        found = reader.read(word, capital=False)
        texts = [reader.text(word, int(at), int(form)) for at, form in zip(found.ids, found.forms, strict=True)]
        same = {at for at, text in enumerate(texts) if text == word}
        assert found.stays
        assert same <= set(found.stays)
        assert all(texts[at].lower() == word.lower() for at in found.stays)
