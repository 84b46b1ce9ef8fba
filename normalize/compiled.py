"""Functions that numba turns into machine code, once for a machine: what is compiled is kept beside the source.

Where neither that place nor a folder of the user's can be written, they are compiled anew in each process.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

from numba import njit

if TYPE_CHECKING:
    from collections.abc import Callable

Function = TypeVar("Function", bound="Callable[..., object]")


def compiled(function: Function) -> Function:
    """The function as machine code; it lets other threads run and takes arrays, numbers and tuples only."""
    try:
        made = njit(cache=True, nogil=True)(function)
    except RuntimeError:  # nowhere to keep it
        made = njit(nogil=True)(function)
    return cast("Function", made)
