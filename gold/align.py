"""Two texts side by side: tokens, grapheme clusters, and which of them stand in both."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from gold.records import Rate

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from gold.records import Slip

_DASHES = str.maketrans("‐‑‒–—―−", "-------")
# Debris of text exports that carries no word: emphasis, headings, tags, bookmarks.
_MARKUP = re.compile(r"\*+|^[ \t]*#+[ \t]|</?[A-Za-z]+/?>|\[bookmark:[^\]]*\]", re.MULTILINE)


def tokens(text: str) -> tuple[str, ...]:
    """The words of a text: NFC, split on white space, all dashes as `-`, without the rule `|`."""
    return tuple(unicodedata.normalize("NFC", text).translate(_DASHES).replace("|", " ").split())


def clusters(text: str) -> tuple[str, ...]:
    """Grapheme clusters of the NFC text: a base character and the combining marks that follow it."""
    found: list[str] = []
    for char in unicodedata.normalize("NFC", text):
        if found and unicodedata.combining(char):
            found[-1] += char
        else:
            found.append(char)
    return tuple(found)


def folded(token: str) -> str:
    """The token without diacritics, lower case; đ becomes d."""
    bare = (c for c in unicodedata.normalize("NFD", token.casefold()) if not unicodedata.combining(c))
    return "".join(bare).replace("đ", "d")


def aligned(left: Sequence[str], right: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Index pairs of equal elements on a shortest edit path, both in rising order.

    Swapping the arguments swaps the pairs: of several shortest paths one is chosen by content.
    """
    if tuple(right) < tuple(left):
        return tuple((i, j) for j, i in aligned(right, left))
    blocks = Levenshtein.editops(list(left), list(right)).as_matching_blocks()
    return tuple((b.a + k, b.b + k) for b in blocks for k in range(b.size))


def kept(reference: Sequence[str], other: Sequence[str]) -> tuple[bool, ...]:
    """For each reference token, whether the other text has it in its place."""
    there = {i for i, _ in aligned(reference, other)}
    return tuple(i in there for i in range(len(reference)))


def numbered(lines: Iterable[str], unsure: Collection[int]) -> tuple[tuple[str, ...], tuple[bool, ...]]:
    """Tokens of a reference and, for each, whether it is scored; `unsure` are line numbers from 1."""
    words: list[str] = []
    scored: list[bool] = []
    for number, line in enumerate(lines, start=1):
        here = tokens(line)
        words += here
        scored += [number not in unsure] * len(here)
    return tuple(words), tuple(scored)


def token_rate(
    reference: Sequence[str],
    other: Sequence[str],
    scored: Sequence[bool],
    form: Callable[[str], str] = str,
) -> Rate:
    """Scored reference tokens that the other text has, both compared in the given form."""
    flags = kept([form(t) for t in reference], [form(t) for t in other])
    return Rate(sum(f for f, s in zip(flags, scored, strict=True) if s), sum(scored))


def character_rate(reference: Sequence[str], other: Sequence[str], scored: Sequence[bool]) -> Rate:
    """Edits between two texts over the clusters of the scored reference; tokens joined by one space.

    More edits than clusters are possible. What is inserted beside an unscored cluster is not counted.
    """
    marks: list[str] = []
    counts: list[bool] = []
    for token, counted in zip(reference, scored, strict=True):
        here = clusters(token + " ")
        marks += here
        counts += [counted] * len(here)
    if not marks:
        return Rate(len(clusters(" ".join(other))), 0)
    last = len(counts) - 1
    edits = 0
    for edit in Levenshtein.editops(marks, list(clusters("".join(f"{t} " for t in other)))):
        at = min(edit.src_pos, last)
        before = max(edit.src_pos - 1, 0) if edit.tag == "insert" else at
        edits += counts[at] and counts[before]
    return Rate(edits, sum(counts))


def text_rates(lines: Sequence[str], unsure: Collection[int], seen: str, text: str) -> dict[str, Rate]:
    """All rates of a noisy text whose restored lines are known."""
    words, scored = numbered(lines, unsure)
    before, after = tokens(seen), tokens(text)
    was = [f for f, s in zip(kept(words, before), scored, strict=True) if s]
    now = [f for f, s in zip(kept(words, after), scored, strict=True) if s]
    wrong = len(was) - sum(was)
    both = list(zip(was, now, strict=True))
    return {
        "text.seen": Rate(sum(was), len(was)),
        "text.exact": Rate(sum(now), len(now)),
        "text.caseless": token_rate(words, after, scored, str.casefold),
        "text.folded": token_rate(words, after, scored, folded),
        "text.seen_cer": character_rate(words, before, scored),
        "text.cer": character_rate(words, after, scored),
        "repair.helped": Rate(both.count((False, True)), wrong),
        "repair.missed": Rate(both.count((False, False)), wrong),
        "repair.harmed": Rate(both.count((True, False)), sum(was)),
    }


def harm_rate(seen: str, text: str, slips: Sequence[Slip]) -> Rate:
    """Tokens of a clean text that repair changed; markup and mended faults of the original do not count."""
    before, after = (tokens(settled(_MARKUP.sub(" ", t), slips)) for t in (seen, text))
    flags = kept(before, after)
    return Rate(len(flags) - sum(flags), len(flags))


def settled(text: str, slips: Iterable[Slip]) -> str:
    """The text with every known fault of the original in its likely reading, whichever it had."""
    for slip in slips:
        text = text.replace(slip.printed, slip.likely)
    return text
