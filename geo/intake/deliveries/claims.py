"""A spreadsheet of claims: figures in words, periods, names of districts, and who printed it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np
import pandas as pd

from geo.errors import GeoError
from geo.intake.deliveries.mapping import fold_heading, synonyms
from geo.intake.deliveries.placenames import list_unknown_places
from geo.intake.deliveries.quantities import decimal_mark, parse_unit, read_quantity
from geo.intake.deliveries.values import convert
from geo.intake.readers import RawTable
from geo.model.dates import is_partial_date
from geo.model.findings import Finding, rule
from geo.model.layers import CLAIMS
from geo.model.lists import join, split
from geo.model.manifest import Import
from geo.model.terms import Level, PlaceLevel, Stance, Subject
from geo.model.wording import counted

FIGURE_UNREAD = rule(
    "figure-unread",
    Level.WARNING,
    "A claim's figure was not understood whole; the claim is kept without it.",
    "Write a number, a range or words such as 'over', 'up to', 'about'; for a comma that may "
    'mark decimals or thousands state decimals = "." or "," (--decimals).',
)
PERIOD_UNREAD = rule(
    "period-unread",
    Level.WARNING,
    "A claim's period was not understood; the claim is kept without it.",
    "Expected dates such as 2023, 2023-04 or 2023-04-05, and two of them for a span.",
)
ASSUMED = rule(
    "claim-completed",
    Level.INFO,
    "A claim came without something the layer requires, so the weakest that fits was assumed.",
    "State it for all rows: --set stance=asserts --set place_level=region.",
)

_SPAN = re.compile(r"\s+(?:to|until|till|through|по|до|-)\s+|\s*[–—]\s*", re.IGNORECASE)
_YEARS = re.compile(r"(\d{4})-(\d{4})")
_ISO_SPAN = re.compile(r"(\d{4}(?:-\d\d){0,2})/(\d{4}(?:-\d\d){0,2})")
_LISTED = re.compile(r"\s*[;,/\n]\s*|\s+(?:and|и|və)\s+")


class SourcesUnknown(GeoError, KeyError):
    """Claims cite sources that are not in the register; all are named together."""

    def __str__(self) -> str:
        return GeoError.__str__(self)


@dataclass(frozen=True)
class Known:
    """Names in a dataset that a delivery of claims may use.

    Attributes
    ----------
    sources : DataFrame
        Its register: `source_id`, `title`, `url`.
    districts : mapping of str to str
        Canonical name by the folded name or alias.
    """

    sources: pd.DataFrame
    districts: Mapping[str, str]


def claim_columns(
    raw: RawTable, how: Import, known: Known
) -> tuple[dict[str, pd.Series], list[Finding], dict[str, pd.Series]]:
    """Return columns of claims that take more than one value into account.

    Parameters
    ----------
    raw : RawTable
        Rows as read.
    how : Import
        Columns of the file for `quantity`, `qualifier`, `unit`, `period`, `districts`,
        `source_id`, as far as it has them.
    known : Known
        Sources and districts of the dataset.

    Returns
    -------
    columns : dict of str to Series of object, shape (n,)
        By schema column.
    findings : list of Finding
    altered : dict of str to Series of bool, shape (n,)
        By column of the file: where the original is to be kept beside.
    """
    columns: dict[str, pd.Series] = {}
    findings: list[Finding] = []
    if "quantity" in how.columns:
        figures, found = _figures(raw, how)
        columns |= figures
        findings += found
    if "period" in how.columns:
        period, found = _period(raw, how)
        columns |= period
        findings += found
    if "districts" in how.columns:
        named = raw.frame[how.columns["districts"]]
        columns["districts"] = named.map(lambda v: _districts(str(v), known), na_action="ignore")
    if "source_id" in how.columns:
        columns["source_id"] = source_ids(raw.frame[how.columns["source_id"]], known.sources)
    altered = {}
    for name, values in columns.items():
        if file := how.columns.get(name):
            given = raw.frame[file]
            plain = values.map(_text, na_action="ignore") != given.map(_text, na_action="ignore")
            altered[file] = given.notna() & plain
    return (
        {n: v.astype(object).where(v.notna(), None) for n, v in columns.items()},
        findings,
        altered,
    )


def complete_claims(
    frame: pd.DataFrame, raw: RawTable, how: Import, known: Known
) -> tuple[pd.DataFrame, list[Finding]]:
    """Fill what a table of claims often leaves unsaid, always with the weakest that fits.

    Who prints a claim asserts it. A place that is the name of a district means that district; one
    that is no known name is listed, and is neither a district nor the region around them. A claim
    without paraphrase is worded from its own row.
    """
    frame = frame.copy()
    for name in CLAIMS.names:
        if name not in frame:
            frame[name] = pd.Series(None, index=frame.index, dtype=object)
    findings = []

    def fill(name: str, values: pd.Series | str, what: str) -> None:
        missing = frame[name].isna()
        if missing.any():
            frame[name] = frame[name].where(~missing, values)
            message = f"{what}: {counted(int(missing.sum()), 'row')} without {name}"
            findings.append(raw.finding(ASSUMED, message, column=name))

    places = frame["place"].map(
        lambda v: known.districts.get(fold_heading(str(v))), na_action="ignore"
    )
    frame["districts"] = frame["districts"].where(frame["districts"].notna(), places)
    fill("place_level", _levels(frame, places, known), "taken as that of its district")
    unnamed = frame["place_level"] == str(PlaceLevel.DISTRICT)
    lost = frame["place"].where(unnamed & places.isna() & frame["districts"].isna())
    findings += list_unknown_places(lost, known.districts, raw, "place")
    findings += list_unknown_places(frame["districts"], known.districts, raw, "districts")
    fill("stance", str(Stance.ASSERTS), "taken as asserted")
    fill("paraphrase", _worded(frame, raw, how), "worded from the row")
    return frame.astype(object).where(frame.notna(), None), findings


def _levels(frame: pd.DataFrame, places: pd.Series, known: Known) -> pd.Series:
    """Level of each claim's place: what its words say, else that of a district, named or not."""
    words = synonyms("PlaceLevel")
    spoken = frame["place"].map(lambda v: words.get(fold_heading(str(v))), na_action="ignore")
    # Without any districts nobody can tell what a name is the name of.
    other = str(PlaceLevel.DISTRICT if known.districts else PlaceLevel.REGION)
    whole = frame["districts"].notna() & (frame["place"].isna() | places.notna())
    nowhere = frame["districts"].isna() & frame["place"].isna()
    levels = pd.Series(other, index=frame.index, dtype=object)
    levels = levels.where(spoken.isna() | whole, spoken)
    levels = levels.where(~whole, str(PlaceLevel.DISTRICT))
    apart = frame["districts"].notna() & ~whole  # a place in a district that is not the district
    return levels.where(~(nowhere | apart), str(PlaceLevel.REGION))


def refuse_uncited(frame: pd.DataFrame, known: Sequence[str | None]) -> None:
    """Refuse claims whose source is not in the register.

    Raises
    ------
    SourcesUnknown
        With all of them, how many claims cite each, and near names.
    """
    names = [n for n in known if n is not None]
    given = frame["source_id"] if "source_id" in frame else pd.Series(None, frame.index)
    unknown = Counter(given[~given.isin(names)].map(_text, na_action="ignore").fillna(""))
    if not unknown:
        return
    lines = []
    for name, rows in sorted(unknown.items()):
        near = get_close_matches(name, names, n=1, cutoff=0.6)
        meant = f"; did you mean {near[0]!r}?" if near else ""
        said = repr(name) if name else "no source given"
        lines.append(f"  - {said}: {counted(rows, 'claim')}{meant}")
    raise SourcesUnknown(
        f"{len(unknown)} sources of these claims are not in the register\n" + "\n".join(lines),
        "Import a table of them first (atlas import FILE --layer sources), or add them to "
        "sources.csv; --source ID stands for rows that name none.",
    )


def _figures(raw: RawTable, how: Import) -> tuple[dict[str, pd.Series], list[Finding]]:
    frame, columns = raw.frame, how.columns
    given = frame[columns["quantity"]].tolist()
    none = [None] * len(frame)
    qualifiers = frame[columns["qualifier"]].tolist() if "qualifier" in columns else none
    units = frame[columns["unit"]].tolist() if "unit" in columns else none
    texts = [v for v in given if isinstance(v, str)]
    decimal = how.decimals or decimal_mark([*texts, *(f"{q} 1" for q in qualifiers if q)])
    if decimal is None and not any("," in t for t in texts):
        decimal = "."
    least, most = _bounds(frame, how)
    out: dict[str, list[object]] = {
        n: [] for n in ("quantity", "quantity_min", "quantity_max", "unit")
    }
    findings = []
    for at, (value, qualifier, unit) in enumerate(zip(given, qualifiers, units, strict=True)):
        read = None
        if value is not None:
            read = read_quantity(_text(value), decimal, _text(qualifier or ""))
            inside = parse_unit(str(unit).casefold()) or unit
            if read is not None and unit is not None and read.unit not in (None, unit, inside):
                read = None  # '5 km2' under the unit 'ha'
            if read is None:
                text = " ".join(str(v) for v in (qualifier, value, unit) if v is not None)
                message = f"row {raw.rows[at]}: {text!r} was not read as a figure"
                findings.append(
                    raw.finding(FIGURE_UNREAD, message, at, column="quantity", value=text)
                )
        out["quantity"].append(read.value if read else None)
        out["quantity_min"].append(read.least if read and read.least is not None else least[at])
        out["quantity_max"].append(read.most if read and read.most is not None else most[at])
        out["unit"].append(unit if unit is not None else read.unit if read else None)
    return {n: pd.Series(v, index=frame.index, dtype=object) for n, v in out.items()}, findings


def _bounds(frame: pd.DataFrame, how: Import) -> list[list[object]]:
    """Return least and most from columns of their own, where the file has them."""
    out: list[list[object]] = []
    for name in ("quantity_min", "quantity_max"):
        file = how.columns.get(name)
        if file is None:
            out.append([None for _ in range(len(frame))])
        else:
            values, _ = convert(frame[file], CLAIMS.column(name), how, "")
            out.append(values.tolist())
    return out


def _period(raw: RawTable, how: Import) -> tuple[dict[str, pd.Series], list[Finding]]:
    given = raw.frame[how.columns["period"]]
    ends = given.map(lambda v: _ends(_text(v)), na_action="ignore")
    columns, findings = {}, []
    for name, at in (("period_start", 0), ("period_end", 1)):
        texts = ends.map(lambda e, at=at: e[at], na_action="ignore").astype(object)
        values, found = convert(texts, CLAIMS.column(name), how, raw.file)
        good = values.map(lambda v: is_partial_date(str(v)), na_action="ignore") == True  # noqa: E712
        columns[name] = values.where(good, None)
        findings += found if at == 0 else []
    both = columns["period_start"].notna() & columns["period_end"].notna()
    for at in np.flatnonzero((given.notna() & ~both).to_numpy()).tolist():
        text = str(given.iloc[at])
        message = f"row {raw.rows[at]}: {text!r} was not read as a period"
        findings.append(raw.finding(PERIOD_UNREAD, message, at, column="period", value=text))
    columns = {n: v.where(both, None) for n, v in columns.items()}
    for name in list(columns):
        if name in how.columns:  # dates in columns of their own count first
            own, _ = convert(raw.frame[how.columns[name]], CLAIMS.column(name), how, raw.file)
            columns[name] = own.where(own.notna(), columns[name])
    return columns, findings


def _ends(text: str) -> tuple[str, str]:
    """Return first and last date of a period; one date is both."""
    if match := _YEARS.fullmatch(text) or _ISO_SPAN.fullmatch(text):
        return match[1], match[2]
    parts = _SPAN.split(text.strip())
    return (parts[0], parts[1]) if len(parts) == 2 else (text.strip(), text.strip())


def _districts(text: str, known: Known) -> str:
    parts = [p for p in _LISTED.split(text.strip()) if p]
    whole = known.districts.get(fold_heading(text))
    return whole or join(known.districts.get(fold_heading(p), p) for p in parts)


def source_ids(given: pd.Series, register: pd.DataFrame) -> pd.Series:
    """Return ids of sources that are named by id, address or title, where only one fits.

    Parameters
    ----------
    given : Series of object, shape (n,)
        As delivered; None where missing.
    register : DataFrame
        Sources that are known: `source_id`, `title`, `url`.
    """
    ids = [str(v) for v in register["source_id"]]
    out = {}
    for value in given.dropna().unique():
        text = _text(value).strip()
        fits = [i for i in ids if i == text]
        for name in ("url", "title"):
            if not fits:
                same = register[name].map(
                    lambda v, t=text: v is not None and str(v).strip().casefold() == t.casefold()
                )
                fits = [str(i) for i in register.loc[same.astype(bool), "source_id"]]
        out[value] = fits[0] if len(fits) == 1 else text
    return given.map(out, na_action="ignore")


def _worded(frame: pd.DataFrame, raw: RawTable, how: Import) -> pd.Series:
    """'Land cleared: over 1,500 ha, Aghdam, 2023': what the row says, and no more."""
    labels = {str(s): s.label for s in Subject}
    parts = [raw.frame[how.columns[n]] for n in ("qualifier", "quantity") if n in how.columns]
    figures = [
        " ".join(_text(v) for v in cells if v is not None)
        for cells in (zip(*parts, strict=True) if parts else [()] * len(frame))
    ]
    out = []
    names = ["subject", "unit", "place", "districts", "period_start", "period_end", "as_of"]
    for figure, *row in zip(figures, *(frame[n].tolist() for n in names), strict=True):
        subject, unit, place, districts, start, end, as_of = (
            None if pd.isna(v) else str(v) for v in row
        )
        named = not unit or not figure or unit.casefold() in figure.casefold().split()
        text = figure if named else f"{figure} {unit}"
        when = f"{start} to {end}" if start and end and start != end else start or end or as_of
        said = [p for p in (text, place or ", ".join(split(districts)), when) if p]
        about = labels.get(subject or "", subject or "Claim")
        out.append(f"{about}: {', '.join(said)}" if said else about)
    return pd.Series(out, index=frame.index, dtype=object)


def _text(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
