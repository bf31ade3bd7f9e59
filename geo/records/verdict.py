"""Verdict on a set of records, one of five, from its numbers; and the sentence for people.

The verdict is about the records, on ground that was searched, at one tolerance. It says nothing
about ground that was not searched, and never that ground is without mines.
"""

from __future__ import annotations

from typing import Any, NamedTuple

HALF = 0.5
FEWEST_ITEMS, FEWEST_FINDS = 30, 10
GAIN = 0.2
SURE = 0.05


class Measured(NamedTuple):
    """Share of items matched at the tolerance that decides, with its 95 % interval."""

    share: float | None
    low: float | None
    high: float | None


class Numbers(NamedTuple):
    """The numbers that decide.

    Attributes
    ----------
    tolerance_m : float
        At which they were taken.
    items, finds : int
        On searched ground.
    items_outside : int
        Not on searched ground.
    as_drawn : Measured
        Items matched where they are drawn.
    by_chance : float or None
        Mean share of items near a find (hits) over random shifts.
    hit_share : float or None
        Of the items as drawn.
    p_value : float or None
        Of the hits as drawn.
    moved, moved_each : Measured
        After the offset of all records is taken out; after each record's own is.
    moved_by_chance, moved_each_by_chance : float or None
        Reached by the same search on records shifted far away.
    offset_m : float or None
        Length of the offset of all.
    covered : float or None
        Share of finds within the records' outlines grown by the tolerance.
    """

    tolerance_m: float
    items: int
    finds: int
    items_outside: int
    as_drawn: Measured
    hit_share: float | None
    by_chance: float | None
    p_value: float | None
    moved: Measured
    moved_each: Measured
    moved_by_chance: float | None
    moved_each_by_chance: float | None
    offset_m: float | None
    covered: float | None


def judge(n: Numbers) -> tuple[str, str, dict[str, Any]]:
    """Return the verdict, its sentence, and the numbers as a dictionary.

    The rules, the first that holds:

    - fewer than 30 items or 10 finds on searched ground: `undecided`, but `does_not_cover` where at
      least 10 finds lie there and less than half of them within an outline;
    - `displaced`: with the offset of all, or of each, taken out, more than half of the items are
      matched (lower bound), at least 0.2 more than as drawn and than the same search reaches by
      chance;
    - more than half of the items matched as drawn (lower bound), and more than chance (p ≤ 0.05):
      `agrees`, or `does_not_cover` where less than half of the finds lie within an outline;
    - `wrong`: less than half matched (upper bound) as drawn and after either offset;
    - `undecided`.
    """
    numbers = n._asdict()
    for name in ("as_drawn", "moved", "moved_each"):
        numbers[name] = numbers[name]._asdict()
    name, why = _rule(n)
    return name, f"{why} {_LIMIT}", numbers


_LIMIT = (
    "This is about the records on searched ground only; it says nothing about other ground, and "
    "not that any ground is free of mines."
)


def _rule(n: Numbers) -> tuple[str, str]:  # noqa: PLR0911 - one rule, one return
    few = n.items < FEWEST_ITEMS or n.finds < FEWEST_FINDS
    uncovered = n.covered is not None and n.covered < HALF and n.finds >= FEWEST_FINDS
    if few and uncovered:
        return "does_not_cover", (
            f"Only {n.items:,} recorded items lie on searched ground, where {n.finds:,} finds were "
            f"made; {_percent(n.covered)} of the finds lie within an outline."
        )
    if few:
        return "undecided", (
            f"{n.items:,} recorded items and {n.finds:,} finds on searched ground are too few "
            f"(expected {FEWEST_ITEMS} and {FEWEST_FINDS})."
        )
    for moved, chance, how in (
        (n.moved, n.moved_by_chance, f"moved by {n.offset_m or 0:.0f} m as a whole"),
        (n.moved_each, n.moved_each_by_chance, "with each record moved by its own offset"),
    ):
        if _gained(n, moved, chance):
            return "displaced", (
                f"As drawn, {_percent(n.as_drawn.share)} of {n.items:,} recorded items are matched "
                f"by a find within {n.tolerance_m:g} m; {how}, {_percent(moved.share)}. The shape "
                "is right and the place is not: datum, zone, reference point or declination."
                + _cover(n)
            )
    said = (
        f"{_percent(n.as_drawn.share)} of {n.items:,} recorded items are matched by a find within "
        f"{n.tolerance_m:g} m (95 %: {_percent(n.as_drawn.low)} to {_percent(n.as_drawn.high)})"
        f"{_chance(n)}"
    )
    if (n.as_drawn.low or 0) > HALF:
        if n.p_value is None or n.p_value > SURE:
            return "undecided", f"{said}: no more than chance explains."
        if uncovered:
            return "does_not_cover", (
                f"Where there are records they agree: {said}. But only {_percent(n.covered)} of "
                f"{n.finds:,} finds lie within {n.tolerance_m:g} m of an outline."
            )
        return "agrees", f"{said}.{_cover(n)}"
    highest = [m.high for m in (n.as_drawn, n.moved, n.moved_each) if m.high is not None]
    if highest and max(highest) < HALF:
        return "wrong", f"{said}, and no offset brings half of them to a find.{_cover(n)}"
    return "undecided", f"{said}: neither clearly more than half nor clearly less."


def _gained(n: Numbers, moved: Measured, chance: float | None) -> bool:
    if moved.share is None or moved.low is None or n.as_drawn.share is None:
        return False
    return (
        moved.low > HALF
        and moved.share - n.as_drawn.share >= GAIN
        and moved.share - (chance or 0.0) >= GAIN
    )


def _cover(n: Numbers) -> str:
    if n.covered is None:
        return ""
    return f" {_percent(n.covered)} of {n.finds:,} finds lie within an outline as drawn."


def _chance(n: Numbers) -> str:
    if n.by_chance is None or n.hit_share is None:
        return ""
    return (
        f"; {_percent(n.hit_share)} have any find that near, against {_percent(n.by_chance)} of "
        "records shifted at random"
    )


def _percent(share: float | None) -> str:
    return "no figure" if share is None else f"{100 * share:.0f} %"
