"""KML: outlines and points of a file, without pictures and without what other files hold.

GDAL reads the placemarks. It takes the box of a picture on the ground for an outline, says nothing
of links to other files, and reads dates of a year or a month as days; so these are told by the
document itself. Links are never followed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from xml.etree.ElementTree import Element

import numpy as np
import pandas as pd

from geo.errors import InputUnreadable
from geo.files import working_folder
from geo.intake.readers.raw import RawTable
from geo.intake.readers.vector import read_vector
from geo.intake.readers.xml import local_name, parse_xml
from geo.model.findings import Finding, rule
from geo.model.terms import Level

PICTURE_LEFT_OUT = rule(
    "picture-left-out",
    Level.INFO,
    "A picture that lies on the ground is no outline; it was left out.",
    "Put it under the features: `atlas map --overlay`, or [[overlays]] in the manifest.",
)
LINK_NOT_FOLLOWED = rule(
    "link-not-followed",
    Level.WARNING,
    "A file links to another one, whose features are not in it; links are not followed.",
    "Ask for the linked file, or save it from the program that shows it, and import that.",
)

_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([\w.:-]+)["']""")
_CONTAINERS = ("kml", "Document", "Folder")
_FEATURES = ("Placemark", "GroundOverlay")
_TIMES = (("timestamp", "when"), ("begin", "begin"), ("end", "end"))
_SHOWN = 3


@dataclass(frozen=True)
class _Feature:
    """A placemark or picture, in the order in which GDAL gives them."""

    name: str
    picture: bool
    times: dict[str, str]


def read_kml(path: Path, *, layer: str | None = None) -> RawTable:
    """Read the placemarks of all folders, or of one.

    Parameters
    ----------
    path : Path
        The file.
    layer : str, optional
        Name of the folder.

    Raises
    ------
    InputUnreadable
        If it is no KML, is damaged, or only links to other files.
    """
    root = parse_xml(path, "kml")
    links = list(links_of(root))
    if links and not has_placemarks(root):
        raise InputUnreadable(
            f"{path}: only links to {_listed(links)}, which were not followed",
            "Ask for the linked file, or save it from the program that shows it.",
        )
    table = _in_utf8(path, layer)
    findings = [
        Finding(LINK_NOT_FOLLOWED, f"link to {href}", file=path.name, value=href[:200])
        for href in links
    ]
    return _as_written(replace(table, findings=(*table.findings, *findings)), _features(root))


def links_of(root: Element) -> Iterator[str]:
    """Return addresses and files that a KML links to."""
    for link in (e for e in root.iter() if local_name(e) == "NetworkLink"):
        yield next(((e.text or "").strip() for e in link.iter() if local_name(e) == "href"), "?")


def has_placemarks(root: Element) -> bool:
    """Return True if a KML has features of its own."""
    return any(local_name(e) in _FEATURES for e in root.iter())


def _in_utf8(path: Path, layer: str | None) -> RawTable:
    """Return rows by GDAL, which knows few encodings."""
    data = path.read_bytes()
    match = _DECLARED.match(data[:200])
    if match is None or match[1].lower() in (b"utf-8", b"utf8", b"us-ascii"):
        return read_vector(path, layer=layer)
    text = data[match.end() :].decode(match[1].decode())  # that it is known, the parser found
    with working_folder() as folder:
        plain = folder / path.name
        plain.write_text(f'<?xml version="1.0" encoding="UTF-8"{text}', encoding="utf-8")
        return read_vector(plain, layer=layer)


def _features(root: Element) -> list[_Feature]:
    """Return features folder by folder."""
    out = []
    for container in (e for e in root.iter() if local_name(e) in _CONTAINERS):
        out += [_feature(child) for child in container if local_name(child) in _FEATURES]
    return out


def _feature(element: Element) -> _Feature:
    texts = {local_name(e): (e.text or "").strip() for e in element}
    times = {
        local_name(e): (e.text or "").strip()
        for part in element
        if local_name(part) in ("TimeStamp", "TimeSpan")
        for e in part
    }
    return _Feature(texts.get("name", ""), local_name(element) == "GroundOverlay", times)


def _as_written(table: RawTable, features: list[_Feature]) -> RawTable:
    """Return rows without pictures, with dates as exact as they are written."""
    if not any(f.picture or _partial(f) for f in features):
        return table
    names = table.frame["name"].fillna("") if "name" in table.frame else [""] * len(table.frame)
    if len(features) != len(table.frame) or [f.name for f in features] != [
        " ".join(str(n).split()) if "\n" in str(n) else str(n).strip() for n in names
    ]:
        message = "pictures and dates of its folders could not be told apart from other features"
        found = Finding(PICTURE_LEFT_OUT, f"{message}; look at them", file=table.file)
        return replace(table, findings=(*table.findings, found))
    frame = table.frame.copy()
    for column, tag in _TIMES:
        exact = [f.times.get(tag) if _is_partial(f.times.get(tag)) else None for f in features]
        if any(exact):
            given = frame[column].tolist() if column in frame else [None] * len(frame)
            values = [e or g for e, g in zip(exact, given, strict=True)]
            frame[column] = pd.Series(values, dtype=object, index=frame.index)
    kept = np.array([not f.picture for f in features], dtype=bool)
    left = [
        table.finding(PICTURE_LEFT_OUT, f"picture {features[at].name!r}", at)
        for at in np.flatnonzero(~kept).tolist()
    ]
    return replace(
        table,
        frame=frame[kept].reset_index(drop=True),
        rows=table.rows[kept],
        geometry=None if table.geometry is None else table.geometry[kept],
        findings=(*table.findings, *left),
    )


def _partial(feature: _Feature) -> bool:
    return any(map(_is_partial, feature.times.values()))


def _is_partial(text: str | None) -> bool:
    return bool(text and re.fullmatch(r"\d{4}(?:-\d\d)?", text, re.ASCII))


def _listed(links: list[str]) -> str:
    return ", ".join(links[:_SHOWN]) + " …" * (len(links) > _SHOWN)
