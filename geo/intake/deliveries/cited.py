"""Sources of deliveries: one for each delivery, or for each row, never silently that of another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

import pandas as pd

from geo.errors import InputUnreadable, UnknownName
from geo.intake.deliveries.claims import source_ids
from geo.intake.readers import RawTable
from geo.model.findings import Finding, rule
from geo.model.manifest import Import
from geo.model.terms import Level, SourceGrade
from geo.model.wording import counted

SOURCE_UNKNOWN = rule(
    "row-of-unknown-source",
    Level.WARNING,
    "Rows name a source that is not in the register; they cite it, but nobody can look it up.",
    "Add it to sources.csv, or import a table of sources: --layer sources.",
)

_ABOUT = ("title", "publisher", "url", "published", "grade")


@dataclass(frozen=True)
class Cited:
    """The source of one delivery.

    Attributes
    ----------
    how : Import
        With that source, and those of earlier deliveries.
    new : dict of str to str, optional
        Its row, if it is to be added to the register.
    """

    how: Import
    new: dict[str, str] | None = None


def cite_delivery(how: Import, register: pd.DataFrame, said: Mapping[str, str], day: str) -> Cited:
    """Return the source of a delivery: a new one, if anything else is said of it than is known.

    Parameters
    ----------
    how : Import
        With the source that was named, or that of the delivery before.
    register : DataFrame
        Sources that are known.
    said : mapping of str to str
        What was said of the source of this delivery: title, publisher, date, grade, address.
    day : str
        Of the delivery; tells sources of one name apart.

    Raises
    ------
    InputUnreadable, UnknownName
        If the source is unknown and too little is said of it, or no source is named at all.
    """
    said = {name: said[name] for name in _ABOUT if said.get(name)}
    if said.get("grade") and said["grade"] not in list(map(str, SourceGrade)):
        raise UnknownName("grade of a source", said["grade"], list(map(str, SourceGrade)))
    if how.source is None:
        if said:
            raise InputUnreadable(
                f"{', '.join(said)} of which source?", "Name it: --source ID, as in the register."
            )
        return Cited(how)
    records = register.to_dict("records")
    rows = {str(row["source_id"]): {str(k): v for k, v in row.items()} for row in records}
    before = rows.get(how.source)
    if before is None:
        earlier: Mapping[str, object] = next(
            (rows[s] for s in reversed(how.earlier_sources) if s in rows), {}
        )
        return Cited(how, _described(how.source, {**_publisher(earlier), **said}, list(rows)))
    if all(_same(before.get(name), text) for name, text in said.items()):
        return Cited(how)
    first = [*how.earlier_sources, how.source][0]
    made = f"{first}-{said.get('published') or day}"
    if made == how.source:
        raise InputUnreadable(
            f"source {made!r} is in the register with other values",
            "Give this delivery a source of its own: --source ID.",
        )
    earlier_sources = list(dict.fromkeys([*how.earlier_sources, how.source]))
    told = how.model_copy(update={"source": made, "earlier_sources": earlier_sources})
    if made in rows:
        return Cited(told)
    return Cited(told, _described(made, {**_publisher(before), **said}, list(rows)))


def cite_rows(
    given: pd.Series, register: pd.DataFrame, raw: RawTable
) -> tuple[pd.Series, list[Finding]]:
    """Return sources that rows name by id, address or title; those that are not known are found.

    Parameters
    ----------
    given : Series of object, shape (n,)
    register : DataFrame
        Sources that are known.
    raw : RawTable
        Of these rows.
    """
    named = source_ids(given, register)
    unknown = named[named.notna() & ~named.isin(register["source_id"])]
    findings = []
    for name, count in unknown.value_counts().items():
        at = int(named.index.get_indexer_for(unknown.index[unknown == name])[0])
        message = f"{str(name)[:80]!r}: {counted(int(count), 'row')}"
        findings.append(
            raw.finding(SOURCE_UNKNOWN, message, at, column="source_id", value=str(name)[:200])
        )
    return named, findings


def _same(known: object, said: str) -> bool:
    return known is not None and str(known).strip() == said.strip()


def _publisher(row: Mapping[str, object]) -> dict[str, str]:
    """Return who published the delivery before: that rarely changes."""
    return {"publisher": str(row["publisher"])} if row.get("publisher") else {}


def _described(source: str, said: Mapping[str, str], known: list[str]) -> dict[str, str]:
    """Return the row of a new source; refused without title and publisher, perhaps it is a slip."""
    if said.get("title") and said.get("publisher"):
        return {"source_id": source, **said}
    near = get_close_matches(source, known, n=3, cutoff=0.5)
    if near:
        raise UnknownName("source", source, known)
    raise InputUnreadable(
        f"unknown source {source!r}",
        "Add it to sources.csv, or give --title and --publisher (and --url, --published, --grade).",
    )
