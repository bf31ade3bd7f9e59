"""Measure the project against what a user would otherwise write.

``python benchmarks/run.py ledger --sizes 1000 10000 --rounds 3``

Every contestant runs in a process of its own, in turn, on the same data, round after round, so
that a busy machine is unfair to all alike. Given are user CPU seconds and peak memory of the whole
process, medians over the rounds, and ratios to the project. Reading, imports and the loading of a
database are taken off by a mark set before the call; compiling is not counted, it is cached; a
server that answers counts with its client. One that is slower than ``--limit`` seconds is stopped.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from databases import BACKENDS  # noqa: E402 - found by the line above


def prepare(n, folder):
    """Write the national data of one size."""
    import national

    hazards, releases = national.hazards_and_releases(n)
    folder.mkdir(parents=True)
    hazards.to_parquet(folder / "hazards.parquet")
    releases.to_parquet(folder / "releases.parquet")
    national.districts().to_parquet(folder / "districts.parquet")


def _status(pid, key):
    text = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(text.split(f"{key}:")[1].split()[0])


def spent():
    """User CPU seconds of this process and of the server processes that work for it."""
    ticks = [int(Path(f"/proc/{pid}/stat").read_text().split()[13]) for pid in BACKENDS]
    return resource.getrusage(resource.RUSAGE_SELF).ru_utime + sum(ticks) / os.sysconf("SC_CLK_TCK")


def peak():
    """Peak memory of the same processes, MB."""
    return sum(_status(pid, "VmHWM") for pid in ("self", *BACKENDS)) / 1024


def measure(task, name, folder):
    """Run one contestant here and print what it took."""
    import contestants

    function = next(f for f in contestants.TASKS[task] if f.__name__ == name)
    given = contestants.inputs(task, folder)
    if function is contestants.TASKS[task][-1] or name.startswith("ledger"):
        few = (
            [frame[:50] for frame in given[:-1]] + given[-1:] if len(given) > 1 else [given[0][:50]]
        )
        function(*few)  # loads compiled code
    ask = partial(function, *given)
    if name in contestants.IN_SQL:
        loaded = ask()
        next(loaded)
        ask = partial(next, loaded)
    before = spent()
    figures = ask()
    out = {"user": spent() - before, "peak": peak()}
    np.save(folder / f"{task}-{name}.npy", figures)
    print(json.dumps(out))


def agreement(task, folder, names):
    """Largest difference to the project's figures, or to the first in the same unit, by the total.

    Who does not know the ellipsoid gives square degrees; these are compared among themselves.
    """
    figures = {
        name: np.load(path) for name in names if (path := folder / f"{task}-{name}.npy").exists()
    }
    planar = [n for n in figures if task in ("ledger", "remaining") and not n.startswith("ledger")]
    out = {}
    for name, values in figures.items():
        reference = figures[planar[0] if name in planar else names[-1]]
        out[name] = float(np.abs(values - reference).max() / np.abs(reference).sum())
    return out


def main():
    """Run the tasks and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tasks", nargs="*", default=["ledger"])
    parser.add_argument("--sizes", nargs="+", type=int, default=[1000, 10_000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--limit", type=float, default=600)
    parser.add_argument("--only", nargs="+", help="contestants")
    parser.add_argument("--one", nargs=2, metavar=("NAME", "FOLDER"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        measure(options.tasks[0], options.one[0], Path(options.one[1]))
        return
    import contestants

    print("| task | N | contestant | user CPU s | ratio | peak MB | growth | differs by |")
    print("| --- | ---: | --- | ---: | ---: | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as scratch:
        earlier = {}
        for n in options.sizes:
            folder = Path(scratch) / str(n)
            prepare(n, folder)
            for task in options.tasks:
                names = [f.__name__ for f in contestants.TASKS[task]]
                if options.only:
                    names = [name for name in names if name in (*options.only, names[-1])]
                runs = {name: [] for name in names}
                for _ in range(options.rounds):
                    for name in names:
                        command = [sys.executable, __file__, task, "--one", name, str(folder)]
                        try:
                            done = subprocess.run(
                                command,
                                capture_output=True,
                                text=True,
                                timeout=options.limit,
                                check=False,
                            )
                        except subprocess.TimeoutExpired:
                            continue
                        if done.returncode:
                            print(done.stderr, file=sys.stderr)
                            continue
                        runs[name].append(json.loads(done.stdout.splitlines()[-1]))
                differs = agreement(task, folder, names) if runs[names[-1]] else {}
                own = statistics.median([r["user"] for r in runs[names[-1]]] or [math.nan])
                for name in names:
                    if not runs[name]:
                        print(f"| {task} | {n} | {name} | over {options.limit:.0f} s | | | | |")
                        continue
                    user = statistics.median(r["user"] for r in runs[name])
                    peak = statistics.median(r["peak"] for r in runs[name])
                    growth = ""
                    if (task, name) in earlier:
                        last_n, last = earlier[task, name]
                        growth = f"N^{math.log(user / last) / math.log(n / last_n):.2f}"
                    earlier[task, name] = n, user
                    print(
                        f"| {task} | {n} | {name} | {user:.2f} | {user / own:.1f} | {peak:.0f} "
                        f"| {growth} | {differs.get(name, math.nan):.0e} |",
                        flush=True,
                    )


if __name__ == "__main__":
    main()
