"""A text as the language model reads it: words, numbers, document codes and stops.

Words are lower-cased and their tone placement is unified; abbreviations keep their capitals (`AI` is not
`ai`), numbers and codes are one class each, brackets and quotation marks are dropped.
"""

from __future__ import annotations

import re
from functools import lru_cache

from normalize.syllable import is_syllable, unify_tone

EDGE, UNKNOWN, NUMBER, CODE, COMMA, STOP, DASH = "<s>", "<unk>", "<num>", "<code>", ",", ".", "-"
CLASSES = (EDGE, UNKNOWN, NUMBER, CODE, COMMA, STOP, DASH)

_CODE = r"\d[\w.]*[-/][\w./-]*[A-ZĐƯ]{2}[\w-]*|[A-ZĐ]{2,}[A-ZĐ&]*(?:[-/][A-ZĐ]{2,}[A-ZĐ&]*)+|[^\W\d_]+\d\w*"
_NUM = r"\d+(?:[.,/:-]\d+)*[^\W\d_]?%?"
_WORD = r"[^\W\d_]+"
TOKEN = re.compile(f"{_CODE}|{_NUM}|{_WORD}|[^\\w\\s]")
_PUNCT = {",": COMMA, ".": STOP, ";": STOP, ":": STOP, "!": STOP, "?": STOP}
_PUNCT |= {"-": DASH, "–": DASH, "—": DASH, "/": DASH, "+": DASH, "*": DASH, "…": STOP}


def classify(token: str) -> str:
    """The model's name for a token that stands alone; "" for one the model does not see.

    A token in capitals keeps them: `read` decides by its neighbours whether it is an abbreviation.
    """
    first = token[0]
    if not token.isalpha():
        if first.isdigit():
            return CODE if any(map(str.isalpha, token[:-2])) else NUMBER
        return CODE if first.isalpha() else _PUNCT.get(token, "")
    if len(token) > 1 and not token[1:].islower():
        return token  # capitals or mixed: an abbreviation until proved otherwise
    return unify_tone(token.lower())


def lowered(token: str, alone: bool) -> str:
    """What a token with inner capitals counts as; `alone` when no neighbour is in capitals too."""
    lower = unify_tone(token.lower())
    if not token.isupper():
        return lower if is_syllable(token) and not token.isascii() else token
    if is_syllable(lower) and (not token.isascii() or not alone):
        return lower
    return token


def read(text: str) -> list[str]:
    """The model's tokens of an NFC text, in order."""
    alone = [name for chunk in text.split() for name in _names(chunk)]
    tokens = alone.copy()
    for at, name in enumerate(alone):
        if not name.islower() and len(name) > 1 and name.isalpha():
            near = (*alone[max(0, at - 1) : at], *alone[at + 1 : at + 2])
            tokens[at] = lowered(name, not any(map(_is_capital, near)))
    return tokens


def last(text: str, most: int) -> list[str]:
    """The last tokens of `read`, `most` at most; looks at no more of a text than they take."""
    names = read(" ".join(text.rsplit(maxsplit=most + 2)[-most - 2 :]))
    return names[-most:] if len(names) > most else read(text)[-most:]


@lru_cache(maxsize=1 << 16)
def _names(chunk: str) -> tuple[str, ...]:
    """The names of the tokens between two white spaces, each as it stands alone."""
    return tuple(name for name in map(classify, TOKEN.findall(chunk)) if name)


def _is_capital(name: str) -> bool:
    return len(name) > 1 and name.isupper() and is_syllable(name)
