"""Hand damaged files to the readers until the time is up; keep every one that breaks them.

Allowed are a table (with findings) and a `GeoError`. Any other exception or warning, a crash of
the process, more than 20 seconds and more than 1 GB are failures. Readers run in a process of
their own, because GDAL's drivers can take the whole process with them.
"""

from __future__ import annotations

import argparse
import faulthandler
import hashlib
import json
import random
import resource
import shutil
import subprocess
import sys
import time
import traceback
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.fuzz.attempt import attempt, written
from tests.fuzz.corpus import FORMATS, corpus
from tests.fuzz.mutation import mutated

SECONDS, BYTES = 20, 2**30
_BATCH = 20_000  # then a new process: what GDAL leaks over thousands of files is no finding

_FAILED, _BROKEN = 1, 3  # exit codes: a reader failed, or the fuzzing itself


def main() -> int:
    """Run the formats named, one after another; the exit code is the number of failures."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("formats", nargs="*", default=[], metavar=f"{{{','.join(FORMATS)}}}")
    parser.add_argument("--minutes", type=float, default=10, help="for each format")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, default=Path("build/fuzz"), help="folder of failures")
    parser.add_argument("--worker", help=argparse.SUPPRESS)
    parser.add_argument("--first", type=int, default=0, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.worker:
        try:
            return _work(
                given.formats[0], given.seed, given.first, given.minutes, Path(given.worker)
            )
        except Exception:
            traceback.print_exc()
            return _BROKEN
    failures = sum(
        _fuzz(n, given.minutes, given.seed, given.keep) for n in given.formats or FORMATS
    )
    return min(failures, 99)


def _fuzz(name: str, minutes: float, seed: int, keep: Path) -> int:
    """Fuzz one format; print what was done. The number of distinct failures."""
    end, number, failures = time.monotonic() + 60 * minutes, 0, {}
    with TemporaryDirectory() as folder:
        _progress(Path(folder), number=0)
        while (left := end - time.monotonic()) > 0:
            command = [sys.executable, "-m", "tests.fuzz", name, "--worker", folder]
            command += ["--seed", str(seed), "--first", str(number), "--minutes", str(left / 60)]
            done = subprocess.run(
                command, check=False, capture_output=True, text=True, errors="replace"
            )
            progress = json.loads((Path(folder) / "progress.json").read_text())
            number = progress["number"] + 1
            if done.returncode == 0:
                continue
            if done.returncode == _BROKEN:
                raise SystemExit(f"{name}: the fuzzing itself failed, #{number - 1}\n{done.stderr}")
            why = progress.get("failure") or (done.stderr[-4000:] or f"exit {done.returncode}")
            mark = progress.get("mark") or _mark(why)
            if mark not in failures:
                failures[mark] = why
                kept = keep / name / hashlib.sha256(mark.encode()).hexdigest()[:10]
                shutil.rmtree(kept, ignore_errors=True)
                shutil.copytree(Path(folder) / "now", kept)
                (kept / "why.txt").write_text(f"exit {done.returncode}, #{number - 1}\n{why}")
                print(f"{name}: FAILURE kept in {kept}: {mark}", flush=True)
    print(
        f"{name}: {number:,} examples in {minutes:g} minutes, {len(failures)} failures", flush=True
    )
    return len(failures)


def _mark(why: str) -> str:
    """What tells one crash from another: the innermost frames that faulthandler names."""
    frames = [line.strip() for line in why.splitlines() if line.lstrip().startswith("File ")]
    return " | ".join([why.strip().splitlines()[0], *frames[:3]])


def _work(name: str, seed: int, first: int, minutes: float, folder: Path) -> int:
    end, seeds = time.monotonic() + 60 * minutes, corpus(name)
    resource.setrlimit(resource.RLIMIT_AS, (6 * BYTES, 6 * BYTES))
    number = first - 1
    while number < first + _BATCH and time.monotonic() < end:
        number += 1
        rng = random.Random(f"{name} {seed} {number}")
        path = written(folder / "now", mutated(seeds, rng))
        _progress(folder, number=number)
        _peak()  # of making the file, which is not the reader's
        faulthandler.dump_traceback_later(SECONDS, exit=True)
        try:
            attempt(path)
        except BaseException as error:  # what it is, is the finding
            where = traceback.extract_tb(error.__traceback__)
            own = [f for f in where if "/geo/" in f.filename] or where
            mark = f"{type(error).__name__} at {Path(own[-1].filename).name}:{own[-1].lineno}"
            _progress(folder, number=number, mark=mark, failure=traceback.format_exc()[-4000:])
            return _FAILED
        faulthandler.cancel_dump_traceback_later()
        if (peak := _peak()) > BYTES:
            why = f"peak of {peak / 2**20:.0f} MiB"
            _progress(folder, number=number, mark="memory", failure=why)
            return _FAILED
    _progress(folder, number=number)
    return 0


def _peak() -> int:
    """Most memory in use since the last call, in bytes (Linux)."""
    status = Path("/proc/self/status").read_text()
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    Path("/proc/self/clear_refs").write_text("5")
    return int(peak.split()[1]) * 1024


def _progress(folder: Path, **state: object) -> None:
    part = folder / "progress.part"
    part.write_text(json.dumps(state))
    part.replace(folder / "progress.json")


if __name__ == "__main__":
    faulthandler.enable()
    sys.exit(main())
