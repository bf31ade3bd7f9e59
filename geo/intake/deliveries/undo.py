"""The last import, taken back: the files of the dataset as they were before it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from geo.errors import GeoError, InputMissing, WriteFailed
from geo.files import replacing
from geo.intake.deliveries.lock import lock_folder
from geo.model.manifest import is_held

KEPT = ".atlas-undo"  # in the dataset's folder: its files before the last import
_LIST = "import.json"


class UndoRefused(GeoError, ValueError):
    """Files were changed since the last import; taking it back would lose that."""


@contextmanager
def keep_copies(folder: Path, name: str, files: Sequence[str]) -> Iterator[None]:
    """Keep files as they are before an import changes them, in the time of a block.

    Parameters
    ----------
    folder : Path
        The dataset's folder.
    name : str
        Name of the import.
    files : sequence of str
        What it may change, relative to the folder.
    """
    kept = folder / KEPT
    if kept.is_symlink() or (kept.exists() and not kept.is_dir()):
        raise WriteFailed(f"{kept}: is no folder", "Delete it, and import again.")
    shutil.rmtree(kept, ignore_errors=True)
    kept.mkdir()
    (kept / ".gitignore").write_text("*\n", encoding="utf-8")
    there = {file: (folder / file).is_file() for file in dict.fromkeys(files)}
    for at, (file, is_there) in enumerate(there.items()):
        if is_there:
            _copy(folder / file, kept / str(at))
    yield
    about = {
        "import": name,
        "files": [{"file": f, "there": t, "after": _digest(folder / f)} for f, t in there.items()],
    }
    with replacing(kept / _LIST) as temporary:
        temporary.write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")


def undo_import(folder: Path | str) -> str:
    """Take the last import back.

    Parameters
    ----------
    folder : path
        The dataset's folder.

    Returns
    -------
    str
        Name of the import.

    Raises
    ------
    InputMissing
        If there is none to take back: it was done already, or the folder came without it.
    UndoRefused
        If somebody changed the files since.
    """
    folder = Path(folder)
    with lock_folder(folder):
        kept = folder / KEPT
        if not (kept / _LIST).is_file():
            raise InputMissing(kept / _LIST, "No import to take back; only the last one can be.")
        about = json.loads((kept / _LIST).read_text(encoding="utf-8"))
        outside = [f["file"] for f in about["files"] if not is_held(folder, f["file"])]
        if outside or kept.is_symlink():  # it came with a folder of somebody else's
            raise UndoRefused(
                f"{kept / _LIST}: names files outside the dataset's folder: {outside}",
                f"Ask who made it what they are for; nothing was changed. Delete {kept}.",
            )
        changed = [f["file"] for f in about["files"] if _digest(folder / f["file"]) != f["after"]]
        if changed:
            raise UndoRefused(
                f"changed since the import of {about['import']}: {', '.join(changed)}",
                f"Restore what you need by hand; the files before it are in {kept}.",
            )
        for at, one in enumerate(about["files"]):
            target = folder / one["file"]
            if one["there"]:
                with replacing(target) as temporary:
                    shutil.copyfile(kept / str(at), temporary)
            else:
                target.unlink(missing_ok=True)
        shutil.rmtree(kept)
    return str(about["import"])


def _copy(file: Path, target: Path) -> None:
    """Another name for the file, which stays when a new one takes its place; or else a copy."""
    try:
        os.link(file, target)
    except OSError:
        shutil.copy2(file, target)


def _digest(file: Path) -> str | None:
    if not file.is_file():
        return None
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
