"""What is worked out of claims is worked out once for a page, and passed on."""

from collections import Counter

import geo
from geo.claims import differences, grades, times
from geo.claims.analysis import Analysis
from geo.claims.comparison import comparable, things
from tests.conftest import ROOT


def count_answers(monkeypatch):
    """Count how often each function marked with `once` runs, for whatever table."""
    runs, recall = Counter(), Analysis.result

    def counted(analysis, function):
        runs[function.__name__] += function not in analysis._results
        return recall(analysis, function)

    monkeypatch.setattr(Analysis, "result", counted)
    return runs


def test_a_page_analyses_its_claims_once(monkeypatch):
    runs, resolved, resolve = count_answers(monkeypatch), Counter(), times._days

    def counted(texts, edge):
        resolved[edge.__name__, tuple(texts)] += 1
        return resolve(texts, edge)

    monkeypatch.setattr(times, "_days", counted)
    geo.folium_map(geo.open_dataset(ROOT / "layers" / "exercise.gpkg"))
    assert set(runs) >= {"comparable", "periods", "bounds", "origins", "contested_claims"}
    assert set(runs.values()) == {1}
    # Columns of dates, each read once from either edge.
    assert len(resolved) >= 4
    assert set(resolved.values()) == {1}


def test_tables_are_analysed_anew_and_an_analysis_is_not(karabakh, monkeypatch):
    runs, claims = count_answers(monkeypatch), karabakh["claims"]
    comparable(claims)
    comparable(claims)
    assert runs["comparable"] == 2
    analysis = Analysis(claims)
    assert comparable(analysis) is comparable(analysis)
    assert runs["comparable"] == 3
    assert comparable(analysis.where(claims["stance"] == "asserts")) is not comparable(analysis)
    assert things(analysis.numbered()) is things(analysis)


def test_an_analysis_answers_as_its_table_does(karabakh):
    claims, sources, claimants = (karabakh[n] for n in ("claims", "sources", "claimants"))
    for said in (claims[:120], claims[400:200:-2]):
        analysis = Analysis(said)
        graded = grades.claim_grades(analysis, sources, claimants)
        assert graded.equals(grades.claim_grades(said, sources, claimants))
        assert graded.index.equals(said.index)
        assert differences.contested_claims(analysis) == differences.contested_claims(said)
        found = geo.contradictions(analysis, sources)
        assert found.equals(geo.contradictions(said, sources))
