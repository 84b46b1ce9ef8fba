"""A second engine, for figures written by hand: PP-OCRv6, a recogniser of lines that has seen handwriting.

The model comes with the package `rapidocr` and runs on `onnxruntime`, both loaded on first use; nothing is fetched.
The package gives one text a line; here the chances of each figure are wanted, so the model itself is asked.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from ingest.weights import model_file

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

HEIGHT = 48  # dots; of a line, as the model was trained
_BEAM = 24  # figures kept at each step; more change nothing
_LEAST = 1e-6


@dataclass(frozen=True, slots=True)
class Trace:
    """A line as the recogniser goes along it, in steps from its left to its right edge.

    Attributes:
        text: the likeliest characters; marks of Vietnamese vowels are often lost.
        at: the step of each.
        chances: steps x 11; that no figure or a space stands there, and each of the figures 0 to 9.
    """

    text: str
    at: tuple[int, ...]
    chances: NDArray[np.float64]


def trace(line: NDArray[np.uint8]) -> Trace | None:
    """What the recogniser makes of a line of text in grey, 255 is paper; None where it is not installed."""
    model = _model()
    if model is None or not line.size:
        return None
    session, letters, columns = model
    width = max(1, round(line.shape[1] * HEIGHT / line.shape[0]))
    how = cv2.INTER_AREA if line.shape[0] > HEIGHT else cv2.INTER_CUBIC
    picture = np.asarray(cv2.resize(line, (width, HEIGHT), interpolation=how), dtype=np.float32) / 127.5 - 1
    seen = session.run(None, {session.get_inputs()[0].name: np.repeat(picture[None, None], 3, axis=1)})[0][0]
    best = seen.argmax(axis=1)
    at = [step for step in range(len(best)) if best[step] and (not step or best[step] != best[step - 1])]
    chances = seen[:, columns].astype(np.float64)
    chances[:, 0] += seen[:, -1]  # a space
    return Trace("".join(letters[best[step]] for step in at), tuple(at), chances)


@cache
def _model() -> tuple[Any, list[str], list[int]] | None:
    """The session, its letters by column, and the columns of no letter and of the figures; None where not installed."""
    file = model_file()
    if file is None:
        return None
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # pages are read by one process a core
    session = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
    known = session.get_modelmeta().custom_metadata_map["character"].split("\n")
    letters = ["", *known, " "]
    return session, letters, [0, *(letters.index(figure) for figure in "0123456789")]


def figures(chances: NDArray[np.float64]) -> Mapping[str, float]:
    """Runs of figures that may stand in these steps, "" too, with the chance of each; what is no figure has the rest.

    A prefix search over the steps (Graves et al., ICML 2006: connectionist temporal classification).
    """
    kept: dict[str, tuple[float, float]] = {"": (1.0, 0.0)}  # chances that it ends in no figure, in its last one
    for none, *each in chances.tolist():
        grown: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
        for run, (apart, ended) in kept.items():
            grown[run][0] += (apart + ended) * none
            for figure, chance in enumerate(each):
                if chance < _LEAST:
                    continue
                is_same = run.endswith(str(figure))
                if is_same:
                    grown[run][1] += ended * chance
                grown[f"{run}{figure}"][1] += (apart if is_same else apart + ended) * chance
        best = sorted(grown.items(), key=lambda item: (-sum(item[1]), item[0]))[:_BEAM]
        kept = {run: (apart, ended) for run, (apart, ended) in best}
    return {run: apart + ended for run, (apart, ended) in kept.items()}
