"""A channel of the document's own: what its engine prints, learned from its repaired lines.

Every engine garbles in its own way. The words that are repaired with some confidence are aligned with what was
seen, as in training, and give a second channel; the document is read again with the mixture of both.
Source: Tong & Evans 1996 (confusions learned from the text at hand); expectation-maximisation with hard counts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from normalize import channel as channels
from normalize.channel import Counts
from normalize.habits import settled
from normalize.training import confusions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from normalize.channel import Channel
    from normalize.records import Edit, Repaired
    from normalize.sound import Sound

ROUNDS = 2  # times a channel is learned and the page read with it; a third changes nothing
LEAST = 0.7  # confidence from which a repaired word is learned from
SHY = 0.07  # share of doubted words from which a document's engine counts as a stranger
FEWEST = 60  # words a document must teach
MOST = 500  # different words learned from, the most frequent ones
PRIOR = 8.0  # times each known confusion counts in all, by what was meant
STRANGE = 0.3  # share left for what the document did not show


def shyness(lines: Iterable[Repaired], sound: Sound, sure: float) -> float | None:
    """The share of a document's words that are in doubt, None where it has too few of them to tell.

    From `SHY` on its engine must be another than the known one.
    """
    shy = words = 0
    for one in lines:
        words += sound.count(one.seen)
        shy += sum(edit.confidence < sure for edit in one.edits)
    return shy / words if words >= FEWEST else None


def pairs(lines: Iterable[Repaired], sound: Sound) -> confusions.Words:
    """What was seen for what was meant, in the words of repaired lines that leave little doubt."""
    found = ((seen, edit) for seen, edit in settled(lines, sound) if edit is None or _teaches(edit, seen))
    out = Counter((seen, seen) if edit is None else (edit.before, edit.after) for seen, edit in found)
    return Counter(dict(out.most_common(MOST)))


def _teaches(edit: Edit, seen: str) -> bool:
    """Whether an edit of a word, and of marks that stood for letters of it, says what the engine prints."""
    return edit.confidence >= LEAST and edit.before.startswith(seen) and " " not in edit.before + edit.after


def own_channel(lines: Iterable[Repaired], sound: Sound, known: Counts, lexicon: Sequence[str]) -> Channel | None:
    """The document's channel, resting on the known confusions; None where it teaches too little."""
    words = pairs(lines, sound)
    if words.total() < FEWEST:
        return None
    found = confusions.learn(words)
    segments, spans = _rested(found, known)
    return channels.build(Counts(found.words, found.onsets, found.rhymes, segments, spans), lexicon, STRANGE)


def _rested(found: confusions.Confusions, known: Counts) -> tuple[Mapping[tuple[str, str], float], Mapping[str, float]]:
    """Segments of the document and, worth `PRIOR` in all for each meant one, the known ones."""
    segments: defaultdict[tuple[str, str], float] = defaultdict(float, found.segments)
    spans = {meant: found.spans.get(meant, 0) + PRIOR for meant in known.spans.keys() | found.spans.keys()}
    for (seen, meant), times in known.segments.items():
        segments[seen, meant] += PRIOR * times / (known.spans[meant] + 1)
    return segments, spans
