"""The period of a figure: counted on and on, of one period, or as on a day."""

from __future__ import annotations

import pandas as pd

from geo.model.terms import Stance, Subject, Term

_GROWING = (Subject.AREA_CLEARED, Subject.EO_FOUND, Subject.CASUALTIES)
_MOST_DAYS = 31


class Span(Term):
    """Kind of period that a figure is of."""

    CUMULATIVE = "cumulative", "Cumulative", "Counted from one first day on"
    PERIOD = "period", "Of a period", "Counted in a day, week, month or year alone"
    STATE = "state", "As on a day", "How things were on a day"
    OPEN = "open", "Start not stated", "Counted up to a day; nobody says from when"
    PLAN = "plan", "Planned", "What is to be done by a day"


def kinds(claims: pd.DataFrame, spans: pd.DataFrame, ground: pd.DataFrame) -> pd.Series[str]:
    """Tell figures that are counted on and on from those of one period (see `Span`).

    A day, seven days, a month, a quarter, a half or a whole year of the calendar are periods, and
    so is what is not longer than a month, unless other figures with other ends are counted from
    the same first day.
    """
    first, last = spans["first"], spans["last"]
    end = last + pd.Timedelta(days=1)
    days = (end - first).dt.days
    months = (end.dt.year - first.dt.year) * 12 + end.dt.month - first.dt.month
    aligned = (first.dt.day == 1) & (end.dt.day == 1)
    calendar = aligned & (
        (months == 1)
        | ((months == 3) & (first.dt.month % 3 == 1))
        | ((months == 6) & (first.dt.month % 6 == 1))
        | ((months == 12) & (first.dt.month == 1))
    )
    exact = (days == 1) | (days == 7) | calendar
    key = [ground["by"], ground["where"], claims["subject"], claims["unit"].fillna(""), first]
    others = last.where(~exact).groupby([*key]).transform("nunique")
    period = exact | ((days <= _MOST_DAYS) & (others < 2))
    growing = claims["subject"].isin(_GROWING)
    kind = pd.Series(str(Span.CUMULATIVE), index=claims.index).mask(period, str(Span.PERIOD))
    kind = kind.mask(first.isna(), str(Span.OPEN)).mask(~growing, str(Span.STATE))
    return kind.mask(claims["stance"] == Stance.PLANS, str(Span.PLAN))
