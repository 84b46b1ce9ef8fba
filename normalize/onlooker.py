"""A first look at a page: how well it reads, and how each of its lines is to be read."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from normalize.foreign import foreign_lines, is_foreign
from normalize.jobs import CLEAN, Look, Page, manner
from normalize.quality import is_bare, quality
from normalize.syllable import tone_style

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from normalize.model import Models
    from normalize.sound import Sound


class Onlooker:
    """Looks at pages before they are searched.

    Attributes:
        tones: where new words carry the tone of open oa, oe, uy, "" for the text's way.
    """

    def __init__(self, models: Models, sound: Sound, tones: str) -> None:
        self.tones = tones
        self._reader, self._model, self._numbers = models.reader, models.language, models.numbers
        self._sound = sound

    def page(self, lines: Sequence[str]) -> Page:
        """What is known of a page at a first look."""
        seen = [unicodedata.normalize("NFC", line) for line in lines]
        foreign = foreign_lines(seen, self._reader.syllables)
        text = "\n".join(line for line, other in zip(seen, foreign, strict=True) if not other)
        found = quality(text, self._model, self._reader.numbers)
        style = self.tones or (tone_style(text) if found >= CLEAN else "")
        bare = found < CLEAN and is_bare(text, self._reader.bare)
        page = Page(found, bare, found >= CLEAN or self._sound.faithful(seen), style)
        others = {line for line, other in zip(seen, foreign, strict=True) if other}
        return replace(page, looks=self._looks(seen, page, others))

    def _looks(self, lines: Sequence[str], page: Page, others: Container[str]) -> dict[str, Look]:
        """A first look at all that stands between tabs, at once."""
        texts = list(dict.fromkeys(text for line in lines for text in line.split("\t")))
        seen = self._sound.look_all(texts)
        hows = [manner(text, glance, page) for text, glance in zip(texts, seen, strict=True)]
        clean = [at for at, how in enumerate(hows) if how == "clean"]
        strange = dict(zip(clean, self._sound.strangers([seen[at] for at in clean]), strict=True))
        return {
            text: self._look(text, how, glance.sound, strange.get(at, set()), text in others)
            for at, (text, how, glance) in enumerate(zip(texts, hows, seen, strict=True))
        }

    def _look(self, text: str, how: str, sound: bool, strange: set[int], other: bool) -> Look:
        right = how == "clean" and sound and not strange and not any(self._numbers.changes(text))
        return Look(how, strange, right, not right and (other or is_foreign(text, self._reader.syllables)))
