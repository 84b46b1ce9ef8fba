"""The weights of a linear-chain CRF with two labels, and the best path through them.

Read from the file format of CRFsuite (Okazaki 2007): state and transition weights, and the names of labels and
attributes, each in a constant quark database. With two labels only the difference of their scores at a place matters,
so an attribute is one number.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from normalize.errors import DataFileError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_HEADER = struct.Struct("<4s I 4s 9I")  # magic, size, type, version, three counts, places of five chunks
_WEIGHT = np.dtype([("kind", "<u4"), ("from", "<u4"), ("to", "<u4"), ("weight", "<f8")])
_RECORD = struct.Struct("<2I")  # number and size of a name
_STATE, _STEP = 0, 1
_CHUNK = 12  # letters of a chunk's head: name, size, count
_LABELS = ("B-W", "I-W")  # a word begins; a word goes on


@dataclass(frozen=True, slots=True)
class CrfModel:
    """Weights of a CRF that tells where words begin.

    Attributes:
        begins: attribute → its weight for "a word begins" less that for "a word goes on".
        steps: weight of each step, first label by second, the beginning label first.
    """

    begins: dict[str, float]
    steps: tuple[tuple[float, float], tuple[float, float]]

    def goes_on(self, scores: Sequence[float]) -> list[bool]:
        """For each token whether it goes on with a word, by the best path; `scores` are sums of `begins`.

        Source: Viterbi (1967).
        """
        (both, opens), (closes, inner) = self.steps
        begin, inside = 0.0, 0.0
        back: list[tuple[bool, bool]] = []  # for each label here, whether the label before is "goes on"
        for at, score in enumerate(scores):
            if not at:
                begin, inside = score, 0.0
                continue
            to_begin, to_inside = inside + closes > begin + both, inside + inner > begin + opens
            back.append((to_begin, to_inside))
            begin, inside = (
                score + (inside + closes if to_begin else begin + both),
                inside + inner if to_inside else begin + opens,
            )
        path = [inside > begin] * bool(scores)
        for steps in reversed(back):
            path.append(steps[path[-1]])
        return path[::-1]


def read_crf(path: Path) -> CrfModel:
    """The model in a file of CRFsuite's format.

    Raises:
        DataFileError: the file has another format or other labels.
    """
    data = path.read_bytes()
    magic, _, kind, _, _, _, _, weights_at, labels_at, names_at, _, _ = _HEADER.unpack_from(data)
    if (magic, kind) != (b"lCRF", b"FOMC"):
        raise DataFileError(f"{path.name} is no CRF model", "install underthesea as pinned")
    labels = _names(data, labels_at)
    if sorted(labels) != sorted(_LABELS):
        raise DataFileError(f"{path.name} has the labels {sorted(labels)}", "install underthesea as pinned")
    names = _names(data, names_at)
    count = struct.unpack_from("<I", data, weights_at + _CHUNK - 4)[0]
    weights = np.frombuffer(data, _WEIGHT, count, weights_at + _CHUNK)
    states = weights[weights["kind"] == _STATE]
    signed = np.where(states["to"] == labels.index(_LABELS[0]), states["weight"], -states["weight"])
    sums = np.bincount(states["from"], signed, len(names))
    steps = [[0.0, 0.0], [0.0, 0.0]]
    for _, source, target, weight in weights[weights["kind"] == _STEP].tolist():
        steps[_LABELS.index(labels[source])][_LABELS.index(labels[target])] = weight
    first, second = steps
    return CrfModel(dict(zip(names, sums.tolist(), strict=True)), ((first[0], first[1]), (second[0], second[1])))


def _names(data: bytes, at: int) -> list[str]:
    """The entries of a quark database by number: its table of places holds where each record lies."""
    count, table = struct.unpack_from("<2I", data, at + 16)
    names = [""] * count
    for place in struct.unpack_from(f"<{count}I", data, at + table):
        begin = at + place + _RECORD.size
        number, size = _RECORD.unpack_from(data, at + place)
        names[number] = data[begin : begin + size - 1].decode()  # a zero ends it
    return names
