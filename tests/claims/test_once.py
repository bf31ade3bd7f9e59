"""Comparable figures are worked out once, and passed on."""

from geo.claims import differences, grades
from geo.claims.comparison import comparable


def test_grades_compare_the_claims_once(karabakh, monkeypatch):
    calls = []

    def counted(claims):
        calls.append(len(claims))
        return comparable(claims)

    monkeypatch.setattr(grades, "comparable", counted)
    monkeypatch.setattr(differences, "comparable", counted)
    claims = karabakh["claims"]
    grades.claim_grades(claims, karabakh["sources"], karabakh["claimants"])
    assert calls == [len(claims)]


def test_known_figures_change_no_dispute(karabakh):
    claims = karabakh["claims"]
    known = differences.contested_claims(claims, comparable(claims))
    assert known
    assert known == differences.contested_claims(claims)
