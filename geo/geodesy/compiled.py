"""Compile plain loops with numba where it is installed; leave them as they are where it is not.

Nothing depends on numba for its answer: whatever is compiled has a numpy or GEOS path beside it
that gives the same figures, only slower. Numba is imported at the first call of a loop, not when
the module that holds it is imported, so that a command that computes nothing does not pay for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import sha256
from importlib.util import find_spec
from threading import RLock
from types import CodeType, FunctionType
from typing import Any, Generic, ParamSpec, TypeVar, cast

import numpy as np

P = ParamSpec("P")
R = TypeVar("R")

AVAILABLE: bool = find_spec("numba") is not None  # an optional extra

_LOCK = RLock()


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function of numbers and arrays; it releases the interpreter lock while it runs."""
    return Loop(function, cache=True, nogil=True) if AVAILABLE else function


def inlined(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a small function into each loop that calls it."""
    return Loop(function, inline="always") if AVAILABLE else function


class Loop(Generic[P, R]):
    """A function that is compiled, with the loops it calls, when it is first called.

    Numba keeps compiled code on disk by the name and the file of a function, and would take it up
    again after a change to a function that this one calls from another file. The name therefore
    ends with a digest of everything that is compiled in.
    """

    def __init__(self, function: Callable[P, R], **options: Any) -> None:
        self.function = cast("FunctionType", function)
        self.options = options
        self.__name__, self.__module__ = self.function.__name__, function.__module__
        self.__doc__ = function.__doc__
        self._fast: Callable[P, R] | None = None

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Call the compiled function."""
        return (self._fast or self.compile())(*args, **kwargs)

    def __reduce__(self) -> str:
        """Pickle by name, as functions are."""
        return self.__name__

    def compile(self) -> Callable[P, R]:
        """Return numba's function, made once; numba fits it to argument types as it is called."""
        with _LOCK:
            if self._fast is None:
                import numba  # noqa: PLC0415 - takes longer than most commands

                source, names = self.function, dict(self.function.__globals__)
                plain = FunctionType(
                    source.__code__, names, source.__name__, source.__defaults__, source.__closure__
                )
                plain.__qualname__ = f"{source.__qualname__}_{self.digest()[:12]}"
                plain.__module__ = source.__module__
                plain.__doc__ = source.__doc__
                self._fast = numba.njit(error_model="numpy", **self.options)(plain)
                names.update({name: loop.compile() for name, loop in self._called()})
            return cast("Callable[P, R]", self._fast)

    def digest(self) -> str:
        """Return a digest of the code, the constants it reads and the loops it calls."""
        return sha256("\n".join(self._parts(set())).encode()).hexdigest()

    def _called(self) -> Iterator[tuple[str, Loop[Any, Any]]]:
        for name, value in self._globals():
            if isinstance(value, Loop):
                yield name, value

    def _globals(self) -> Iterator[tuple[str, object]]:
        known = self.function.__globals__
        names = {name for code in _codes(self.function.__code__) for name in code.co_names}
        yield from ((name, known[name]) for name in sorted(names) if name in known)

    def _parts(self, seen: set[int]) -> Iterator[str]:
        if id(self) in seen:
            return
        seen.add(id(self))
        yield repr((self.function.__qualname__, self.function.__defaults__, sorted(self.options)))
        for code in _codes(self.function.__code__):
            plain = [part for part in code.co_consts if not isinstance(part, CodeType)]
            yield repr((code.co_code, code.co_names, code.co_varnames, plain))
        for name, value in self._globals():
            if isinstance(value, Loop):
                yield from value._parts(seen)
            elif isinstance(value, np.ndarray):
                yield f"{name} {value.dtype} {value.shape} {value.tobytes().hex()}"
            elif isinstance(value, int | float | str | tuple | np.generic):
                yield f"{name} {value!r}"


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for part in code.co_consts:
        if isinstance(part, CodeType):
            yield from _codes(part)
