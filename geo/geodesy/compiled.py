"""Compile plain loops with numba where it is installed; leave them as they are where it is not.

Nothing depends on numba for its answer: whatever is compiled has a numpy or GEOS path beside it
that gives the same figures, only slower.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

numba: Any
try:
    import numba
except ImportError:  # an optional extra
    numba = None

AVAILABLE: bool = numba is not None


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function of numbers and arrays; it releases the interpreter lock while it runs."""
    if numba is None:
        return function
    fast: Callable[P, R] = numba.njit(cache=True, nogil=True, error_model="numpy")(function)
    return fast


def inlined(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a small function into each loop that calls it."""
    if numba is None:
        return function
    fast: Callable[P, R] = numba.njit(inline="always", error_model="numpy")(function)
    return fast
