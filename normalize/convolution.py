"""Convolutions of width three over the characters of a text, with half the multiplications."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Floats: TypeAlias = "NDArray[np.float32]"


def taps(matrix: Floats) -> Floats:
    """The weights of a convolution of width three, [3 · width, out], as `convolve` takes them: [6, width, out]."""
    before, here, behind = np.split(matrix, 3)
    sides, far = before + behind, before + 4 * behind
    out = (before * 6, -4 * (sides + here), -4 * (sides - here), far + 2 * here, far - 2 * here, behind * 24)
    made: Floats = np.stack(out)
    made /= 24
    return made


def convolve(x: Floats, weights: Floats, far: int) -> Floats:
    """A convolution of width three whose taps lie `far` apart, nothing around: [length, width] → [length, out].

    Four places `far` apart are found together, by six matrix products instead of twelve; sums are off by a millionth.
    Source: Winograd 1980, F(4, 3); Lavin & Gray 2016.
    """
    length, width = x.shape
    spare = -length % (4 * far)
    x = np.concatenate([x, np.zeros((spare, width), np.float32)]) if spare else x
    made = (_spread(x.reshape(-1, 4, far * width)).reshape(6, -1, width) @ weights).reshape(6, len(x) // (4 * far), -1)
    out = np.empty((made.shape[1], 4, made.shape[2]), np.float32)
    even, odd, evener, odder = made[1] + made[2], made[1] - made[2], made[3] + made[4], made[3] - made[4]
    np.add(made[0], even, out=out[:, 0])
    out[:, 0] += evener
    odder *= 2
    np.add(odd, odder, out=out[:, 1])
    evener *= 4
    np.add(even, evener, out=out[:, 2])
    odder *= 4
    np.add(odd, odder, out=out[:, 3])
    out[:, 3] += made[5]
    return out.reshape(len(x), -1)[:length]


def _spread(fours: Floats) -> Floats:
    """What the six products of `convolve` are made of: [fours, 4, width] → [6, fours, width]."""
    one, two, three, four = (fours[:, at] for at in range(4))
    parts = np.empty((6, *one.shape), np.float32)
    before, behind = parts[0], parts[5]
    odd, even = three - one, four - two
    before[...] = two
    before[1:] -= four[:-1]
    before *= -4
    before += even
    np.multiply(odd, -4, out=behind)
    behind -= three
    behind[:-1] += one[1:]
    apart, other = one * -3, two * -3
    apart += odd
    other += even
    np.add(other, apart, out=parts[1])
    np.subtract(other, apart, out=parts[2])
    odd *= 2
    np.add(even, odd, out=parts[3])
    np.subtract(even, odd, out=parts[4])
    return parts
