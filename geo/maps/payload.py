"""Everything the page shows, as one JSON-able dict: text once, references by running number."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pandas as pd

from geo.claims.analysis import Analysis
from geo.claims.contradictions import ContradictionRule
from geo.claims.differences import Difference
from geo.claims.grades import Reason, claim_grades, count_printings, source_grades
from geo.claims.origins import origins
from geo.claims.questions import Question, answers
from geo.claims.spans import Span
from geo.claims.units import EXACT, usual_unit
from geo.maps.curves import curves
from geo.maps.disputes import disputes, find_competing
from geo.maps.drawing import Drawing
from geo.maps.figures import figures
from geo.maps.rows import Row, rows
from geo.maps.sides import sides
from geo.maps.timeline import release_totals
from geo.maps.undrawn import undrawn
from geo.model import terms
from geo.model.dataset import Dataset
from geo.model.layers import LAYERS
from geo.model.sources import number_sources, web_address
from geo.model.terms import CAUTIONS
from geo.model.version import version

_VOCABULARIES = (
    terms.Subject, terms.Stance, terms.Qualifier, terms.Support, terms.Ordnance, terms.Outcome,
    terms.Victims,
    terms.EventKind, terms.Classification, terms.LandStatus, terms.ReleaseProduct, terms.Method,
    terms.SourceGrade, terms.InformationGrade, terms.Origin, terms.Level, Reason,
    ContradictionRule, Difference, Question, Span,
)  # fmt: skip


def payload(
    dataset: Dataset,
    drawing: Drawing,
    analysis: Analysis,
    contradictions: pd.DataFrame,
    everything: Dataset | None = None,
) -> dict[str, Any]:
    """Put together what the page shows.

    Parameters
    ----------
    dataset : Dataset
        All layers.
    drawing : Drawing
        What is drawn, from `geo.maps.drawing.draw` with the same claims.
    analysis : Analysis
        The claims shown, with a clean index 0..N-1.
    contradictions : DataFrame
        From `geo.claims.contradictions.contradictions`.
    everything : Dataset, optional
        What `dataset` is the state of on a day: its version is told.

    Returns
    -------
    dict
        Sources are numbered as in `geo.model.sources.number_sources`: source ``[n]`` is
        ``sources[n - 1]``. Claims, districts, sites, areas, groups and accidents refer to each
        other by position.
    """
    claims, numbers = analysis.claims, number_sources(dataset["sources"])
    letters = source_grades(dataset["sources"], claims)
    digits = claim_grades(analysis, dataset["sources"], dataset["claimants"])
    printed = count_printings(analysis, dataset["sources"], dataset["claimants"])
    meta = dataset.meta
    return {
        "meta": {
            "name": meta.name,
            "title": meta.title,
            "description": " ".join(meta.description.split()),
            "licence": meta.licence,
            "boundaries_note": " ".join(meta.boundaries_note.split()),
            "data_date": meta.data_date,
            "version": version(everything or dataset),
            "synthetic": meta.synthetic,
            "credits": [
                {"text": c.text, "licence": c.licence, "url": web_address(c.url)}
                for c in meta.credits
            ],
        },
        "cautions": list(CAUTIONS),
        "terms": {
            **{v.__name__: {str(t): [t.label, t.description] for t in v} for v in _VOCABULARIES},
            "Layer": {name: [layer.title, ""] for name, layer in LAYERS.items()},
        },
        "sources": _sources(_graded(dataset["sources"], letters), numbers),
        "claims": _claims(_graded(claims, digits), origins(analysis), printed, numbers),
        "sides": sides(dataset, claims),
        "districts": drawing.districts,
        "sites": drawing.sites,
        "areas": [
            area | ({"source": int(numbers[area["source_id"]])} if "source_id" in area else {})
            for area in drawing.areas
        ],
        "groups": drawing.groups,
        "accidents": drawing.accidents,
        "delivered_accidents": int((dataset["events"]["kind"] == terms.EventKind.ACCIDENT).sum()),
        "basemap": drawing.basemap,
        "figures": figures(dataset, analysis, drawing),
        "disputes": disputes(contradictions, claims),
        "units": _units(claims),
        "competing": find_competing(analysis),
        "questions": _questions(analysis),
        "curves": curves(dataset, analysis),
        "released": release_totals(dataset["land_release"]),
        "undrawn": undrawn(dataset, claims, drawing),
        "findings": rows(dataset["findings"]),
        "expected": {
            name: len(layer["features"]) + len(drawing.large.get(name, ()))
            for name, layer in drawing.layers.items()
        },
        "large": {name: _box(frame) for name, frame in drawing.large.items()},
        "large_accuracy": {
            name: float(far.max())
            for name, frame in drawing.large.items()
            if (far := _reach(frame)).any()
        },
    }


def _reach(frame: pd.DataFrame) -> pd.Series[float]:
    """How far from where they are drawn features may lie, with the radius stated for positions."""
    names = [n for n in ("horizontal_accuracy_m", "stated_radius_m") if n in frame]
    return frame[names].fillna(0).sum(axis=1)


def _units(claims: pd.DataFrame) -> dict[str, list[str | float]]:
    """Return units that convert: in what, and how much of it; for figures on one scale."""
    names = {unit: usual_unit(unit) for unit in sorted({*EXACT, *claims["unit"].dropna()})}
    exact = {unit: EXACT[name] for unit, name in names.items() if name in EXACT}
    return {unit: [base, float(factor)] for unit, (base, factor) in exact.items()}


def _questions(analysis: Analysis) -> list[Row]:
    """Return each question, by the order of `Question` and then of time, with its claims."""
    found = answers(analysis)
    order = {str(question): rank for rank, question in enumerate(Question)}
    groups = [
        (order[str(question)], str(since), {"question": str(question), "claims": rows.tolist()})
        for (question, since), rows in found.groupby(["question", "since"])["at"]
    ]
    return [
        row | ({"since": since} if since else {})
        for _, since, row in sorted(groups, key=lambda group: group[:2])
    ]


def _box(frame: gpd.GeoDataFrame) -> list[list[float]]:
    west, south, east, north = (round(float(v), 4) for v in frame.total_bounds)
    return [[south, west], [north, east]]


def _graded(frame: pd.DataFrame, grades: pd.DataFrame) -> pd.DataFrame:
    """Put in the grade shown, with its reason, in place of what only some rows have."""
    return frame.assign(
        grade=grades["grade"],
        grade_reason=grades["reason"],
        grade_given=grades["own"].where(grades["own"]).astype("boolean"),
    )


def _sources(sources: pd.DataFrame, numbers: pd.Series[int]) -> list[Row]:
    out: list[Row] = [{} for _ in numbers]
    for row in rows(sources):
        for name in ("url", "also_at"):
            if name in row and web_address(row[name]) is None:
                row["not_a_link"] = row.pop(name)  # shown as text, never as a link
        if web_address(row.get("archived_at")) is None:
            row.pop("archived_at", None)
        out[int(numbers[row["source_id"]]) - 1] = row
    return out


def _claims(
    claims: pd.DataFrame,
    origin: pd.Series[int],
    printed: pd.DataFrame,
    numbers: pd.Series[int],
) -> list[Row]:
    at = {claim: i for i, claim in enumerate(claims["claim_id"])}
    out = []
    counted = printed.itertuples(index=False)
    for row, of, (sources, behind) in zip(rows(claims), origin, counted, strict=True):
        row["origin"] = int(of)
        if sources > 1:
            row["printed"] = [int(sources), int(behind)]
        row["source"] = int(numbers[row.pop("source_id")])
        if (target := row.pop("counterclaim_of", None)) is not None:
            row.update({"counters": at[target]} if target in at else {"counters_missing": target})
        out.append(row)
    return out
