"""A document teaches what its engine prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from normalize import adapt
from normalize.records import Edit, Repaired

if TYPE_CHECKING:
    from normalize.repair import Repairer


def _known(seen: str, meant: str, confidence: float) -> Repaired:
    return Repaired(seen, meant, (Edit(0, len(seen), seen, meant, "channel", 3.0, confidence),))


def test_only_words_that_leave_little_doubt_teach(repairer: Repairer) -> None:
    words = adapt.pairs([_known("d4n", "dân", 0.95), _known("m4t", "mật", 0.3)], repairer._sound)
    assert words == {("d4n", "dân"): 1}


def test_a_little_text_teaches_nothing(repairer: Repairer) -> None:
    models = repairer._models
    assert adapt.own_channel([_known("d4n", "dân", 0.95)], repairer._sound, models.known, models.reader.words) is None


def test_the_own_channel_knows_the_engine(repairer: Repairer) -> None:
    models = repairer._models
    lines = [_known("d4n", "dân", 0.95), _known("c4n", "cân", 0.95), _known("t4m", "tâm", 0.95)] * 30
    own = adapt.own_channel(lines, repairer._sound, models.known, models.reader.words)
    assert own is not None
    before, after = (reader.read("l4n", capital=False) for reader in (models.reader, models.reader.beside(own)))
    place = models.reader.numbers["lân"]
    assert after.odds[after.ids == place].max() > before.odds[before.ids == place].max(initial=-20.0)


def test_strange_documents_are_known_by_their_doubts(repairer: Repairer) -> None:
    assert adapt.shyness([_known("d4n", "dân", 0.5)] * 80, repairer._sound, 0.9) == 1.0
    assert adapt.shyness([_known("d4n", "dân", 0.99)] * 80, repairer._sound, 0.9) == 0.0
    assert adapt.shyness([_known("d4n", "dân", 0.5)] * 8, repairer._sound, 0.9) is None
