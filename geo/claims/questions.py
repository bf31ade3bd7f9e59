"""Claims gathered by the question they answer, with all parties' statements alike."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from geo.claims.analysis import Analysis
from geo.claims.comparison import organisation
from geo.claims.contradictions import ContradictionRule, contradictions
from geo.claims.differences import Difference
from geo.claims.names import fold
from geo.claims.scopes import scope_name
from geo.claims.spans import Span, kinds
from geo.claims.times import last_days, periods
from geo.model.dataset import Dataset, current, expect_dataset
from geo.model.dates import in_words
from geo.model.lists import join, union
from geo.model.terms import Subject, Term
from geo.model.wording import word_figure


class Question(Term):
    """A question that people ask; its description names the subjects that answer it."""

    ACCURACY = "accuracy", "How accurate are the minefield maps, and were all handed over?"
    LAID = "laid", "How many mines were laid?"
    HARMED = "harmed", "How many people were harmed?"
    CLEARED = "cleared", "How much land is cleared?"
    CONTAMINATED = "contaminated", "How much land is contaminated?"
    FOUND = "found", "How much ordnance was found?"
    WORK = "work", "Who works there, where, with what?"
    OTHER = "other", "What else is said?"


_OF: dict[Subject, Question] = {
    Subject.RECORD_ACCURACY: Question.ACCURACY,
    Subject.MAP_HANDOVER: Question.ACCURACY,
    Subject.MINES_ESTIMATED: Question.LAID,
    Subject.MINES_MAPPED: Question.LAID,
    Subject.CASUALTIES: Question.HARMED,
    Subject.AREA_CLEARED: Question.CLEARED,
    Subject.CONTAMINATED_AREA: Question.CONTAMINATED,
    Subject.EO_FOUND: Question.FOUND,
    Subject.ACTIVITY_ONGOING: Question.WORK,
    Subject.ACTIVITY_PLANNED: Question.WORK,
    Subject.EQUIPMENT: Question.WORK,
    Subject.FUNDING: Question.WORK,
}
_COUNTED = (Subject.AREA_CLEARED, Subject.CASUALTIES, Subject.EO_FOUND)
_SAID = ["operator", "ordnance", "outcome", "victims", "scope"]


@dataclass(frozen=True, eq=False)
class Questions:
    """Answers to each question, and where they do not agree.

    Attributes
    ----------
    table : DataFrame
        One row for each claim and question it answers, by question and day. ``question``: see
        `Question`; ``heading``: the question in full, for figures that several organisations count
        from one day with that day ("How many people were harmed since 10 November 2020?").
        ``since``: for figures counted on from one day, that day (other days are other figures).
        ``claim_id``, ``claimant``, ``stance``, ``figure``, ``measure`` (what the figure
        counts), ``place``, ``period_start``, ``period_end``, ``as_of``, ``paraphrase``,
        ``source_id``, ``disputed``.
    disputes : DataFrame
        One row for each two claims, or total and parts, that differ: ``kind`` (see
        `geo.claims.differences.Difference`), ``dispute`` (True for the kinds that are one),
        ``rules``, ``subject``, ``claims``, ``message``. The number of disputes is that of its rows
        with ``dispute``, everywhere.
    """

    table: pd.DataFrame
    disputes: pd.DataFrame

    @property
    def counts(self) -> pd.Series[int]:
        """Number of disputes, and apart from them of what only differs, by kind."""
        found = self.disputes["kind"].value_counts()
        return found.reindex([str(kind) for kind in Difference], fill_value=0)

    def find(self, text: str) -> pd.DataFrame:
        """Return the claims that hold all words of a text, whatever question they answer.

        Searched are id, paraphrase, claimant, place, measure, figure and heading.
        """
        words = fold(text).split()
        names = ["claim_id", "paraphrase", "claimant", "place", "measure", "figure", "source_id"]
        rows = self.table[[*names, "heading"]].fillna("").itertuples(index=False, name=None)
        held = [all(word in fold(" ".join(row)) for word in words) for row in rows]
        return self.table[held]


def questions(dataset: Dataset) -> Questions:
    """Gather the claims by the question they answer.

    A claim also answers a question if it is recorded as countering one that does: that all maps
    were given stands with what is said of their accuracy.

    Parameters
    ----------
    dataset : Dataset

    Returns
    -------
    Questions

    Raises
    ------
    NotADataset
    """
    expect_dataset(dataset)
    dataset = current(dataset)
    analysis = Analysis(dataset["claims"]).numbered()
    claims = analysis.claims
    found = disputes(contradictions(analysis, dataset["sources"]))
    disputed = set(union(found.loc[found["dispute"], "claims"]))
    rows = answers(analysis)
    about = claims.loc[rows["at"]].reset_index(drop=True)
    stated = ["quantity", "quantity_min", "quantity_max", "unit", "qualifier"]
    figures = about[stated].itertuples(index=False, name=None)
    table = about.assign(
        question=rows["question"],
        heading=rows["heading"],
        figure=[word_figure(*figure) for figure in figures],
        measure=[_measure(row) for row in about[["subject", *_SAID]].to_dict("records")],
        place=about["place"].fillna("").map(scope_name),
        since=about["period_start"].where(about["unit"].notna()),
        disputed=about["claim_id"].isin(disputed),
        day=last_days(about["as_of"].fillna(about["period_end"])),
    )
    order = {str(question): rank for rank, question in enumerate(Question)}
    table = table.assign(rank=table["question"].map(order)).sort_values(
        ["rank", "day", "claim_id"], na_position="last", ignore_index=True
    )
    return Questions(
        table[
            [
                *(
                    "question",
                    "heading",
                    "since",
                    "claim_id",
                    "claimant",
                    "stance",
                    "figure",
                    "measure",
                ),
                *("place", "period_start", "period_end", "as_of", "paraphrase", "source_id"),
                "disputed",
            ]
        ],
        found,
    )


def answers(claims: pd.DataFrame | Analysis) -> pd.DataFrame:
    """Return which claims answer which question, also by what they counter.

    Parameters
    ----------
    claims : DataFrame or Analysis
        The ``claims`` table, with a clean index 0..N-1.

    Returns
    -------
    DataFrame
        One row for each claim and question: ``at`` (row of the claim), ``question``, ``since``
        (the day from which this and other organisations count, as far as it is stated; '' where
        none is shared) and ``heading`` (the question in full).
    """
    analysis = Analysis.of(claims)
    claims = analysis.claims
    own = claims["subject"].map(lambda subject: str(_OF.get(Subject(subject), Question.OTHER)))
    rows = pd.DataFrame(
        list(_answers(claims, own)), columns=["at", "question"]
    ).drop_duplicates(ignore_index=True)  # fmt: skip
    since = _shared_start(analysis)[rows["at"]].to_numpy()
    # What is counted is asked of its own subject; of another question the claim only speaks.
    rows["since"] = np.where(own[rows["at"]].to_numpy() == rows["question"], since, "")
    labels = rows["question"].map(lambda code: Question(code).label)
    rows["heading"] = [
        f"{label.removesuffix('?')} since {in_words(day)}?" if day else label
        for label, day in zip(labels, rows["since"], strict=True)
    ]
    return rows


def _shared_start(analysis: Analysis) -> pd.Series[str]:
    """Return the day from which a figure is counted on, where several organisations count so."""
    claims = analysis.claims
    by = pd.Series(organisation(claims["claimant"].fillna("")), index=claims.index, dtype="str")
    ground = pd.DataFrame({"by": by, "where": claims["footprint_id"].fillna("")})
    cumulative = kinds(claims, periods(analysis), ground) == Span.CUMULATIVE
    counted = cumulative & claims["subject"].isin(_COUNTED) & claims["unit"].notna()
    start = claims["period_start"].where(counted).fillna("")
    several = by.groupby([claims["subject"], start]).transform("nunique") > 1
    return start.where(several, "").astype("str")


def disputes(found: pd.DataFrame) -> pd.DataFrame:
    """Merge contradictions of the same claims, found by several rules, into one row.

    The number of disputes is that of the rows with ``dispute``: in the library, in commands, on
    the page and on paper.

    Parameters
    ----------
    found : DataFrame
        Result of `geo.claims.contradictions.contradictions`.

    Returns
    -------
    DataFrame
        See `Questions.disputes`; sorted by kind as `Difference` lists them, subject and claims.
        Of several kinds the first of that list counts.
    """
    return merge(found)[["kind", "dispute", "rules", "subject", "claims", "message"]]


def merge(found: pd.DataFrame) -> pd.DataFrame:
    """Return `disputes` with the claims of each pair and all messages.

    Returns
    -------
    DataFrame
        Also ``claim_a`` and ``claim_b`` (the latter missing for a set of claims), and ``texts``:
        list of the messages of rules other than a recorded counter-claim.
    """
    ranks = {str(kind): rank for rank, kind in enumerate(Difference)}
    pair = found["claim_b"].notna() & (found["kind"] != Difference.REVIEW)
    ends = [
        join(sorted((str(a), str(b)))) if paired else str(every)
        for a, b, every, paired in zip(
            found["claim_a"], found["claim_b"], found["claims"], pair, strict=True
        )
    ]
    rows = found.assign(ends=ends, pair=pair, rank=found["kind"].map(ranks))
    rows = rows.sort_values(["rank", "subject", "ends", "rule"])
    group = rows.groupby(["pair", "ends"], sort=False)
    out = group.first().reset_index()
    out["rules"] = group["rule"].agg(lambda names: join(sorted(set(names)))).to_numpy()
    out["claims"] = group["claims"].agg(_united).to_numpy()
    out["dispute"] = [Difference(kind).is_dispute for kind in out["kind"]]
    out["claim_b"] = out["claim_b"].where(out["pair"])
    told = rows["message"].where(rows["rule"] != ContradictionRule.COUNTER)
    texts = told.groupby([rows["pair"], rows["ends"]], sort=False)
    out["texts"] = texts.agg(lambda messages: list(messages.dropna())).to_numpy()
    return out


def _united(texts: pd.Series[str]) -> str:
    # An id may hold what parts lists: one list stays as it is.
    return join(union(texts)) if texts.nunique() > 1 else str(texts.iloc[0])


def _answers(claims: pd.DataFrame, own: pd.Series[str]) -> Iterator[tuple[int, str]]:
    """Yield rows of claims with the questions they answer, also by what they counter."""
    at = dict(zip(claims["claim_id"], claims.index, strict=True))
    answers = own.to_numpy()
    yield from enumerate(answers)
    target = claims["counterclaim_of"].map(at)
    for row, other in zip(np.flatnonzero(target.notna()), target.dropna(), strict=True):
        if answers[int(other)] != answers[row]:
            yield int(row), answers[int(other)]
            yield int(other), answers[row]


def _measure(row: Mapping[Hashable, Any]) -> str:
    said = [str(row[name]) for name in _SAID if not pd.isna(row[name])]
    return ", ".join([Subject(row["subject"]).label, *said])
