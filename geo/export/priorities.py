"""An order of work, worded for people and written for other programs."""

from __future__ import annotations

import json
from html import escape
from typing import Any

import pandas as pd

from geo.export.exposure import columns, csv_text, records
from geo.model import symbols
from geo.model.dataset import Dataset
from geo.model.lists import split
from geo.model.terms import CAUTIONS
from geo.model.wording import join_lines
from geo.raster.priorities import Priorities

NOT_LAND = (
    "This orders work, not land: a site that comes last is not less hazardous.",
    "A rank is one opinion on weights; the interval is what all weights allow.",
)
_WAYS = {"additive": "score", "promethee": "PROMETHEE II"}


def priorities_text(dataset: Dataset, found: Priorities) -> str:
    """Word an order of work as a list.

    Parameters
    ----------
    dataset : Dataset
    found : Priorities

    Returns
    -------
    str
    """
    lines = [*_heading(dataset, found), ""]
    names = ["site", *(f"{w}: rank (of all weights)" for w in _WAYS.values())]
    names += [one.title or one.name for one in found.criteria]
    lines += columns(names, [_cells(one, found) for one in _assessed(found)])
    lost = found.order.table[~found.order.table["assessed"]]
    if len(lost):
        lines += ["", f"Not assessed ({len(lost)}): no rank, because these inputs are missing"]
        for one in lost.to_dict("records"):
            lines.append(f"  {one['hazard_id']}: {', '.join(split(one['missing']))}")
    lines += ["", "What would flip the first five:", *_flips(found)]
    lines += ["", *NOT_LAND, *CAUTIONS]
    return join_lines(lines) + "\n"


def priorities_json(dataset: Dataset, found: Priorities) -> str:
    """Write the same as JSON: ``sites``, ``flips``, ``criteria`` and what they rest on."""
    answer: dict[str, Any] = {
        "dataset": dataset.meta.name,
        "synthetic": dataset.meta.synthetic,
        "on": str(found.on),
        "criteria": [
            one.model_dump() | {"input": found.inputs.get(one.name)} for one in found.criteria
        ],
        "weights": {
            "looked_at": found.order.weights,
            "exhaustive": found.order.exhaustive,
            "seed": None if found.order.exhaustive else found.order.seed,
        },
        "sites": records(found.order.table),
        "flips": records(found.order.flips),
        "findings": records(found.findings),
        "cautions": [*NOT_LAND, *CAUTIONS],
    }
    return json.dumps(answer, ensure_ascii=False, indent=1) + "\n"


def priorities_csv(dataset: Dataset, found: Priorities) -> str:
    """Write the sites as CSV."""
    return csv_text(found.order.table.assign(on=str(found.on), synthetic=dataset.meta.synthetic))


def priorities_html(dataset: Dataset, found: Priorities) -> str:
    """Write a page to print: the list, its intervals drawn, and what is not assessed."""
    n = max(int(found.order.table["assessed"].sum()), 1)
    head = "".join(f"<p>{escape(line)}</p>" for line in _heading(dataset, found))
    titles = [one.title or one.name for one in found.criteria]
    columns_ = ["Site", "Rank", "All weights", "PROMETHEE II", "All weights", *titles]
    rows = []
    for one in _assessed(found):
        cells = _cells(one, found)
        bars = [_bar(one, way, n) for way in _WAYS]
        ranks = [str(one[f"{way}_rank"]) for way in _WAYS]
        texts = [escape(c) for c in cells[3:]]
        row = [escape(cells[0]), ranks[0], bars[0], ranks[1], bars[1], *texts]
        rows.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>")
    lost = "".join(
        f"<li>{escape(str(one['hazard_id']))}: {escape(', '.join(split(one['missing'])))}</li>"
        for one in found.order.table[~found.order.table["assessed"]].to_dict("records")
    )
    body = [
        f"<h1>What first: {escape(dataset.meta.title)}</h1>",
        f"<div class=head>{head}</div>",
        "<table><thead><tr>",
        *(f"<th scope=col>{escape(c)}</th>" for c in columns_),
        f"</tr></thead><tbody>{''.join(rows)}</tbody></table>",
        f"<h2>Not assessed</h2><p>No rank: inputs are missing.</p><ul>{lost}</ul>" if lost else "",
        "<h2>What would flip the first five</h2><ul>",
        *(f"<li>{escape(line.strip())}</li>" for line in _flips(found)),
        "</ul>",
        *(f"<p><strong>{escape(line)}</strong></p>" for line in (*NOT_LAND, *CAUTIONS)),
    ]
    return _PAGE.format(title=escape(f"What first: {dataset.meta.title}"), body="\n".join(body))


def _heading(dataset: Dataset, found: Priorities) -> list[str]:
    meta, order = dataset.meta, found.order
    lines = [f"{meta.title}: task sites in an order of work, as on {found.on}"]
    if meta.synthetic:
        lines.append("SYNTHETIC DATA: nothing here is about a real place.")
    total = sum(one.weight for one in found.criteria) or 1.0
    weights = ", ".join(
        f"{one.title or one.name} {one.weight / total:.0%} ({one.first} first)"
        for one in found.criteria
    )
    how = (
        f"a grid of {order.weights:,} weights"
        if order.exhaustive
        else f"{order.weights:,} weights drawn with seed {order.seed}"
    )
    origins = "; ".join(f"{name}: {origin}" for name, origin in found.inputs.items())
    return [*lines, f"Weights: {weights}.", f"Intervals of ranks: {how}.", f"Inputs: {origins}."]


def _assessed(found: Priorities) -> list[dict[Any, Any]]:
    table = found.order.table
    rows: list[dict[Any, Any]] = table[table["assessed"]].to_dict("records")
    return rows


def _cells(one: dict[Any, Any], found: Priorities) -> list[str]:
    ranks = [
        f"{one[f'{way}_rank']} ({one[f'{way}_rank_best']}–{one[f'{way}_rank_worst']})"
        for way in _WAYS
    ]
    values = [_number(one[c.name]) for c in found.criteria]
    return [str(one["hazard_id"]), *ranks, *values]


def _number(value: float) -> str:
    if pd.isna(value):
        return "not assessed"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"  # never 1.824e+05


def _bar(one: dict[Any, Any], way: str, n: int) -> str:
    """Draw an interval of ranks on a scale from 1 to n, in one colour: ranks are no hazard."""
    best, worst = int(one[f"{way}_rank_best"]), int(one[f"{way}_rank_worst"])
    rank = int(one[f"{way}_rank"])
    at, wide, mark = ((v / n * 100) for v in (best - 1, worst - best + 1, rank - 0.5))
    return (
        f"<svg viewBox='0 0 100 8' width=120 height=10 role=img "
        f"aria-label='rank {best} to {worst}'><rect width=100 height=8 fill=none stroke=#999 "
        f"stroke-width=.5 /><rect x={at:.2f} width={wide:.2f} height=8 fill={symbols.BLUE} "
        f"fill-opacity=.45 /><rect x={mark - 0.5:.2f} width=1 height=8 /></svg>"
        f"<small>{best}–{worst}</small>"
    )


def _flips(found: Priorities) -> list[str]:
    lines = []
    titles = {one.name: one.title or one.name for one in found.criteria}
    for one in found.order.flips.to_dict("records"):
        if pd.isna(one["flips_at"]):
            continue
        lines.append(
            f"  {_WAYS[one['way']]}: {titles[one['criterion']]} at {one['flips_at']:.1%} instead "
            f"of {one['weight']:.1%}: {one['enters']} for {one['leaves']}"
        )
    return lines or ["  no weight of a single criterion does"]


_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body {{ font: 14px/1.4 system-ui, sans-serif; margin: 1.5rem; color: #222; }}
h1 {{ font-size: 1.4rem; }} .head p {{ margin: .2rem 0; }}
table {{ border-collapse: collapse; margin: 1rem 0; }}
th, td {{ border-bottom: 1px solid #ccc; padding: .25rem .6rem; text-align: right; }}
th:first-child, td:first-child {{ text-align: left; }} td:first-child {{ white-space: nowrap; }}
th {{ vertical-align: bottom; max-width: 9rem; }} thead {{ display: table-header-group; }}
tr {{ break-inside: avoid; }} small {{ color: #555; margin-left: .3rem; }}
@media print {{ body {{ font-size: 9pt; margin: 0; }} }}
@page {{ size: A4 landscape; margin: 12mm; }}
</style></head><body>
{body}
</body></html>
"""
