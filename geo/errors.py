"""The errors this package raises.

Each class also descends from the fitting builtin, so that code which knows nothing of this
package can still catch it. A message holds the offending value, what was expected, and a hint.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path


class GeoError(Exception):
    """Base of every error raised on purpose by this package.

    Parameters
    ----------
    message : str
        What is wrong, with the offending value and what was expected.
    hint : str, optional
        What the user can do about it.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\nHint: {self.hint}" if self.hint else self.message


class InputMissing(GeoError, FileNotFoundError):
    """A file or folder that the dataset needs is not there."""

    def __init__(self, path: Path, hint: str = "") -> None:
        super().__init__(f"no such file: {path}", hint or "Check the path and the manifest.")
        self.path = path


class InputUnreadable(GeoError, ValueError):
    """A file is there but cannot be read as what it should be."""


class ManifestError(GeoError, ValueError):
    """The dataset's manifest is wrong; all faults are reported together."""

    def __init__(self, path: Path, faults: Sequence[str]) -> None:
        lines = "\n".join(f"  - {fault}" for fault in faults)
        super().__init__(
            f"{path}: {len(faults)} fault(s) in the manifest\n{lines}",
            "layers/karabakh/dataset.toml is a complete, commented example.",
        )
        self.faults = tuple(faults)


class UnknownName(GeoError, KeyError):
    """A name was asked for that does not exist; the message lists near ones."""

    def __init__(self, what: str, name: str, known: Sequence[str]) -> None:
        near = get_close_matches(str(name), list(known), n=3, cutoff=0.5)
        hint = f"Did you mean {', '.join(near)}?" if near else f"Known: {', '.join(known[:12])}"
        super().__init__(f"unknown {what} {name!r}", hint)

    def __str__(self) -> str:
        return GeoError.__str__(self)


class AmbiguousName(GeoError, ValueError):
    """A name was given that stands for several things; the message lists them."""

    def __init__(self, what: str, name: str, meant: Sequence[str]) -> None:
        more = f" and {len(meant) - 12} more" if len(meant) > 12 else ""
        super().__init__(
            f"{name!r} is the name of {len(meant)} {what}s",
            f"Say which, by its id: {'; '.join(meant[:12])}{more}",
        )


class NeedsExtra(GeoError, ImportError):
    """Something needs a package that is not installed."""

    def __init__(self, what: str, package: str, extra: str) -> None:
        super().__init__(f"{what} needs {package}", f"pip install 'clearance-atlas[{extra}]'")


class NotADataset(GeoError, TypeError):
    """Something else was given where a dataset is needed, such as its path."""

    def __init__(self, given: object) -> None:
        shown = repr(given) if isinstance(given, str | Path) else ""
        super().__init__(
            f"{type(given).__name__} {shown}".rstrip() + " is no Dataset",
            "geo.open_dataset(path) gives one, of a folder or of the GeoPackage built from it.",
        )


class UnknownTerm(GeoError, ValueError):
    """A value is not a member of its enumeration."""


class InvalidDate(GeoError, ValueError):
    """A text is not a (partial) ISO 8601 date."""


class InvalidFootprint(GeoError, ValueError):
    """A text does not say of which ground a claim speaks."""


class InvalidCoordinate(GeoError, ValueError):
    """A text is not a written coordinate."""


class InvalidGeometry(GeoError, ValueError):
    """A geometry cannot be used for what was asked."""


class OutOfRange(GeoError, ValueError):
    """A number is smaller or larger than it may be."""


class CrsError(GeoError, ValueError):
    """A coordinate reference system is missing or not the one expected."""


class TableInvalid(GeoError, ValueError):
    """A frame does not fit what it should be; all faults are reported together."""

    def __init__(self, layer: str, faults: Sequence[object], hint: str = "") -> None:
        shown = "\n".join(f"  - {fault}" for fault in faults[:20])
        more = f"\n  … and {len(faults) - 20} more" if len(faults) > 20 else ""
        super().__init__(f"{layer}: {len(faults)} fault(s)\n{shown}{more}", hint)
        self.faults = tuple(faults)


class NetworkMissing(GeoError, ConnectionError):
    """Not one web server could be reached, so nothing is known about any address."""

    def __init__(self, asked: int) -> None:
        super().__init__(
            f"no network: none of the servers asked first ({asked}) could be reached",
            "This says nothing about the addresses. Try again where there is a network.",
        )


class NeedsNetwork(GeoError, ValueError):
    """Raised where an addition to a map would load scripts: the page loads nothing."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(
            f"{', '.join(dict.fromkeys(names))}: would load scripts from a network, "
            "which the page forbids",
            "Markers, popups, tooltips, shapes, GeoJson and DivIcon work. For others put a layer "
            "of geo.maps.canvas on a folium.Map of your own.",
        )


class OutputExists(GeoError, FileExistsError):
    """A file would be replaced without having been asked for."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} exists", "Pass --overwrite (overwrite=True) to replace it.")
        self.path = path


class WriteFailed(GeoError, OSError):
    """A file could not be written; what was there before is untouched."""
