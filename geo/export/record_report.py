"""How right minefield records are: worded for people, and as a page with curves and a map.

The page is one file: no script, no address, and a policy that forbids loading anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

import numpy as np
import shapely

from geo.geodesy.rings import Floats
from geo.model import symbols
from geo.model.wording import join_lines
from geo.records.accuracy import Accuracy

_WORDS = {
    "wrong": "Wrong: items are not where the records draw them",
    "displaced": "Displaced: the shape is right, the place is not",
    "does_not_cover": "Does not cover: much was found where no record speaks",
    "agrees": "Agrees: items are where the records draw them",
    "undecided": "Undecided: the numbers do not tell",
}
_NEAR = (
    "Matched: one to one. Near: with any find that near, which may be near other items too; by "
    "chance: the same of records shifted at random, each as a whole."
)
_MOST_DOTS = 20_000
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_STYLE = re.sub(r":(BLUE|VERMILION|GREEN|SKY|ORANGE)\b", lambda m: f":{getattr(symbols, m[1])}", """
:root{color-scheme:light dark;--ink:#1b1b1b;--paper:#fff;--faint:#767676;--line:#d5d5d5;
--blue:BLUE;--orange:VERMILION;--green:GREEN}
@media(prefers-color-scheme:dark){:root{--ink:#eee;--paper:#17181a;--faint:#a0a0a0;--line:#44474a;
--blue:SKY;--orange:ORANGE;--green:#2bc79a}}
body{font:15px/1.5 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem;
color:var(--ink);background:var(--paper)}
h1{font-size:1.5rem;line-height:1.25}h2{font-size:1.1rem;margin-top:2.2rem}
table{border-collapse:collapse;font-variant-numeric:tabular-nums;width:100%}
th,td{padding:.25rem .6rem;text-align:right;border-bottom:1px solid var(--line)}
th:first-child,td:first-child{text-align:left}.wide{overflow-x:auto}
.note{color:var(--faint)}.stamp{border:2px solid var(--orange);padding:.2rem .6rem;font-weight:600}
svg{width:100%;height:auto}svg text{fill:var(--ink);font:12px system-ui,sans-serif}
.gives{font-weight:600}
""")  # fmt: skip


def percent(share: float | None) -> str:
    """Return a share as a percentage; 'no figure' where there is none."""
    return "no figure" if share is None else f"{100 * share:.1f} %"


def accuracy_text(results: Mapping[str, Any]) -> str:
    """Word the scores of records.

    Parameters
    ----------
    results : mapping
        Of `geo.records.accuracy.record_accuracy`.
    """
    lines = ["SYNTHETIC DATA: nothing here is about a real place."] * bool(results.get("synthetic"))
    lines += [_WORDS[results["verdict"]], results["verdict_sentence"], ""]
    lines += ["Where they are drawn:", *_rows(results["tolerances"]), _NEAR]
    offset = results["offset"]
    if offset["east_m"] is not None:
        lines += [
            "",
            f"Offset of all records: {offset['east_m']:+.1f} m east, {offset['north_m']:+.1f} m "
            f"north ({percent(offset['share_within'])} matched after it; the same search reaches "
            f"{percent(offset['share_by_chance'])} by chance)",
            *_rows(results["after_offset"]),
        ]
        lines += ["", "Mistakes that would lead to an offset:"]
        lines += [f"  {_hypothesis(row)}" for row in results["offset_hypotheses"][:6]]
    lines += ["", "Finds within outlines grown by the tolerance:"]
    lines += [f"  {_cover(row)}" for row in results["covered"]]
    ce50, ce90 = results["ce50_m"], results["ce90_m"]
    lines += [
        "",
        f"CE50 {_metres(ce50['before'])} before the offset, {_metres(ce50['after'])} after; "
        f"CE90 {_metres(ce90['before'])}, {_metres(ce90['after'])}",
        f"Not on searched ground: {results['items_outside_searched']:,} recorded items, "
        f"{results['finds_outside_searched']:,} finds",
    ]
    if "claimed" in results:
        lines += ["", *_claimed(results["claimed"])]
    return join_lines([*lines, "", *results["cautions"]])


def _rows(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield (
        f"  {'within':>8}  {'matched':>8}  {'precision (95 %)':<26}{'recall (95 %)':<26}"
        f"{'near':>7}  by chance"
    )
    for row in rows:
        p = "" if row["p_value"] is None else f", p {row['p_value']:.3f}"
        yield (
            f"  {row['tolerance_m']:>6g} m  {row['matched']:>8,}  {_interval(row, 'precision'):<26}"
            f"{_interval(row, 'recall'):<26}{percent(row['hit_share']):>7}  "
            f"{percent(row['expected_by_chance'])}{p}"
        )


def _interval(row: Mapping[str, Any], name: str) -> str:
    if row[name] is None:
        return "no figure"
    return f"{percent(row[name])} ({100 * row[f'{name}_low']:.1f}–{100 * row[f'{name}_high']:.1f})"


def _p(row: Mapping[str, Any]) -> str:
    return "" if row["p_value"] is None else f"{row['p_value']:.3f}"


def _metres(value: float | None) -> str:
    return "no figure" if value is None else f"{value:.1f} m"


def _hypothesis(row: Mapping[str, Any]) -> str:
    left = row["remaining_m"]
    told = "" if left is None else f", {left:,.1f} m from the offset"
    return f"{row['name']} ({row['detail']}): {row['shift_m']:,.1f} m{told}"


def _cover(row: Mapping[str, Any]) -> str:
    lift = "" if row["lift"] is None else f", lift {row['lift']:.1f}"
    told = f"{row['tolerance_m']:g} m: {percent(row['share'])} of {row['finds']:,} finds, in "
    told += f"{percent(row['ground_share'])} of searched ground{lift}"
    if row["accidents"]:
        told += f"; {percent(row['accidents_share'])} of {row['accidents']:,} accidents"
    return told


def _claimed(claimed: Mapping[str, Any]) -> Iterator[str]:
    claim = claimed["claim"]
    who = f" ({claim['claimant']}: {claim['paraphrase']})" if claim else ""
    yield f"What would {claimed['percent']:g} % mean?{who}"
    given = [row for row in claimed["measures"] if row["gives"]]
    for row in given:
        yield f"  {_measure(row)}"
    if not given:
        yield "  None of the measures worked out here gives that figure."
    yield "  The claim does not say which, if any, was meant." if given else ""
    for row in claimed["other_claims"]:
        yield f"  {row['claimant']} ({row['as_of']}): {row['paraphrase']} [{row['states']}]"


def _measure(row: Mapping[str, Any]) -> str:
    within = "" if row["tolerance_m"] is None else f" within {row['tolerance_m']:g} m"
    return f"{row['measure']}{within}, {row['datum']}: {percent(row['value'])} ({row['means']})"


def accuracy_html(scored: Accuracy, results: Mapping[str, Any]) -> str:
    """Write the scores of records as one page that loads nothing.

    Parameters
    ----------
    scored : Accuracy
        For the map.
    results : mapping
        What to tell; its texts are escaped.
    """
    synthetic = bool(results.get("synthetic"))
    stamp = '<p class="stamp">Synthetic data: nothing here is about a real place.</p>' * synthetic
    parts = [
        f"<h1>{escape(_WORDS[results['verdict']])}</h1>",
        stamp,
        f"<p>{escape(results['verdict_sentence'])}</p>",
        "<h2>How many, within how many metres</h2>",
        _curves(results),
        _table(results["tolerances"], "Where the records draw them"),
        f'<p class="note">{escape(_NEAR)}</p>',
    ]
    offset = results["offset"]
    if offset["east_m"] is not None:
        parts += [
            "<h2>Offset</h2>",
            f"<p>All records together lie best when moved by {offset['east_m']:+.1f} m east and "
            f"{offset['north_m']:+.1f} m north; then {percent(offset['share_within'])} are matched "
            f"within {results['deciding_tolerance_m']:g} m. The same search reaches "
            f"{percent(offset['share_by_chance'])} on records shifted far away.</p>",
            _table(results["after_offset"], "After the offset"),
            "<ul>",
            *(f"<li>{escape(_hypothesis(row))}</li>" for row in results["offset_hypotheses"]),
            "</ul>",
        ]
    parts += [
        "<h2>Map</h2>",
        _map(scored),
        '<p class="note">Grey: searched ground. Outlines: records. Filled dots: recorded items '
        "with a find; rings: without. Crosses: finds without a recorded item. Nothing is scored "
        "outside searched ground.</p>",
        "<h2>Do the records cover what was found?</h2><ul>",
        *(f"<li>{escape(_cover(row))}</li>" for row in results["covered"]),
        "</ul>",
        "<h2>Record by record</h2>",
        _accountability(results["accountability"]),
    ]
    if "claimed" in results:
        parts += ["<h2>The claimed figure</h2>", _claimed_table(results["claimed"])]
    notes = [*results["notes"], *results["cautions"]]
    parts += ["<h2>Notes</h2><ul>", *(f"<li>{escape(note)}</li>" for note in notes), "</ul>"]
    body = "\n".join(parts)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width">\n'
        "<title>Accuracy of minefield records</title>\n"
        f"<style>{_STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _table(rows: Sequence[Mapping[str, Any]], caption: str) -> str:
    cells = "".join(
        f"<tr><td>{row['tolerance_m']:g} m</td><td>{row['items']:,}</td><td>{row['finds']:,}</td>"
        f"<td>{row['matched']:,}</td><td>{_interval(row, 'precision')}</td>"
        f"<td>{_interval(row, 'recall')}</td><td>{percent(row['hit_share'])}</td>"
        f"<td>{percent(row['expected_by_chance'])}</td>"
        f"<td>{_p(row)}</td></tr>"
        for row in rows
    )
    return (
        f'<div class="wide"><table><caption>{caption}</caption><thead><tr><th>within</th>'
        "<th>items</th><th>finds</th><th>matched</th><th>precision (95 %)</th>"
        "<th>recall (95 %)</th><th>near a find</th><th>near by chance</th><th>p</th></tr></thead>"
        f"{cells}</table></div>"
    )


def _accountability(rows: Sequence[Mapping[str, Any]]) -> str:
    shown = [row for row in rows if row["recorded"]][:500]
    cells = "".join(
        f"<tr><td>{escape(row['record_id'])}</td><td>{row['recorded_anywhere']:,}</td>"
        f"<td>{row['recorded']:,}</td><td>{row['found']:,}</td><td>{percent(row['share'])}</td></tr>"
        for row in shown
    )
    rest = len(rows) - len(shown)
    more = (
        f'<p class="note">{rest:,} records without items on searched ground, or beyond the '
        "first 500, are not shown.</p>" * bool(rest)
    )
    return (
        '<div class="wide"><table><thead><tr><th>record</th><th>recorded</th><th>on searched '
        f"ground</th><th>found</th><th>share</th></tr></thead>{cells}</table></div>{more}"
    )


def _claimed_table(claimed: Mapping[str, Any]) -> str:
    lines = list(_claimed(claimed))
    told = "".join(f"<li>{escape(line.strip())}</li>" for line in lines[1:] if line.strip())
    return f"<p>{escape(lines[0])}</p><ul>{told}</ul>"


_WIDE, _HIGH, _LEFT, _TOP = 720, 300, 48, 12


def _curves(results: Mapping[str, Any]) -> str:
    """Return precision, recall and chance over the tolerance, as a drawing."""
    rows, after = results["tolerances"], results["after_offset"]
    steps = np.log10([row["tolerance_m"] for row in rows])
    low, high = steps[0], max(steps[-1], steps[0] + 0.1)

    def x(step: float) -> float:
        return _LEFT + float((step - low) / (high - low)) * (_WIDE - _LEFT - 150)

    def y(share: float) -> float:
        return _TOP + (1 - share) * (_HIGH - _TOP - 30)

    def line(table: Sequence[Mapping[str, Any]], name: str, style: str) -> str:
        points = [
            f"{x(step):.1f},{y(row[name]):.1f}"
            for step, row in zip(steps, table, strict=True)
            if row[name] is not None
        ]
        return f'<polyline points="{" ".join(points)}" fill="none" stroke-width="2" {style}/>'

    grid = "".join(
        f'<line x1="{_LEFT}" x2="{_WIDE - 150}" y1="{y(s):.1f}" y2="{y(s):.1f}" '
        f'stroke="var(--line)"/><text x="{_LEFT - 8}" y="{y(s) + 4:.1f}" text-anchor="end">'
        f"{100 * s:.0f} %</text>"
        for s in (0, 0.25, 0.5, 0.75, 1)
    )
    grid += "".join(
        f'<text x="{x(step):.1f}" y="{_HIGH - 8}" text-anchor="middle">{row["tolerance_m"]:g} m'
        "</text>"
        for step, row in zip(steps, rows, strict=True)
    )
    band = [
        (x(step), y(row[end]))
        for end, order in (("precision_low", 1), ("precision_high", -1))
        for step, row in list(zip(steps, rows, strict=True))[::order]
        if row[end] is not None
    ]
    shade = " ".join(f"{a:.1f},{b:.1f}" for a, b in band)
    drawn = [
        ("precision, as drawn", rows, "precision", 'stroke="var(--blue)"'),
        ("recall, as drawn", rows, "recall", 'stroke="var(--green)" stroke-dasharray="6 3"'),
        (
            "near by chance",
            rows,
            "expected_by_chance",
            'stroke="var(--faint)" stroke-dasharray="2 3"',
        ),
    ]
    if results["offset"]["east_m"] is not None:
        drawn.insert(1, ("precision, offset out", after, "precision", 'stroke="var(--orange)"'))
    keys = "".join(
        f'<line x1="{_WIDE - 140}" x2="{_WIDE - 116}" y1="{20 + 20 * n}" y2="{20 + 20 * n}" '
        f'stroke-width="2" {style}/><text x="{_WIDE - 110}" y="{24 + 20 * n}">{name}</text>'
        for n, (name, _, _, style) in enumerate(drawn)
    )
    return (
        f'<svg viewBox="0 0 {_WIDE + 30} {_HIGH}" role="img" aria-label="Precision and recall by '
        f'tolerance; the table below has the figures">{grid}'
        f'<polygon points="{shade}" fill="var(--blue)" opacity="0.15"/>'
        + "".join(line(table, name, style) for _, table, name, style in drawn)
        + f"{keys}</svg>"
    )


def _map(scored: Accuracy) -> str:
    """Return searched ground, outlines, items and finds, north up, with a scale bar."""
    west, south, east, north = shapely.bounds(scored.searched)
    middle = np.cos(np.radians((south + north) / 2))
    wide = max((east - west) * middle, 1e-9)
    scale = _WIDE / max(wide, (north - south) * _WIDE / 640)
    height = max((north - south) * scale, 40.0)

    def place(xy: Floats) -> Floats:
        return np.column_stack([(xy[:, 0] - west) * middle * scale, (north - xy[:, 1]) * scale])

    def area(shapes: Any, style: str) -> str:
        rings = shapely.get_rings(shapely.get_parts(np.atleast_1d(shapes)))
        flat = shapely.simplify(shapely.transform(rings, place), 0.3)
        path = "".join(_ring(shapely.get_coordinates(ring)) for ring in flat)
        return f'<path d="{path}" fill-rule="evenodd" {style}/>'

    def dots(frame: Any, style: str, mark: str) -> str:
        xy = place(shapely.get_coordinates(frame.geometry.to_numpy()))[:_MOST_DOTS]
        path = "".join(f"M{x:.1f} {y:.1f}{mark}" for x, y in xy)
        return f'<path d="{path}" fill="none" {style}/>'

    items, finds = scored.scored_items, scored.scored_finds
    lost = max(len(items) - _MOST_DOTS, 0) + max(len(finds) - _MOST_DOTS, 0)
    kilometre = 1000 / 111_320 * scale
    metres = next((m for m in (5000, 2000, 1000, 500, 200, 100) if m / 1000 * kilometre < 240), 50)
    bar = metres / 1000 * kilometre
    cross = "m-2-2l4 4m0-4l-4 4"
    drawn = [
        area(scored.searched, 'fill="var(--line)" opacity="0.6"'),
        area(scored.outlines.to_numpy(), 'fill="none" stroke="var(--ink)" stroke-width="0.7"'),
        dots(finds[~finds["matched"]], 'stroke="var(--orange)" stroke-width="1"', cross),
        dots(items[~items["matched"]], 'stroke="var(--blue)" stroke-width="0.8"',
             "m-2 0a2 2 0 1 0 4 0a2 2 0 1 0-4 0"),
        dots(items[items["matched"]], 'stroke="var(--blue)" stroke-width="4" '
             'stroke-linecap="round"', "h0"),
    ]  # fmt: skip
    told = f'<p class="note">{lost:,} points more are not drawn.</p>' if lost else ""
    return (
        f'<svg viewBox="-6 -6 {_WIDE + 12} {height + 40:.0f}" role="img" '
        f'aria-label="Map of recorded items and finds on searched ground">{"".join(drawn)}'
        f'<path d="M0 {height + 16:.0f}v6h{bar:.1f}v-6" fill="none" stroke="var(--ink)"/>'
        f'<text x="{bar + 8:.1f}" y="{height + 24:.0f}">{metres:,} m, north up</text></svg>{told}'
    )


def _ring(xy: Floats) -> str:
    if len(xy) < 3:
        return ""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in xy[:-1]) + "Z"
