"""What each character of a garbled line stands for, by a small convolutional network in numpy.

`chwong trinh` → `chương trình`: every character is labelled with nothing, one, two or three letters, by what
stands around it on its own and on the neighbouring lines. The network knows no words: it proposes, with odds,
and a lexicon and a language model may choose. It is trained by `normalize.training.tagger`.

Shape: embedding → blocks at full, half and quarter length → back up, each length adding what it had on the way
down → label odds (U-Net, Ronneberger et al., 2015). A block is x + B·relu(A∗x + c) + d, A of width three, dilated.
"""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile

import numpy as np

from normalize.convolution import Floats, convolve, taps
from normalize.errors import DataFileError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

COPY = "\x00"
"""The output that means: the character stands for itself."""

MODEL = Path(__file__).parent / "data" / "tagger.npz"

LINE_END, LOWER, UPPER, DIGIT, OTHER = range(5)
"""Ids of the line end and of characters that the network has no own id for."""

_FRAME = "\n1\n"  # stands above and below the lines: no text that was learnt from ends in nothing
_SPAN = 3072  # characters computed at once: large enough for the matrix product, small enough for the cache
_STRIDE = 4  # a quarter length is the shortest
_MARGIN = 0.99  # of rounding


@dataclass(frozen=True, slots=True)
class Odds:
    """The likeliest labels of each character of one line.

    Attributes:
        labels: (characters of the NFC line, top) indices into `Tagger.outputs`, best first.
        logs: same shape, natural log of their probabilities; -inf where a label was not looked for.
        copy: (characters,) natural log of the probability that the character stands for itself.
    """

    labels: NDArray[np.int64]
    logs: Floats
    copy: Floats


@dataclass(frozen=True, slots=True)
class Tagger:
    """The network and its alphabets; immutable, free to share between threads.

    Attributes:
        outputs: what a label stands for; `COPY` (always the first) for the character itself.
        ids: the id of each character the network knows.
        matrices: float32 weights, those of convolutions as `taps` has them.
        down, up: dilations of the blocks at each length.
        manifest: what the model was made from.
    """

    outputs: tuple[str, ...]
    ids: Mapping[str, int]
    matrices: Mapping[str, Floats]
    down: tuple[tuple[int, ...], ...]
    up: tuple[tuple[int, ...], ...]
    manifest: Mapping[str, object]

    @classmethod
    def load(cls, path: Path | None = None) -> Tagger:
        """Read `path` (the shipped model by default) and the manifest of the same name beside it.

        Raises:
            DataFileError: if one of the two is missing, not what it should be, or they do not belong together.
        """
        path = path or MODEL
        try:
            manifest = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
            with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
                matrices = {name: _weights(name, stored[name]) for name in stored.files}
            shape, chars, outputs = manifest["shape"], manifest["chars"], tuple(manifest["outputs"])
            down, up = (tuple(tuple(level) for level in shape[part]) for part in ("down", "up"))
            sizes = len(chars) + OTHER + 1, len(outputs)
            belongs = (len(matrices["embed"]), len(matrices["head.b"])) == sizes and outputs[0] == COPY
        except (OSError, ValueError, KeyError, TypeError, IndexError, BadZipFile) as error:
            raise _broken(path, f"the tagger cannot be read ({error})") from error
        if not belongs:
            raise _broken(path, "the manifest beside it belongs to another model")
        ids = {char: at + OTHER + 1 for at, char in enumerate(chars)} | {"\n": LINE_END}
        about = {key: value for key, value in manifest.items() if key not in {"chars", "outputs"}}
        return cls(outputs, ids, matrices, down, up, about)

    def odds(self, lines: Sequence[str], top: int = 4, least: float = -np.inf) -> list[Odds]:
        """The `top` likeliest labels of every character, with natural log-probabilities.

        Lines are put into NFC first and read as one text, in order: neighbours help. Where no label but the first
        can reach `least` no other is looked for. Raises nothing.
        """
        found: list[Odds] = []
        top = max(1, min(top, len(self.outputs)))
        best = [_best(logits, top, least) for logits in self._logits(lines)]
        labels = np.concatenate([part[0] for part in best])
        logs = np.concatenate([part[1] for part in best])
        copy = np.concatenate([part[2] for part in best])
        for start, end in _spans(lines):
            found.append(Odds(labels[start:end], logs[start:end], copy[start:end]))
        return found

    def choices(self, line: str, odds: Odds, at: int) -> list[tuple[str, float]]:
        """The readings of the character `at` of the NFC line, best first, with natural log-probabilities."""
        pairs = zip(odds.labels[at], odds.logs[at], strict=True)
        return [(self._read(int(label), line[at]), float(log)) for label, log in pairs]

    def greedy(self, lines: Sequence[str], least: float = 0.0) -> list[str]:
        """Every line with each character replaced by its likeliest reading, NFC.

        A reading must beat the character itself by `least` (natural log odds). White space at both ends of a
        line, and any but plain spaces inside, stays. Raises nothing.
        """
        labels = np.concatenate([_winners(logits, least) for logits in self._logits(lines)]).tolist()
        return [
            self._spell(unicodedata.normalize("NFC", line), labels[start:end])
            for line, (start, end) in zip(lines, _spans(lines), strict=True)
        ]

    def _spell(self, line: str, labels: Sequence[int]) -> str:
        core = line.strip()
        if not core or not any(labels):
            return line
        start = line.index(core)
        pairs = zip(core, labels[start : start + len(core)], strict=True)
        outputs = self.outputs
        parts = [char if not label or _is_fixed(char) else outputs[label] for char, label in pairs]
        text = "".join(parts).strip(" ")
        return unicodedata.normalize("NFC", line[:start] + text + line[start + len(core) :])

    def _read(self, label: int, char: str) -> str:
        return char if label == 0 or _is_fixed(char) else self.outputs[label]

    def encode(self, text: str) -> NDArray[np.int64]:
        """Ids of the characters of an NFC text; those without an own id by their class."""
        ids = self.ids
        return np.array([ids.get(char, -1) for char in text], np.int64) if text else np.zeros(0, np.int64)

    def _logits(self, lines: Sequence[str]) -> Iterator[Floats]:
        """Label scores of all characters, line ends included, a span after the other."""
        text = _FRAME + "".join(unicodedata.normalize("NFC", line) + "\n" for line in lines) + _FRAME[1:]
        ids = self.encode(text)
        for at in np.flatnonzero(ids < 0):
            ids[at] = unknown(text[at])
        reach = self._reach()
        for start in range(0, len(ids), _SPAN):
            first = max(0, start - reach)
            part = ids[first : start + _SPAN + reach]
            padded = np.concatenate([part, np.full(-len(part) % _STRIDE, LINE_END)])
            yield self._run(padded)[start - first : min(len(part), start - first + _SPAN)]

    def _reach(self) -> int:
        """How far a character's label can see, a multiple of the stride."""
        sums = [sum(level) for level in self.down]
        for level, dilations in enumerate(self.up):
            sums[level] += sum(dilations)
        far = sum(total << level for level, total in enumerate(sums)) + _STRIDE
        return far + -far % _STRIDE

    def _run(self, ids: NDArray[np.int64]) -> Floats:
        """Scores, (characters, outputs); the number of characters is a multiple of the stride."""
        m = self.matrices
        x = self._blocks("down0", self.down[0], m["embed"][ids])
        y = self._blocks("down1", self.down[1], _shrink(x, m, 0))
        z = self._blocks("down2", self.down[2], _shrink(y, m, 1))
        y += _grow(z, m, 1)
        x += _grow(self._blocks("up1", self.up[1], y), m, 0)
        x = self._blocks("up0", self.up[0], x)
        return np.asarray(np.maximum(x, 0, out=x) @ m["head.w"] + m["head.b"], np.float32)

    def _blocks(self, name: str, dilations: Sequence[int], x: Floats) -> Floats:
        """X + B·relu(A∗x + c) + d, once a dilation, in place."""
        m = self.matrices
        for at, far in enumerate(dilations):
            key = f"{name}.{at}"
            inner = convolve(x, m[f"{key}.a"], far)
            inner += m[f"{key}.c"]
            np.maximum(inner, 0, out=inner)
            x += inner @ m[f"{key}.b"]
            x += m[f"{key}.d"]
        return x


def _weights(name: str, stored: NDArray[np.float16]) -> Floats:
    """A matrix as it is used: `a` is a convolution."""
    return taps(stored.astype(np.float32)) if name.endswith(".a") else stored.astype(np.float32)


def _broken(path: Path, problem: str) -> DataFileError:
    error = DataFileError(problem, "install the project again")
    error.file = str(path)
    return error


def unknown(char: str) -> int:
    """The id of a character that the network has no own id for: by its class."""
    if char.isdecimal():
        return DIGIT
    if char.isalpha():
        return UPPER if char.isupper() else LOWER
    return OTHER


def _is_fixed(char: str) -> bool:
    """Whether a character is layout, not text: any white space but the plain space."""
    return char != " " and char.isspace()


def _shrink(x: Floats, m: Mapping[str, Floats], level: int) -> Floats:
    pairs = x.reshape(len(x) // 2, 2 * x.shape[1])
    return np.asarray(pairs @ m[f"shrink{level}.w"] + m[f"shrink{level}.b"], np.float32)


def _grow(x: Floats, m: Mapping[str, Floats], level: int) -> Floats:
    wide = x @ m[f"grow{level}.w"] + m[f"grow{level}.b"]
    return np.asarray(wide.reshape(2 * len(x), wide.shape[1] // 2), np.float32)


def _spans(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where each line's characters stand in the framed text of all lines."""
    at = len(_FRAME)
    for line in lines:
        end = at + len(unicodedata.normalize("NFC", line))
        yield at, end
        at = end + 1


def _winners(logits: Floats, least: float) -> NDArray[np.int64]:
    """The best label of each row, or the first where it is not beaten by `least`."""
    best: NDArray[np.int64] = logits.argmax(axis=1)
    if least > 0:
        best[logits.max(axis=1) - logits[:, 0] < least] = 0
    return best


def _best(logits: Floats, top: int, least: float) -> tuple[NDArray[np.int64], Floats, Floats]:
    """The `top` labels of each row, their log-probabilities, and that of the first label; `logits` is used up.

    Most rows are all but certain: only those in which another label can have a log-probability of `least` are
    looked at again.
    """
    rows = np.arange(len(logits))
    labels = np.zeros((len(logits), top), np.int64)
    logs = np.full((len(logits), top), -np.inf, np.float32)
    labels[:, 0] = best = logits.argmax(axis=1)
    logits -= logits[rows, best][:, None]
    whole = np.log(np.exp(logits).sum(axis=1))
    copy, logs[:, 0] = logits[:, 0] - whole, -whole
    rows = np.flatnonzero(-np.expm1(-whole) >= _MARGIN * np.exp(least))
    doubtful, among = logits[rows], np.arange(len(rows))
    for place in range(1, top):  # a few passes for the largest cost less than sorting hundreds of labels
        doubtful[among, labels[rows, place - 1]] = -np.inf
        labels[rows, place] = best = doubtful.argmax(axis=1)
        logs[rows, place] = doubtful[among, best] - whole[rows]
    return labels, logs, copy
