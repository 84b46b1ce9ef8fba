"""How the readings of a way's words weigh between their neighbours, compiled."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from normalize.beam import FIRST, MANY, OPEN
from normalize.compiled import compiled
from normalize.grams import Bits, Context, Word, go, pair, score, start

if TYPE_CHECKING:
    from normalize.beam import Lattice
    from normalize.grams import Grams
    from normalize.ngram import Bools, Floats, Ints

FAR = np.float32(4.0)  # log10 odds behind the chosen reading from which one is hardly possible
NEAR = np.float32(2.0)  # log10 odds behind the choice within which another reading is near
_TEN = np.float32(10)
_NEVER = np.float32(-np.inf)


class Weighed(NamedTuple):
    """The readings of the open steps of a way, one step after the other.

    Attributes:
        odds: log10 odds of each reading against the chosen one.
        language: log10 P of it and the words behind it.
        totals: for each step what all readings weigh, the chosen one being 1.
        near: for each step how many readings are near, the chosen one among them.
    """

    odds: Floats
    language: Floats
    totals: Floats
    near: Ints


class Readings(NamedTuple):
    """The readings of one step, as `Lattice` has those of all; which of them was chosen."""

    ids: Ints
    odds: Floats
    stays: Bools
    choice: int


class Spot(NamedTuple):
    """Where a step stands: the context before it, the words behind it; and room for a context."""

    context: Context
    behind: Ints
    room: Context


@compiled
def weigh_way(grams: Grams, lattice: Lattice, way: Ints, choices: Ints) -> Weighed:
    """Weigh every reading of each open step of a way between the words chosen beside it.

    The words behind a step count as far as the model reaches; behind a reading that is far behind they count as if
    they went with it as with the chosen one.
    """
    edges = lattice.edges
    words = np.empty(len(way), np.int64)
    for at in range(len(way)):
        words[at] = lattice.ids[edges[FIRST, way[at]] + choices[at]]
    contexts = _contexts(grams, lattice.before, words)
    room = Context(np.empty_like(contexts.keys[0]), np.empty_like(contexts.bows[0]))
    weighed = _room(edges, way)
    step = end = 0
    for at in range(len(way)):
        if edges[OPEN, way[at]] == 0:
            continue
        first, many = edges[FIRST, way[at]], edges[MANY, way[at]]
        start, end = end, end + many
        ids, odds = lattice.ids[first : first + many], lattice.odds[first : first + many]
        readings = Readings(ids, odds, lattice.stays[first : first + many], choices[at])
        spot = Spot(Context(contexts.keys[at], contexts.bows[at]), words[at + 1 :], room)
        _say(grams, spot, readings, weighed.language[start:end])
        weighed.totals[step], weighed.near[step] = _against(readings, weighed, start)
        step += 1
    return weighed


@compiled
def _room(edges: Ints, way: Ints) -> Weighed:
    steps = readings = 0
    for at in way:
        if edges[OPEN, at]:
            steps += 1
            readings += edges[MANY, at]
    whole, each = np.empty(readings, np.float32), np.empty(steps, np.float32)
    return Weighed(whole, np.empty_like(whole), each, np.empty(steps, np.int64))


@compiled
def _contexts(grams: Grams, before: Ints, words: Ints) -> Context:
    """The context before each word of a way that starts behind the edge of a text and some words, one a row."""
    keys = np.zeros((len(words) + 1, grams.order - 1), np.uint64)
    bows = np.zeros((len(words) + 1, grams.order - 1), np.float32)
    start(grams, np.append(np.zeros(grams.order, np.int64), before), Context(keys[0], bows[0]))
    for at in range(len(words)):
        keys[at + 1], bows[at + 1] = keys[at], bows[at]
        context = Context(keys[at + 1], bows[at + 1])
        go(grams, context, words[at], pair(grams, context, words[at]))
    return Context(keys, bows)


@compiled
def _against(readings: Readings, weighed: Weighed, start: int) -> tuple[np.float32, int]:
    """Write the odds of some readings against the chosen one; what they weigh, and how many are near."""
    odds, said = readings.odds, weighed.language[start:]
    best = odds[readings.choice] + said[readings.choice]
    total, near = np.float32(0), 0
    for k in range(len(odds)):
        behind = odds[k] + said[k] - best
        weighed.odds[start + k] = behind
        total += _TEN**behind
        near += behind > -NEAR
    return total, near


@compiled
def _say(grams: Grams, spot: Spot, readings: Readings, said: Floats) -> None:
    """Log10 P of each reading of one step and of the words behind it."""
    ids, odds, choice = readings.ids, readings.odds, readings.choice
    bits = np.empty(len(ids), np.int64)
    for k in range(len(ids)):  # by themselves, so that one need not wait for another
        bits[k] = pair(grams, spot.context, ids[k])
    _say_roughly(grams, spot.context, ids, bits, said)
    least = odds[choice] + said[choice] - FAR
    chosen = _whole(grams, spot, ids[choice], bits[choice], _NEVER)
    rest = chosen - score(grams, spot.context, ids[choice], bits[choice])
    floor = odds[choice] + chosen - FAR
    for k in range(len(ids)):
        if odds[k] + said[k] > least or readings.stays[k]:
            said[k] = _whole(grams, spot, ids[k], bits[k], floor - odds[k])
        else:
            said[k] += rest


@compiled
def _say_roughly(grams: Grams, context: Context, ids: Ints, bits: Ints, said: Floats) -> None:
    """Log10 P of each reading after a context of which the last word alone is looked at."""
    all_bows = np.float32(0)
    for bow in context.bows:
        all_bows += bow
    last = all_bows - grams.unibows[np.int64(context.keys[0]) - 1]
    for k in range(len(ids)):
        said[k] = all_bows + grams.unigrams[ids[k]] if bits[k] < 0 else last + grams.probs[bits[k]]


@compiled
def _whole(grams: Grams, spot: Spot, word: Word, bits: Bits, floor: np.float32) -> np.float32:
    """Log10 P of a word and of the words behind it as far as the model reaches; below `floor` not all may count."""
    room = spot.room
    room.keys[:], room.bows[:] = spot.context.keys, spot.context.bows
    prob = go(grams, room, word, bits)
    for ahead in range(min(grams.order - 1, len(spot.behind))):
        if prob < floor:
            break
        prob += go(grams, room, spot.behind[ahead], pair(grams, room, spot.behind[ahead]))
    return prob
