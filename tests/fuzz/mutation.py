"""Damage done to good files: to bytes, to words, to trees and to members of archives."""

from __future__ import annotations

import json
import random
import re
import sqlite3
import zipfile
from contextlib import closing, suppress
from copy import deepcopy
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

from tests.fuzz.corpus import zipped

Files = dict[str, bytes]

_LARGEST = 2**22  # bytes: memory and time are limited for files of this size
_NUMBERS = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 2**31 - 1, 2**31, 2**32 - 1, 2**63 - 1)
_WORDS = (
    *("", "0", "-1", "1e308", "1e999", "NaN", "inf", "-0", "9" * 400, "9" * 5000, "²", "٣"),
    *("null", "true", "[]", "{}", "\0", "\ufeff", "\ud7ff", "'", '"', ";", ",", "\t", "\n", "\r"),
    *("0001-01-01", "9999-99-99", "2023-02-30T25:61:61Z", "=1+1", "<a>", "&amp;", "&#0;", "&x;"),
    *("91", "181", "-180.0000001", "39°59'24\"N", "38SQK0011000220", "POINT EMPTY", "POINT(NaN 1)"),
    *("/etc/hostname", "../../a", "http://localhost/", "EPSG:999999", "Polygon", "a" * 70_000),
    *("<![CDATA[", "]]>", "<!--", "<?xml?>", "[" * 3000, "]" * 3000, '{"a":' * 3000, "(" * 3000),
    *("<a>" * 3000 + "</a>" * 3000, "[[a]]", "a.b.c=1", "'''", '"""', "[a]" * 50, "a\u0300\u202e"),
)
_TOKEN = re.compile(rb"[\w.+-]+|[^\w\s]", re.ASCII)
_TEXT = (".csv", ".xml", ".rels", ".json", ".geojson", ".kml", ".gpx", ".maxml", ".toml", ".prj")


def mutated(seeds: list[Files], rng: random.Random) -> Files:
    """One damaged variant of one of the seeds.

    Parameters
    ----------
    seeds : list of dict of str to bytes
        Good files, see `corpus`.
    rng : random.Random
        The same state gives the same variant.

    Returns
    -------
    dict of str to bytes
        The files, by path. The first stands first.
    """
    files = dict(rng.choice(seeds))
    names = list(files)
    if len(names) > 1 and rng.random() < 0.05:
        del files[rng.choice(names[1:])]
        names = list(files)
    for _ in range(1 if rng.random() < 0.6 else rng.randint(2, 4)):
        # The small files that describe the others are worth as much as the large ones.
        name = rng.choice(names)
        files[name] = _changed(name, files[name], rng)[:_LARGEST]
    return files


def _changed(name: str, body: bytes, rng: random.Random) -> bytes:
    """One file damaged, in a way that fits its format or in any."""
    ways = {
        _archive: body[:2] == b"PK",
        _json: name.endswith("json"),
        _database: name.endswith(".gpkg"),
        _parquet: name.endswith(".parquet"),
        _xml: body[:1] == b"<",
        _text: name.endswith(_TEXT),
    }
    fitting = [way for way, fits in ways.items() if fits]
    if fitting and rng.random() < 0.75:
        with suppress(Exception):  # too damaged already for damage to its structure
            return rng.choice(fitting)(body, rng)
    return _bytes(body, rng)


def _bytes(body: bytes, rng: random.Random) -> bytes:
    data = bytearray(body)
    for _ in range(rng.choice((1, 1, 1, 2, 4, 16))):
        at = rng.randint(0, len(data))
        match rng.randrange(8):
            case 0 if at < len(data):
                data[at] ^= 1 << rng.randrange(8)
            case 1:
                size = rng.choice((1, 2, 4, 8))
                number = rng.choice(_NUMBERS) & (256**size - 1)
                data[at : at + size] = number.to_bytes(size, rng.choice(("little", "big")))
            case 2:
                data[at:at] = rng.randbytes(rng.randint(1, 8))
            case 3:
                del data[at : at + rng.choice((1, 2, 4, 8, 64, 1024))]
            case 4:
                start = rng.randint(0, len(data))
                data[at:at] = data[start : start + rng.choice((4, 16, 256, 4096))]
            case 5 if rng.random() < 0.2:
                del data[at:]
            case 6:
                data[at:at] = rng.choice(_WORDS).encode("utf-8", "replace")
            case _:
                data[at : at + 4] = rng.randbytes(4)
    return bytes(data)


def _text(body: bytes, rng: random.Random) -> bytes:
    """Replace, repeat, swap and drop words and lines."""
    if rng.random() < 0.4:
        lines = re.split(rb"(?<=\n)|(?=<)", body)
        at, other = rng.randrange(len(lines)), rng.randrange(len(lines))
        match rng.randrange(4):
            case 0:
                lines[at], lines[other] = lines[other], lines[at]
            case 1:
                times = rng.choice((1, 2, 2000 // len(lines) + 1))
                lines[at:at] = lines[at : at + rng.randint(1, 9)] * times
            case 2:
                del lines[at : at + rng.randint(1, 5)]
            case _:
                lines[at:at] = lines[other : other + rng.randint(1, 9)]
        return b"".join(lines)
    spans = [m.span() for m in _TOKEN.finditer(body)]
    if not spans:
        return _bytes(body, rng)
    out = bytearray(body)
    for start, end in sorted(rng.sample(spans, min(len(spans), rng.choice((1, 1, 2, 5)))))[::-1]:
        word = rng.choice(_WORDS).encode("utf-8", "replace")
        if rng.random() < 0.3:
            a, b = rng.choice(spans)
            word = body[a:b]
        out[start:end] = word if rng.random() < 0.7 else out[start:end] + word
    return bytes(out)


def _json(body: bytes, rng: random.Random) -> bytes:
    """Replace, drop and nest values of the tree."""
    root = json.loads(body)
    for _ in range(rng.choice((1, 1, 2, 4))):
        places = list(_places(root))
        if not places:
            break
        holder, key = rng.choice(places)
        match rng.randrange(6):
            case 0:
                del holder[key]
            case 1:
                other, name = rng.choice(places)
                holder[key] = json.loads(json.dumps(other[name]))
            case 2:
                holder[key] = [holder[key]]
            case 3 if isinstance(holder, dict):
                holder[rng.choice(_WORDS[:60])] = holder[key]
            case _:
                holder[key] = rng.choice(
                    (None, True, 0, -1, 2**63, 2**64, 1e308, float("nan"), {}, [], *_WORDS)
                )
    text = json.dumps(root, ensure_ascii=rng.random() < 0.5)
    if rng.random() < 0.1:
        text = text.replace("[", "[" * rng.choice((2, 600, 3000)), rng.randint(1, 3))
    return text.encode("utf-8", "surrogatepass")


def _xml(body: bytes, rng: random.Random) -> bytes:
    """Change, move, repeat, nest and drop elements; the result is well formed."""
    root = ElementTree.fromstring(body)
    for _ in range(rng.choice((1, 1, 2, 4))):
        inner = [e for e in root.iter() if len(e)]
        parent = rng.choice(inner)
        at = rng.randrange(len(parent))
        child = parent[at]
        word = "".join(c for c in rng.choice(_WORDS) if c.isprintable())
        match rng.randrange(10):
            case 0:
                parent.remove(child)
            case 1:
                parent.insert(rng.randrange(len(parent) + 1), deepcopy(rng.choice(inner[1:])))
            case 2:
                for _ in range(rng.choice((1, 3, 400))):
                    parent.append(deepcopy(child))
            case 3:
                for _ in range(rng.choice((1, 50, 2000))):
                    outer = ElementTree.Element(child.tag)
                    outer.append(parent[at])
                    parent[at] = outer
            case 4:
                child.tag = rng.choice(list(root.iter())).tag
            case 5 if child.attrib:
                child.attrib[rng.choice(list(child.attrib))] = word
            case 6:
                other = rng.choice(list(root.iter()))
                child.text, other.text = other.text, child.text
            case _:
                leaves = [e for e in root.iter() if not len(e)]
                rng.choice(leaves).text = word
    return ElementTree.tostring(root)


def _places(tree):
    """Every (holder, key) in a JSON tree."""
    stack = [tree]
    while stack:
        node = stack.pop()
        items = node.items() if isinstance(node, dict) else enumerate(node)
        for key, value in list(items):
            yield node, key
            if isinstance(value, dict | list):
                stack.append(value)


def _archive(body: bytes, rng: random.Random) -> bytes:
    """Damage, rename, drop or repeat members of a zip archive that stays one."""
    with zipfile.ZipFile(BytesIO(body)) as archive:
        parts = {n: archive.read(n) for n in archive.namelist() if not n.endswith("/")}
    names = list(parts)
    name = rng.choice(names)
    match rng.randrange(10):
        case 0:
            del parts[name]
        case 1:
            others = ("../a", "/a", "a/b/" + name, "a.shp", "A" * 300, name.upper())
            parts[rng.choice(others)] = parts[name]
        case 2:
            other = rng.choice(names)
            parts[name], parts[other] = parts[other], parts[name]
        case _:
            parts[name] = _changed(name, parts[name], rng)
    return zipped(parts)


def _database(body: bytes, rng: random.Random) -> bytes:
    """Put nonsense into one cell or definition of a GeoPackage."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.gpkg"
        path.write_bytes(body)
        with closing(sqlite3.connect(path)) as db:
            db.execute("PRAGMA writable_schema = ON")
            tables = [r[0] for r in db.execute("SELECT name FROM sqlite_master WHERE type='table'")]
            table = rng.choice([*tables, "a", "a", "gpkg_geometry_columns", "gpkg_contents"])
            columns = [r[1] for r in db.execute(f'PRAGMA table_info("{table}")')]
            column = rng.choice(columns)
            values = [r[0] for r in db.execute(f'SELECT "{column}" FROM "{table}"')]
            old = rng.choice(values) if values else None
            new: object = rng.choice((None, 2**62, -1, 1e308, b"\0", b"GP", *_WORDS))
            if isinstance(old, bytes) and rng.random() < 0.8:
                new = _bytes(old, rng)
            elif isinstance(old, str) and rng.random() < 0.5:
                new = _text(old.encode(), rng).decode("utf-8", "replace") if old else "x"
            match rng.randrange(8):
                case 0:
                    db.execute(f'DELETE FROM "{table}"')
                case 1:
                    db.execute(f'DROP TABLE "{table}"')
                case 2:
                    db.execute(
                        "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE name = ?",
                        (column, rng.choice(_WORDS[:40]), table),
                    )
                case _:
                    db.execute(
                        f'UPDATE OR IGNORE "{table}" SET "{column}" = ? WHERE "{column}" IS ?',
                        (new, old),
                    )
            db.commit()
        return path.read_bytes()


def _parquet(body: bytes, rng: random.Random) -> bytes:
    """Damage what a GeoParquet file says of itself, or its geometry; the rest stays whole."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pq.read_table(BytesIO(body))
    about = dict(table.schema.metadata or {})
    if rng.random() < 0.5:
        about[b"geo"] = (_json if rng.random() < 0.8 else _bytes)(about[b"geo"], rng)
        table = table.replace_schema_metadata(about)
    else:
        at = table.column_names.index("geometry")
        shapes = [v and _bytes(v, rng) for v in table["geometry"].to_pylist()]
        table = table.set_column(at, "geometry", pa.array(shapes, pa.binary()))
    stream = BytesIO()
    pq.write_table(table, stream)
    return stream.getvalue()
