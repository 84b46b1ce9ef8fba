"""Machine code is kept where that is possible, and made anew where it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from normalize import compiled

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest


def test_without_a_place_to_keep_it_a_function_is_compiled_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []

    def njit(*, nogil: bool, cache: bool = False) -> Callable[[object], object]:
        asked.append(cache)
        if cache:
            message = "no locator available"
            raise RuntimeError(message)
        assert nogil
        return lambda function: function

    monkeypatch.setattr(compiled, "njit", njit)
    assert compiled.compiled(len) is len
    assert asked == [True, False]
