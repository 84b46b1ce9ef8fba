"""Engines that nobody has pairs for, invented.

Marks lost or mistaken, digits for letters, letters dropped, words glued and split, specks. What they spoil is
units, see `noise`; digits are left alone.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from normalize.training.noise import LONGEST

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from random import Random

    from normalize.training.noise import Unit

LOOKALIKES: dict[str, tuple[str, ...]] = {
    "a": ("d", "4", "e", "o", "á"), "b": ("6", "h", "lo"), "c": ("e", "¢", "o", "("), "d": ("a", "đ", "cl"),
    "đ": ("d", "dd", "0"), "e": ("c", "é", "o", "6"), "g": ("9", "q", "s", "8"), "h": ("b", "li", "n"),
    "i": ("1", "l", "j", "í", "!"), "k": ("lc", "K"), "l": ("1", "I", "i", "|"), "m": ("rn", "in", "nn"),
    "n": ("ri", "u", "h", "m"), "o": ("0", "6", "é", "c", "ó", "e"), "p": ("j", "P"), "q": ("g", "9"),
    "r": ("t", "f", "i", "n"), "s": ("5", "S", "6"), "t": ("f", "l", "i", "r", "1"), "u": ("ii", "w", "v", "it", "n"),
    "ư": ("w", "tr", "ir", "u'", "ur", "v", "it"), "ơ": ("o", "o'", "g", "é", "d"), "v": ("y", "V", "u"),
    "x": ("X", "z", "k"), "y": ("v", "ý", "j"), "ê": ("é", "6", "8"), "ô": ("6", "é", "d", "8"), "ă": ("4", "d"),
    "â": ("4", "d"), "O": ("0", "Q", "D"), "Đ": ("D", "P", "B", "Ð"), "I": ("l", "1", "|"), "B": ("8", "P"),
    "G": ("C", "6"), "S": ("5", "8"), "Q": ("O", "G"), "H": ("I-I", "N"), "N": ("II", "M"), "C": ("G", "(", "O"),
    "-": ("~", "_", "—", "*", ""), "–": ("-", "~", "—"), ".": (",", ""), ",": (".", ""), ":": (";", "."),
    ";": (":", ","), "/": ("|", "l", "7"), "“": ('"', "*", "'"), "”": ('"', "'"),
}  # fmt: skip
"""Shapes that readers of print mistake, a closed list from general experience with such engines."""

SPECKS = ".,'`’_-~|:;*°^"

BLANKS = "_?%~*#@°¿□�¤"
"""What engines and fonts without a map print for a letter that they do not know."""


@dataclass(frozen=True, slots=True)
class Engine:
    """An invented engine, the same for a few lines: how it misreads what a channel lets through.

    Attributes:
        marks: combining mark → what it becomes ("" is lost), applied with `mark_rate`.
        letters: letter → seen instead, applied with `letter_rate`.
        dropped: letters that vanish, each with its rate.
        glue, crack, speck: rates a space is lost, a space or a speck appears, each a letter.
    """

    marks: Mapping[str, str] = field(default_factory=dict)
    mark_rate: float = 0.0
    letters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    letter_rate: float = 0.0
    dropped: Mapping[str, float] = field(default_factory=dict)
    glue: float = 0.0
    crack: float = 0.0
    speck: float = 0.0

    def spoil(self, units: Sequence[Unit], rng: Random) -> list[Unit]:
        """The units as this engine would print them."""
        out: list[Unit] = []
        for unit in units:
            meant, seen = unit
            if meant == " ":
                lost = rng.random() < self.glue
            else:
                seen, lost = self._misread(meant, seen, rng), rng.random() < self.dropped.get(meant, 0.0)
            if seen and not lost:
                out.append((meant, seen + self._stray(rng)))
            elif out and _may_join(out[-1][0], meant):
                out[-1] = (out[-1][0] + meant, out[-1][1])
            else:
                out.append(unit if unit[1] else (meant, meant))
        return out

    def _misread(self, meant: str, seen: str, rng: Random) -> str:
        if meant in self.letters and rng.random() < self.letter_rate:
            forms = self.letters[meant]
            return forms[rng.randrange(len(forms))]
        if seen and not seen.isascii() and rng.random() < self.mark_rate:
            return change_marks(seen, self.marks)
        return seen

    def _stray(self, rng: Random) -> str:
        toss = rng.random()
        if toss < self.speck:
            return SPECKS[rng.randrange(len(SPECKS))]
        return " " if toss < self.speck + self.crack else ""


def _may_join(before: str, lost: str) -> bool:
    """Whether the character of `before` may stand for `lost` too; a space starts no group and joins no group."""
    return len(before) + len(lost) <= LONGEST and before[-1:] != " "


def change_marks(text: str, marks: Mapping[str, str]) -> str:
    """`text` with every combining mark replaced; a letter that cannot carry the new ones keeps its old ones."""
    return "".join(_change(char, marks) for char in text)


def _change(char: str, marks: Mapping[str, str]) -> str:
    if char in "đĐ":
        return marks.get(char, char)
    apart = unicodedata.normalize("NFD", char)
    new = dict.fromkeys(marks.get(mark, mark) for mark in apart[1:])
    fresh = unicodedata.normalize("NFC", apart[0] + "".join(new))
    return fresh if len(fresh) == 1 else char


TONES = "\u0300\u0301\u0309\u0303\u0323"  # grave, acute, hook above, tilde, dot below
SHAPES = "\u0302\u0306\u031b"  # circumflex, breve, horn
ACCENTED = "ăâđêôơư" + "".join(unicodedata.normalize("NFC", base + tone) for base in "aăâeêioôơuưy" for tone in TONES)


def stripped(rng: Random) -> Engine:
    """Marks lost as a whole: all, the tones only, or the shapes only; đ is kept now and then."""
    which = TONES + SHAPES if rng.random() < 0.8 else rng.choice((TONES, SHAPES))
    marks = dict.fromkeys(which, "")
    if rng.random() < 0.85:
        marks |= {"đ": "d", "Đ": "D"}
    return Engine(marks=marks, mark_rate=1.0)


def faded(rng: Random) -> Engine:
    """A good engine on a bad scan: one to four marks are lost or mistaken now and then."""
    chosen = rng.sample(TONES + SHAPES, rng.randint(1, 4))
    marks = {mark: "" if rng.random() < 0.7 else rng.choice(TONES) for mark in chosen}
    return Engine(marks=marks, mark_rate=rng.choice((0.05, 0.15, 0.4)), speck=rng.choice((0.0, 0.002)))


def foreign(rng: Random) -> Engine:
    """An engine nobody has seen: its own table of confusions, more or less strong."""
    marks = {mark: rng.choice(("", "", *TONES, *SHAPES)) for mark in TONES + SHAPES if rng.random() < 0.6}
    if rng.random() < 0.6:
        marks |= {"đ": "d", "Đ": rng.choice("DDPBÐ")}
    letters = {char: _forms(char, rng) for char in _some(ACCENTED + ACCENTED.upper(), rng)}
    if rng.random() < 0.5:
        plain = [char for char in LOOKALIKES if rng.random() < 0.25]
        letters |= {char: _forms(char, rng) for char in plain}
    if rng.random() < 0.25:
        letters |= dict.fromkeys(_some(ACCENTED + ACCENTED.upper(), rng), (rng.choice(BLANKS),))
    heavy = rng.random() < 0.4
    dropped = {char: rng.random() * 0.6 for char in _some(ACCENTED, rng, 0.2)} if rng.random() < 0.5 else {}
    if heavy:
        dropped |= {char: rng.random() * 0.06 for char in "abcdghiklmnopqrstuvxy" if rng.random() < 0.3}
    return Engine(
        marks=marks,
        mark_rate=rng.choice((0.2, 0.6, 1.0)),
        letters=letters,
        letter_rate=rng.choice((0.1, 0.3, 0.7)),
        dropped=dropped,
        glue=rng.choice((0.0, 0.005, 0.03)),
        crack=rng.choice((0.0, 0.002, 0.01)),
        speck=rng.choice((0.0, 0.002, 0.01)),
    )


def _some(chars: str, rng: Random, least: float = 0.1) -> list[str]:
    share = least + rng.random() * 0.5
    return [char for char in chars if rng.random() < share]


def _forms(char: str, rng: Random) -> tuple[str, ...]:
    """One to three things an invented engine prints for a letter: its look-alikes or those of its bare letter."""
    base = unicodedata.normalize("NFD", char)[0]
    shaped = change_marks(char, dict.fromkeys(TONES, ""))
    near = (*LOOKALIKES.get(char, ()), *LOOKALIKES.get(shaped, ()), *LOOKALIKES.get(base, ()), base)
    pool = near if char.islower() or char in LOOKALIKES else (*near, base, *LOOKALIKES.get(base.lower(), ()))
    return tuple(rng.choice(pool) for _ in range(rng.randint(1, 3)))
