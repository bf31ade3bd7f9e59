"""A process that the kernel ends when it asks for a network, looked-up names included.

Run as ``python -m tests.hostile.guard LOG JOBS``: JOBS is a JSON file with a list of
``[name, [word, …]]``, each done after the other as a command of `atlas` (or, when the first word
is ``read``, by the readers alone; ``ask``: by Python or GDAL themselves). LOG gets a line when a
job begins and when it ends. A request of any library, also of one in C, ends the process at once
(SIGSYS), in the middle of the job that LOG began last. What Python itself is asked for is written
there besides, as are the programs that a job starts.
"""

import ctypes
import json
import os
import platform
import socket
import struct
import sys
import warnings
from pathlib import Path

# Numbers of the calls `connect` and `sendto`, from the kernel's tables.
_CALLS = {"x86_64": (42, 44), "aarch64": (203, 206)}
_ASKING = ("socket.connect", "socket.getaddrinfo", "socket.gethostby", "socket.sendto",
           "urllib.Request", "http.client.connect")  # fmt: skip
_STARTING = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn")


def can_guard():
    """Tell whether this machine has what the guard needs."""
    return sys.platform == "linux" and platform.machine() in _CALLS


def shut():
    """End this process and its children when they connect, or send to an address.

    A socket that is only opened, as urllib3 does to see if there is IPv6, reaches nobody.
    """
    kill, allow = 0x80000000, 0x7FFF0000
    connect, sendto = _CALLS[platform.machine()]
    call = struct.Struct("HBBI")
    rules = [
        call.pack(0x20, 0, 0, 0),  # load the number of the call
        call.pack(0x15, 3, 0, connect),
        call.pack(0x15, 0, 3, sendto),
        call.pack(0x20, 0, 0, 16 + 8 * 4),  # load the address, which is none where one is connected
        call.pack(0x15, 1, 0, 0),
        call.pack(0x06, 0, 0, kill),
        call.pack(0x06, 0, 0, allow),
    ]

    class Program(ctypes.Structure):
        _fields_ = [("length", ctypes.c_ushort), ("rules", ctypes.c_void_p)]

    held = ctypes.create_string_buffer(b"".join(rules))
    program = Program(len(rules), ctypes.addressof(held))
    libc = ctypes.CDLL(None, use_errno=True)
    no_new_privileges, seccomp, by_filter = 38, 22, 2
    for given in ((no_new_privileges, 1, 0), (seccomp, by_filter, ctypes.byref(program))):
        if libc.prctl(*given, 0, 0):
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def run(words):
    """Do a job; return its exit code, or the name of what it raised."""
    from geo.cli.main import main
    from geo.errors import GeoError
    from geo.intake.readers import read

    if words[0] == "ask":
        if words[1] == "python":
            socket.getaddrinfo(words[2], 80)
        else:
            import pyogrio

            pyogrio.read_info(words[2])
        return 0
    try:
        if words[0] == "read":
            return f"rows {len(read(Path(words[1])).frame)}"
        return main(words, standalone_mode=False) or 0
    except GeoError as error:
        return type(error).__name__
    except SystemExit as done:
        return done.code
    except Exception as error:  # another test's matter
        return f"{type(error).__name__}: {error}"


if __name__ == "__main__":
    log = Path(sys.argv[1]).open("a")  # noqa: SIM115 - a killed process closes nothing
    jobs = json.loads(Path(sys.argv[2]).read_text())

    def say(*words):
        print(*words, file=log, flush=True)

    def heard(event, arguments):
        if event.startswith(_ASKING):
            say("asked", event, arguments[-1])
        elif event.startswith(_STARTING):
            say("started", arguments[0])

    warnings.simplefilter("ignore")
    sys.addaudithook(heard)
    shut()
    for name, words in jobs:
        say("begin", name)
        say("end", name, run(words))
