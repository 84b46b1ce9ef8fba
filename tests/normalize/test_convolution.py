"""Fewer multiplications, the same sums."""

from __future__ import annotations

import numpy as np
import pytest

from normalize.convolution import convolve, taps


@pytest.mark.parametrize(("length", "far"), [(8, 1), (8, 2), (8, 4), (7, 1), (1, 4), (21, 2)])
def test_convolution_is_the_sum_over_its_taps(length: int, far: int) -> None:
    rng = np.random.default_rng(length)
    x = rng.standard_normal((length, 5)).astype(np.float32)
    matrix = rng.standard_normal((15, 3)).astype(np.float32)
    wide = np.pad(x, ((far, far), (0, 0)))
    around = np.hstack([wide[:length], x, wide[2 * far :]])
    np.testing.assert_allclose(convolve(x, taps(matrix), far), around @ matrix, atol=1e-4)
