"""The Vietnamese syllable as it is written: folding, tone placement, onset and rhyme.

A written syllable is an onset (`ngh`, `tr`, `qu`, or nothing) and a rhyme (`iêng`, with one tone mark on it).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_BASE = "aăâeêioôơuưy"
_TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")  # none, huyền, sắc, hỏi, ngã, nặng
_TONED = [unicodedata.normalize("NFC", base + tone) for base in _BASE for tone in _TONES]
VOWELS = frozenset(_TONED)
LETTERS = frozenset("abcdđeghiklmnopqrstuvxy") | VOWELS

ONSETS = (
    *("ngh", "ng", "nh", "gh", "gi", "kh", "ph", "qu", "th", "tr", "ch"),
    *("b", "c", "d", "đ", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x", ""),
)

# Rhymes without tone, by nucleus and coda. A stop coda carries only sắc or nặng.
_OPEN = (
    "a e ê i o ô ơ u ư y ai ao au ay âu ây eo êu ia iu iêu oa oe oi oai oao oay oeo ôi ơi ua ui uê uơ uy "
    "uôi ưa ưi ưu ươi ươu uya uyu yêu ưo uây ue uu oo"
)
_VOICED = (
    "am an ang anh ăm ăn ăng âm ân âng em en eng ên ênh êm im in inh iêm iên iêng om on ong ôm ôn ông ơm ơn "
    "oam oan oang oanh oăm oăn oăng oen oong um un ung ưm ưn ưng uân uâng uên uênh uôm uôn uông uyn uynh uyên "
    "ươm ươn ương yêm yên yêng ôông yn ynh oem uông"
)
_STOPPED = (
    "ac ach ap at ăc ăp ăt âc âp ât ec ep et ê êch êp êt ich ip it iêc iêp iêt oc op ot ôc ôp ôt ơp ơt oac oach "
    "oap oat oăc oăt oet uc up ut ưc ưt ươc ươp ươt uât uêch uôc uôt uych uyt uyêt uyp yêt yt ôôc ưp ooc ăk"
)

_MARKS = re.compile("[\u0300-\u036f]")
_LATE_TONE = re.compile(
    r"[ouOU](?<![qQ].)(?:(?<=o)[àáảãạèéẻẽẹ]|(?<=u)[ỳýỷỹỵ]|(?<=O)[ÀÁẢÃẠÈÉẺẼẸ]|(?<=U)[ỲÝỶỸỴ])(?![^\W\d_])", re.DOTALL
)
_EARLY_TONE = re.compile(r"([òóỏõọ][ae]|[ùúủũụ]y|[ÒÓỎÕỌ][AE]|[ÙÚỦŨỤ]Y)(?![^\W\d_])")


@lru_cache(maxsize=1 << 13)  # a line is asked about by many rules in a row
def fold(text: str) -> str:
    """Lower case without diacritics, đ as d: only for matching, never stored.

    Length is kept for NFC Vietnamese text; ligatures and full-width forms are left as they are.
    """
    return " ".join(map(_folded, text.split(" ")))


@lru_cache(maxsize=1 << 14)  # the same words come again line after line
def _folded(word: str) -> str:
    low = word.lower()
    return low if low.isascii() else _MARKS.sub("", unicodedata.normalize("NFD", low)).replace("đ", "d")


def _early(match: re.Match[str]) -> str:
    first, second = unicodedata.normalize("NFD", match[0])[0], unicodedata.normalize("NFD", match[0])[1:]
    return unicodedata.normalize("NFC", first + second[1:] + second[0])


def unify_tone(text: str) -> str:
    """NFC text with the tone of open oa, oe, uy on the first vowel: hoà → hòa, thuỷ → thủy; quý stays."""
    return _LATE_TONE.sub(_early, text)


@lru_cache(maxsize=1 << 14)  # the same words come again line after line
def as_lexicon(word: str) -> str:
    """A word as lexica write it: in lower case, with the tone of open oa, oe, uy on the first vowel."""
    return unify_tone(word).lower()


def tone_style(text: str) -> str:
    """Where a text puts the tone of open oa, oe, uy: "early" (hòa), "late" (hoà), or "" when it shows none."""
    late, early = len(_LATE_TONE.findall(text)), len(_EARLY_TONE.findall(text))
    if late == early:
        return ""
    return "late" if late > early else "early"


def late_tone(word: str) -> str:
    """The word with the tone of open oa, oe, uy on the second vowel: hòa → hoà."""

    def late(match: re.Match[str]) -> str:
        first = unicodedata.normalize("NFD", match[0])
        return unicodedata.normalize("NFC", first[0] + first[2] + first[1])

    return _EARLY_TONE.sub(late, word)


@lru_cache(maxsize=1)
def _rhymes() -> frozenset[str]:
    return frozenset((*_OPEN.split(), *_VOICED.split(), *_STOPPED.split()))


@lru_cache(maxsize=256)
def _onsets(letter: str) -> tuple[str, ...]:
    """The onsets that a word with that first letter may have, in order."""
    return tuple(onset for onset in ONSETS if onset[:1] in ("", letter))


@lru_cache(maxsize=65536)
def split(word: str) -> tuple[str, str] | None:
    """Onset and rhyme of a lower-case syllable in early tone style, None if it cannot be one.

    `gì` is g + ì and `giếng` gi + ếng, so that every rhyme keeps a vowel.
    """
    for onset in _onsets(word[:1]):
        if word.startswith(onset) and _is_rhyme(word[len(onset) :]):
            return onset, word[len(onset) :]
    return None


def _is_rhyme(rhyme: str) -> bool:
    marks = unicodedata.normalize("NFD", rhyme)
    tones = [mark for mark in marks if mark in _TONES[1:]]
    if len(tones) > 1:
        return False
    bare = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in _TONES[1:]))
    if bare not in _rhymes():
        return False
    stopped = bare.endswith(("c", "ch", "p", "t"))
    return not stopped or (bool(tones) and tones[0] in ("\u0301", "\u0323"))


def is_syllable(token: str) -> bool:
    """Whether a token could be a Vietnamese syllable in its spelling (not whether it exists)."""
    return split(unify_tone(unicodedata.normalize("NFC", token)).lower()) is not None
