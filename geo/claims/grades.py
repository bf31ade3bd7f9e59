"""Grades by a rule: the same data give the same grade, and each says why.

The letter is about the source, the digit about the single claim (Admiralty code, NATO AJP-2.1).
Both follow from what the dataset records, by the tables `LETTERS` and `DIGITS` below; where that
is nothing, there is no grade. A grade that a person gave stays, and is marked so. To which side a
publisher belongs never lowers its letter: it only keeps it from confirming its own side.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.claims.analysis import Analysis
from geo.claims.comparison import codes, comparable, organisation, things
from geo.claims.differences import contested_claims
from geo.claims.origins import origins
from geo.claims.parties import NO_SIDE, claimant_ids, claimant_parties
from geo.claims.sums import agreeing_totals
from geo.claims.times import periods
from geo.claims.values import bounds
from geo.model.terms import ClaimantKind, InformationGrade, Origin, SourceGrade, Term

_FIGURES = ["quantity", "quantity_min", "quantity_max"]
_MISPRINTS = 2  # withheld figures that make a source unreliable
# Words of a date note that say: the day is ours, not the source's.
_INFERRED = r"inferred|undated|no year|year missing|not printed"
_SIDE = {NO_SIDE: "no side"}
_GRADES = ["grade", "reason", "own"]


class Reason(Term):
    """The words that reasons are made of, joined by '; '; what counts or quotes stays as it is."""

    METHOD = "primary with stated method", "primary with stated method"
    PRIMARY = "primary", "primary"
    NAMES = "names its primary source", "names its primary source"
    NOT_NAMED = "origin not named", "origin not named"
    OPINION = "opinion", "opinion"
    REPRINT = "reprint", "reprint"
    INFERRED = "date inferred or missing", "date inferred or missing"
    UNKNOWN = "unknown outlet without byline", "unknown outlet without byline"
    MISPRINTS = "two or more withheld misprints", "two or more withheld misprints"
    NOWHERE = "no date and no address", "no date and no address"
    GIVEN = "given by a person", "given by a person"
    NO_FIGURE = "no figure", "no figure"
    ONE = "one origin", "one origin"
    COMPLETE = "complete", "complete"
    SUMS = "its sums agree", "its sums agree"
    HEDGED = "hedged", "hedged"
    OPPOSED = "opposed", "opposed"
    NO_PERIOD = "no period", "no period"
    NO_PLACE = "no place", "no place"
    NO_UNIT = "no unit", "no unit"
    NO_LOCATOR = "no locator", "no locator"
    BOUNDS = "outside its own bounds", "outside its own bounds"
    WHOLE = "more than the whole", "more than the whole"


@dataclass(frozen=True)
class Line:
    """One line of a table of grades: the grade, when it applies, and the words for the reason."""

    grade: str
    when: str
    reason: str


# The lowest that applies is the source's letter.
LETTERS = (
    Line(
        SourceGrade.A, "primary, dated, method published, of no side", "primary with stated method"
    ),
    Line(SourceGrade.B, "primary and dated", "primary"),
    Line(SourceGrade.B, "names a primary source, dated", "names its primary source"),
    Line(SourceGrade.C, "dated, origin not named", "origin not named"),
    Line(SourceGrade.C, "dated, opinion", "opinion"),
    Line(SourceGrade.D, "reprint", "reprint"),
    Line(SourceGrade.D, "date inferred or missing", "date inferred or missing"),
    Line(SourceGrade.E, "outlet of no known side, without byline", "unknown outlet without byline"),
    Line(SourceGrade.E, "two or more withheld misprints", "two or more withheld misprints"),
    Line(SourceGrade.F, "no date and no address", "no date and no address"),
)

# The first that applies is the claim's digit.
DIGITS = (
    Line(InformationGrade.IMPROBABLE, "withheld, or impossible by its own numbers", "{faults}"),
    Line(InformationGrade.UNJUDGED, "no figure", "no figure"),
    Line(InformationGrade.UNJUDGED, "opinion of its author", "opinion"),
    Line(InformationGrade.CONFIRMED, "two sides or more agree", "agreed by {sides}{opposed}"),
    Line(InformationGrade.PROBABLE, "two origins of one side", "{origins} origins agree{opposed}"),
    Line(InformationGrade.PROBABLE, "sums agree", "one origin; its sums agree{opposed}"),
    Line(InformationGrade.POSSIBLE, "one origin, complete", "one origin; complete"),
    Line(InformationGrade.DOUBTFUL, "one origin, and a fault", "one origin; {faults}"),
)


def source_grades(sources: pd.DataFrame, claims: pd.DataFrame) -> pd.DataFrame:
    """Grade sources by what is recorded of them.

    Parameters
    ----------
    sources, claims : DataFrame
        Tables of the schema.

    Returns
    -------
    DataFrame, shape (n, 3)
        Same index as `sources`. ``grade``: a letter, missing where the source's origin is not
        recorded. ``reason``: every line of `LETTERS` that gives this letter. ``own``: a person
        gave it.
    """
    origin, party = sources["origin"], sources["party"]
    note = sources["date_note"].fillna("")
    dated = sources["published"].notna() & ~note.str.contains(_INFERRED, case=False)
    bad = claims.loc[claims["withheld"].notna(), "source_id"].value_counts()
    primary = (origin == Origin.PRIMARY) & dated
    best = primary & sources["method"].notna() & (party == NO_SIDE)
    applies = (
        best,
        primary & ~best,
        (origin == Origin.NAMES_PRIMARY) & dated,
        (origin == Origin.UNKNOWN) & dated,
        (origin == Origin.OPINION) & dated,
        origin == Origin.REPRINT,
        ~dated,
        party.isna() & sources["author"].isna(),
        sources["source_id"].map(bad).fillna(0) >= _MISPRINTS,
        sources["published"].isna() & sources[["url", "also_at"]].isna().all(axis=1),
    )
    table = np.column_stack([a.fillna(False).to_numpy(dtype=bool) for a in applies])
    grade, reason = [], []
    for row in table:
        worst = max(
            (line.grade for line, there in zip(LETTERS, row, strict=True) if there), default=""
        )
        grade.append(worst)
        given = zip(LETTERS, row, strict=True)
        reason.append("; ".join(li.reason for li, there in given if there and li.grade == worst))
    said = pd.DataFrame({"grade": grade, "reason": reason}, index=sources.index)
    said[origin.isna().to_numpy() | (said["grade"] == "")] = None
    return _with_own(said, sources["grade"])


def claim_grades(
    claims: pd.DataFrame | Analysis, sources: pd.DataFrame, claimants: pd.DataFrame
) -> pd.DataFrame:
    """Grade claims by who agrees with them and how complete they are.

    Figures agree if they are the same as stated, of the same measure, ground and period
    (`geo.claims.comparison.things`); reprints count once (`geo.claims.origins.origins`).

    Parameters
    ----------
    claims : DataFrame or Analysis
    sources, claimants : DataFrame
        Tables of the schema.

    Returns
    -------
    DataFrame, shape (n, 3)
        Same index as `claims`. ``grade``: a digit, missing where the claimant is not in the
        register. ``reason``: the line of `DIGITS`, with what it counts. ``own``: a person gave it.
    """
    given = Analysis.of(claims).claims
    analysis = Analysis.of(claims).numbered()
    plain = analysis.claims
    origin_of, sides = _agreement(analysis, sources, claimants)
    broken = _impossible(plain)
    opposed = plain["claim_id"].isin(contested_claims(analysis)).to_numpy()
    faults = _faults(analysis, opposed)
    origin = plain["source_id"].map(sources.set_index("source_id")["origin"])
    who = claimant_ids(plain, claimants)
    person = who.map(claimants.set_index("claimant_id")["kind"]) == ClaimantKind.PERSON
    applies = (
        broken.notna(),
        plain[_FIGURES].isna().all(axis=1),
        (origin == Origin.OPINION).fillna(False) & person,
        [len(each) > 1 for each in sides],
        [n > 1 for n in origin_of],
        plain.index.isin(agreeing_totals(comparable(analysis))),
        [not each for each in faults],
        np.ones(len(plain), dtype=bool),
    )
    first = np.argmax(np.column_stack([np.asarray(a, dtype=bool) for a in applies]), axis=1)
    reason = [
        DIGITS[n].reason.format(
            faults=broken[i] if n == 0 else "; ".join(faults[i]),
            sides=" and ".join(sides[i]),
            origins=origin_of[i],
            opposed="; opposed" if opposed[i] else "",
        )
        for i, n in enumerate(first)
    ]
    grade = [str(DIGITS[n].grade) for n in first]
    said = pd.DataFrame({"grade": grade, "reason": reason}, index=given.index, dtype="object")
    said[who.isna().to_numpy()] = None
    return _with_own(said, given["grade"])


def count_printings(
    claims: pd.DataFrame | Analysis, sources: pd.DataFrame, claimants: pd.DataFrame
) -> pd.DataFrame:
    """Count the sources that print each claim's figure, and the origins that stand behind them.

    Parameters
    ----------
    claims : DataFrame or Analysis
    sources, claimants : DataFrame
        Tables of the schema.

    Returns
    -------
    DataFrame of int, shape (n, 2)
        Same index as `claims`. ``sources``: those with the same figure of the same measure, ground
        and period, whoever says it; 1 for what does not compare. ``origins``: of those that may
        have counted, as in `claim_grades`, reprints collapsed; 0 where none of them may.
    """
    analysis = Analysis.of(claims).numbered()
    about = things(analysis)
    printed = about["source_id"].groupby(_same(about)).transform("nunique")
    n, _ = _agreement(analysis, sources, claimants)
    every = analysis.claims.index
    return pd.DataFrame(
        {"sources": printed.reindex(every, fill_value=1).to_numpy(), "origins": n},
        index=Analysis.of(claims).claims.index,
    )


def _same(about: pd.DataFrame) -> pd.Series[int]:
    """Number the figures of `things` that are the same as stated."""
    return pd.Series(codes(about, ["thing", "stated_low", "stated_high"]), about.index)


def _with_own(said: pd.DataFrame, own: pd.Series[str]) -> pd.DataFrame:
    """Let a person's grade win over the rule's."""
    given = own.notna()
    out = said.assign(
        grade=said["grade"].mask(given, own),
        reason=said["reason"].mask(given, str(Reason.GIVEN)),
        own=given,
    )
    return out.astype({"grade": "str", "reason": "str", "own": "bool"})[_GRADES]


def _agreement(
    analysis: Analysis, sources: pd.DataFrame, claimants: pd.DataFrame
) -> tuple[list[int], list[list[str]]]:
    """Count the origins that state each claim's figure, and name their sides.

    Only who may have counted is a witness: no outlet that says it in its own words, and nobody
    who is its own publisher and repeats others.
    """
    claims, figure = analysis.claims, _same(things(analysis))
    origin, party = origins(analysis), claimant_parties(claims, claimants)
    silent = _repeats(claims, sources, claimants)
    witnesses: dict[int, set[int]] = {}
    sides: dict[int, set[str]] = {}
    at = {int(label): int(of) for label, of in zip(figure.index, figure, strict=True)}
    for label, of in at.items():
        if silent[label]:
            continue
        witnesses.setdefault(of, set()).add(int(origin[label]))
        if isinstance(party[label], str):
            sides.setdefault(of, set()).add(_SIDE.get(party[label], party[label]))
    n = [len(witnesses.get(at[i], ())) if i in at else 1 for i in claims.index]
    return n, [sorted(sides.get(at[i], ())) if i in at else [] for i in claims.index]


def _repeats(
    claims: pd.DataFrame, sources: pd.DataFrame, claimants: pd.DataFrame
) -> npt.NDArray[np.bool_]:
    """Tell which claims nobody makes who may have counted: an outlet's own, or a reprint's."""
    kind = claimant_ids(claims, claimants).map(claimants.set_index("claimant_id")["kind"])
    known = sources.set_index("source_id")
    reprint = (claims["source_id"].map(known["origin"]) == Origin.REPRINT).to_numpy(dtype=bool)
    publishers = claims["source_id"].map(known["publisher"]).fillna("").str.casefold()
    names = [name.casefold() for name in organisation(claims["claimant"].fillna(""))]
    itself = [name in by for name, by in zip(names, publishers, strict=True)]
    outlet = (kind.isna() | (kind == ClaimantKind.MEDIA)).to_numpy(dtype=bool)
    return np.logical_or(outlet, np.logical_and(reprint, itself)).astype(bool)


def _faults(analysis: Analysis, opposed: npt.NDArray[np.bool_]) -> list[list[str]]:
    """List what each claim lacks, and how it is hedged or opposed."""
    claims = analysis.claims
    spans, stated = periods(analysis), bounds(analysis)
    lacks = {
        "no period": spans["last"].isna(),
        "no place": claims["footprint_id"].isna() & claims["place"].isna(),
        "no unit": claims["unit"].isna(),
        "no locator": claims["locator"].isna(),
        "hedged": claims["qualifier"].notna() | stated.isna().any(axis=1),
        "opposed": pd.Series(opposed, index=claims.index),
    }
    rows = pd.DataFrame(lacks).to_dict("records")
    return [[str(fault) for fault, there in row.items() if there] for row in rows]


def _impossible(claims: pd.DataFrame) -> pd.Series[str]:
    """Say why a figure cannot be right: withheld, outside its own bounds, more than the whole."""
    figure, least, most = (claims[name] for name in _FIGURES)
    outside = (figure < least) | (figure > most) | (least > most)
    whole = (claims["unit"] == "percent") & (claims[_FIGURES].max(axis=1) > 100)
    why = pd.Series(None, index=claims.index, dtype="str")
    why = why.mask(whole.fillna(False), "more than the whole")
    why = why.mask(outside.fillna(False), "outside its own bounds")
    return why.mask(claims["withheld"].notna(), "withheld: " + claims["withheld"].fillna(""))
