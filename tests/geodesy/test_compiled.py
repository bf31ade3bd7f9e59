"""Loops are compiled when they are called, and anew when what they call has changed."""

import pickle
import subprocess
import sys
from types import FunctionType

import pytest

from geo.geodesy import compiled, orientation

pytest.importorskip("numba")

STEP = 2


@compiled.inlined
def _step(x):
    return x + STEP


@compiled.compiled
def _twice(x):
    return _step(x) + _step(x)


def test_no_module_loads_numba_on_import():
    code = (
        "import sys, geo.model.repair, geo.land.overlay.kernel, geo.records.chance, geo.cli.main;"
        "sys.exit('numba' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_loop_calls_another_from_compiled_code():
    assert _twice(3) == 10
    assert _twice.compile().signatures


def test_the_digest_follows_what_is_called(monkeypatch):
    first = _twice.digest()
    assert first == _twice.digest()
    monkeypatch.setitem(globals(), "STEP", 3)
    constant = _twice.digest()
    monkeypatch.undo()
    other = FunctionType((lambda x: x + STEP + 0).__code__, globals(), "_step")
    monkeypatch.setattr(_step, "function", other)
    assert len({first, constant, _twice.digest()}) == 3


def test_loops_are_pickled_by_name():
    loop = next(v for v in vars(orientation).values() if isinstance(v, compiled.Loop))
    assert pickle.loads(pickle.dumps(loop)) is loop
