"""One district on a page: map, figures with their citations, accidents, disputes, and gaps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from geo.claims.names import DistrictNames
from geo.errors import UnknownName
from geo.model.dataset import Dataset, unmapped
from geo.model.lists import split
from geo.model.terms import Ordnance
from geo.model.wording import counted, word_figure
from geo.report.blocks import (
    NOT_RECORDED,
    Block,
    Register,
    Sheet,
    bullets,
    columns,
    cut,
    heading,
    para,
    picture,
    table,
)
from geo.report.curves import small_curve
from geo.report.facts import Facts
from geo.report.frame import Frame
from geo.report.north import magnetic_north
from geo.report.plan import focus_of, plan

_MOST_ACCIDENTS, _MOST_DISPUTES, _MOST_POINTS = 8, 5, 10
_MAP_MM = (104.0, 92.0)


def factsheet(dataset: Dataset | Facts, district: str, *, paper: str = "a4") -> Sheet:
    """Describe a district on one page, two at most.

    Parameters
    ----------
    dataset : Dataset or Facts
        `Facts` for many sheets of one dataset: what they share is then worked out once.
    district : str
        By any of its names.
    paper : {'a4', 'a3'}

    Returns
    -------
    Sheet
        For `geo.report.typeset.typeset`.

    Raises
    ------
    NotADataset
    UnknownName
        With near names, if no district is called so.
    """
    facts = dataset if isinstance(dataset, Facts) else Facts(dataset)
    dataset = facts.dataset
    name = _district(dataset, district)
    row: Any = dataset["districts"].set_index("district").loc[name]
    cited = Register(dataset)
    sheet = Sheet(f"{name}: district factsheet", facts.footer, paper=paper)
    names = [str(row[c]) for c in ("name_az", "name_hy", "name_ru") if not pd.isna(row[c])]
    other = [n for n in dict.fromkeys(names) if n != name]
    sheet.add(heading(f"{name} district", 1))
    sheet.add(
        para(
            "; ".join([*other, f"{dataset.meta.title}, data to {dataset.meta.data_date or '?'}"]),
            size=7.5,
            colour="#444444",
        )
    )
    summary: Any = facts.summary.loc[name]
    figures = [heading("Key figures, as claimed"), _figures(facts, name, summary, cited)]
    sheet.add(columns(_map(dataset, name, paper), figures, widths=[1.32, 1]))
    sheet.add(*_over_time(facts, name, cited))
    sheet.add(*_accidents(facts, name, cited))
    sheet.add(*_disputes(facts, name, cited))
    sheet.add(heading("What is not known"), bullets(list(_gaps(dataset, name, row, summary))))
    sheet.add(*cited.listed())
    return sheet


def _district(dataset: Dataset, text: str) -> str:
    names = DistrictNames(dataset["districts"])
    found = names.canonical(text)
    if found is None:
        raise UnknownName("district", text, dataset["districts"]["district"].tolist())
    return found


def _map(dataset: Dataset, name: str, paper: str) -> list[Block]:
    focus = focus_of(dataset["districts"], name)
    if focus is None or focus.is_empty:
        return [para(f"No map: {name} is a known name without a recorded outline.", bold=True)]
    grow = 1.41 if paper == "a3" else 1.0
    frame = Frame.around(focus, _MAP_MM[0] * grow, _MAP_MM[1] * grow)
    north = magnetic_north(frame.lon, frame.lat, dataset.meta.data_date)
    drawn = plan(dataset, frame, focus=focus, name=name, magnetic=north)
    out = [picture(drawn.svg, frame.width, f"Map of {name} district and its neighbours")]
    told = []
    if drawn.unlabelled:
        told.append(f"No room for the names of: {', '.join(drawn.unlabelled)}.")
    if dataset["basemap"].empty:
        told.append("No base map in this dataset.")
    return [*out, *([para(" ".join(told), size=6, colour="#444444")] if told else [])]


def _figures(facts: Facts, name: str, summary: pd.Series[Any], cited: Register) -> Block:
    rows = [
        *_ground(facts, name),
        *_claimed(summary, cited),
        *_harm(facts, name, cited),
    ]
    rows.append(("Claims about this district alone", f"{summary['n_claims']:,}"))
    group = f"{summary['n_group_claims']:,} (never split)"
    rows.append(("Claims about it and others together", group))
    newest = summary["newest"]
    rows.append(("Newest information", NOT_RECORDED if pd.isna(newest) else str(newest)))
    return table(["Figure", "Value"], rows, widths=[1.05, 1], size=6.6)


def _ground(facts: Facts, name: str) -> Iterator[tuple[str, Any]]:
    """Yield what outlines say: hazard and release in the district, square metres."""
    if facts.land is None or name not in facts.land.index:
        yield "Hazardous areas (outlines)", NOT_RECORDED
        yield "Released land (outlines)", NOT_RECORDED
        return
    row: Any = facts.land.loc[name]
    for title, column in (
        ("Confirmed hazard remaining", "confirmed_m2"),
        ("Suspected hazard remaining", "suspected_m2"),
        ("Cleared", "cleared_m2"),
        ("Reduced", "reduced_m2"),
        ("Cancelled", "cancelled_m2"),
    ):
        yield f"{title}, to {facts.day}", f"{row[column]:,.0f} m² (net, from outlines)"


def _claimed(summary: pd.Series[Any], cited: Register) -> Iterator[tuple[str, Any]]:
    """Yield the figures of `district_summary` with their bounds and citations."""
    years = [c for c in summary.index if str(c).startswith("cleared_ha_") and str(c)[-4:].isdigit()]
    for column in years:
        who = "operator not stated" if "_unstated_" in column else "all operators"
        yield f"Cleared in {column[-4:]}, {who}", _value(summary, column, "ha", cited)
    if not years:
        yield "Cleared in a year", NOT_RECORDED
    if "cleared_share_pct" in summary:
        until = summary["cleared_share_pct_to"]
        when = "" if pd.isna(until) else f", to {until}"
        share = _value(summary, "cleared_share_pct", "%", cited)
        yield f"Share of the land to be cleared{when}", share
    kinds = [str(o) for o in Ordnance if f"eo_{o}" in summary and _known(summary, f"eo_{o}")]
    span = f"{summary.get('eo_from')} to {summary.get('eo_to')}"
    for kind in kinds:
        ids = split(summary["eo_claims"])
        value = {"text": _bounds(summary, f"eo_{kind}", ""), "cite": cited.cite(ids)}
        yield f"{Ordnance(kind).label} found, {span}".replace("nan to", "to"), value
    if not kinds:
        yield "Ordnance found, by kind", NOT_RECORDED


def _known(summary: pd.Series[Any], column: str) -> bool:
    return not (pd.isna(summary[f"{column}_low"]) and pd.isna(summary[f"{column}_high"]))


def _bounds(summary: pd.Series[Any], column: str, unit: str) -> str:
    low, high = summary[f"{column}_low"], summary[f"{column}_high"]
    return word_figure(None, low, high, unit or None)


def _value(summary: pd.Series[Any], column: str, unit: str, cited: Register) -> Any:
    if not _known(summary, column):
        return NOT_RECORDED
    ids = split(summary[f"{column}_claims"])
    return {"text": _bounds(summary, column, unit), "cite": cited.cite(ids)}


def _harm(facts: Facts, name: str, cited: Register) -> Iterator[tuple[str, Any]]:
    accidents = facts.dataset["accidents"]
    own = accidents[accidents["districts"] == name]
    if own.empty:
        yield "Accidents recorded one by one", NOT_RECORDED
        return
    ids = facts.sources("accidents", own["event_id"])
    yield "Accidents recorded one by one", {"text": str(len(own)), "cite": cited.cite((), ids, 3)}
    for outcome in ("killed", "injured"):
        low, high = (own[f"{outcome}_{end}"].sum(min_count=1) for end in ("min", "max"))
        none = pd.isna(low) and pd.isna(high)
        text = NOT_RECORDED if none else _range(low, high)
        yield f"  {outcome} in these", text if none else {"text": text, "cite": "as above"}


def _range(low: Any, high: Any) -> str:
    if pd.isna(low) and pd.isna(high):
        return NOT_RECORDED
    return word_figure(None, low, high)


def _over_time(facts: Facts, name: str, cited: Register) -> Iterator[Block]:
    yield heading("Land cleared over time, as claimed")
    found = facts.cleared
    own = (found["place"] == name) & (found["members"] == name)
    area = found[own & (found["unit"] == "ha")]
    if area.empty:
        yield para("No figure of cleared land for the whole district is recorded.")
        return
    points = area.tail(_MOST_POINTS)
    rows = [
        (
            f"{'…' if pd.isna(p['period_from']) else p['period_from']} to {p['period_to']}",
            cut(p["claimant"], 60),
            cut(
                ", ".join(x for x in (p["operator"], p["scope"]) if x) or "operator not stated", 50
            ),
            {"text": p["figure"], "cite": cited.cite(split(p["claim_ids"]))},
            {"text": _marks(p)},
        )
        for p in points.to_dict("records")
    ]
    head = ["Period", "Claimant", "Counts", "Figure", "Care"]
    listed = table(head, rows, widths=[1.25, 1.5, 1, 1, 1.2], right=(3,), size=6)
    left = len(area) - len(points)
    more = [para(f"{counted(left, 'earlier figure')} not shown.", size=6)] if left else []
    changed = sorted(set(points["boundary_change"].dropna()))
    more += [para(f"Other ground: {'; '.join(changed)}.", size=6)] if changed else []
    yield columns([picture(small_curve(area), 62, "Curve of the table")], [listed, *more],
                 widths=[0.5, 1])  # fmt: skip


def _marks(point: dict[Any, Any]) -> str:
    marks = ["contested"] if point["contested"] else []
    if isinstance(point["fell_from"], str):
        marks.append("lower than before")
    if isinstance(point["boundary_change"], str):
        marks.append(f"other ground since {point['boundary_change'].split(':')[0]}")
    return cut("; ".join(marks), 90)


def _accidents(facts: Facts, name: str, cited: Register) -> Iterator[Block]:
    accidents = facts.dataset["accidents"]
    own = accidents[accidents["districts"] == name].sort_values("occurred", ascending=False)
    yield heading("Accidents, newest first")
    if own.empty:
        yield para("None is recorded one by one. That is no evidence that there was none.")
        return
    rows = [
        (
            a["occurred"],
            cut(a["name"], 60),
            _range(a["killed_min"], a["killed_max"]),
            _range(a["injured_min"], a["injured_max"]),
            {
                "text": "sources differ" if a["contested"] else "",
                "cite": cited.cite((), facts.sources("accidents", [a["event_id"]])),
            },
        )
        for a in own.head(_MOST_ACCIDENTS).to_dict("records")
    ]
    head = ["Date", "Place", "Killed", "Injured", "Sources"]
    yield table(head, rows, widths=[0.7, 2, 0.7, 0.7, 1], size=6.2)
    if len(own) > _MOST_ACCIDENTS:
        yield para(f"{counted(len(own) - _MOST_ACCIDENTS, 'earlier accident')} not shown.", size=6)


def _disputes(facts: Facts, name: str, cited: Register) -> Iterator[Block]:
    claims = facts.dataset["claims"]
    own = [name in split(names) for names in claims["districts"]]
    found = facts.disputes
    ids = set(claims.loc[own, "claim_id"])
    mine = found["claims"].map(lambda text: bool(ids & set(split(text))))
    found = found[mine & found["dispute"]]
    yield heading("Disputes")
    if found.empty:
        yield para("None among the claims recorded of this district.")
        return
    items = [
        {
            "mark": "–",
            "text": cut(d["message"], 330),
            "cite": cited.cite(split(d["claims"])),
        }
        for d in found.head(_MOST_DISPUTES).to_dict("records")
    ]
    yield {"kind": "list", "items": items, "columns": 1, "size": 6.2}
    if len(found) > _MOST_DISPUTES:
        left = counted(len(found) - _MOST_DISPUTES, "more dispute")
        yield para(f"{left}: atlas questions lists all.", size=6)


def _gaps(
    dataset: Dataset, name: str, row: pd.Series[Any], summary: pd.Series[Any]
) -> Iterator[str]:
    hazards, release = dataset["hazard_areas"], dataset["land_release"]
    if hazards.empty:
        yield "No outline of a hazardous area is recorded: the map cannot show where mines lie."
    elif n := unmapped(hazards):
        yield f"{counted(n, 'hazardous area')} of the dataset without outline may lie here."
    if release.empty:
        yield "No outline of released land is recorded: which ground was worked on is not known."
    elif n := unmapped(release):
        yield f"{counted(n, 'release')} of the dataset without outline may lie here."
    accidents = dataset["accidents"]
    own = accidents[accidents["districts"] == name]
    if n := unmapped(own):
        yield f"{counted(n, 'accident')} of this district without position: not on the map."
    if summary["n_group_claims"]:
        several = counted(int(summary["n_group_claims"]), "claim")
        yield f"{several} about this and other districts together: nobody says how much is of this."
    if summary["n_withheld"]:
        yield f"{counted(int(summary['n_withheld']), 'figure')} withheld from use as misprints."
    if not pd.isna(row["uncertainty_m"]) and row["uncertainty_m"] > 0:
        yield f"The drawn border may be {row['uncertainty_m']:,.0f} m off."
    if not pd.isna(row["note"]):
        yield cut(row["note"], 300)
    if summary["n_claims"] == 0:
        yield "No claim is recorded of this district alone: no evidence of no contamination."
