"""Matches, chance, offsets and verdict, put together to the scores of records."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from geo.geodesy.rings import Floats
from geo.model.schema import CRS as WGS84
from geo.model.terms import CAUTIONS
from geo.records.chance import hit_by_chance, shift_ways
from geo.records.cover import measure_cover, outlines_of
from geo.records.datum import hypotheses
from geo.records.inputs import Ready
from geo.records.matching import Indices, Pairs, Points, match, pairs_within
from geo.records.offset import (
    REACH_M,
    Offset,
    find_offset,
    move_records,
    offsets_of_records,
)
from geo.records.scores import bootstrap_share, circular_error, kappa, wilson
from geo.records.verdict import Measured, Numbers, judge

DECIDING_M = 10.0


NEIGHBOURHOOD_M = 500.0


_REFITS, _REFIT_ITEMS, _REFIT_M = 3, 2000, (300.0, 800.0)


class Scorer:
    """Matches, chance, offsets and verdict of what is ready."""

    def __init__(self, ready: Ready, steps: list[float], shifts: int, seed: int) -> None:
        self.ready, self.steps, self.shifts, self.seed = ready, steps, shifts, seed
        self.decides = min(steps, key=lambda one: (abs(one - DECIDING_M), one))
        self.reach = max(*steps, REACH_M)
        self.pairs = pairs_within(ready.items, ready.finds, self.reach)
        self.found = self._matches(self.pairs)
        self.shares = self._by_chance()

    def _matches(self, pairs: Pairs) -> list[Indices]:
        sizes = len(self.ready.items.x), len(self.ready.finds.x)
        return [match(pairs.within(step), *sizes) for step in self.steps]

    def _by_chance(self) -> Floats | None:
        ready, records = self.ready, len(self.ready.names)
        if not self.shifts or not len(ready.items.x) or not len(ready.finds.x):
            return None
        bounds = shapely.bounds(outlines_of(ready.items, ready.record, records))
        wide = np.hypot(bounds[:, 2] - bounds[:, 0], bounds[:, 3] - bounds[:, 1])
        radius = np.maximum(np.nan_to_num(wide), NEIGHBOURHOOD_M)
        ways = shift_ways(records, self.shifts, radius, self.seed)
        steps = np.asarray(self.steps)
        return hit_by_chance(
            ready.items, ready.record, ready.finds, ready.ground, steps, ways
        ).shares()

    def results(self, day: str | None) -> dict[str, Any]:
        """Return all scores."""
        ready = self.ready
        at = self.steps.index(self.decides)
        offset = find_offset(ready.items, ready.finds, self.pairs)
        each = offsets_of_records(
            ready.items, ready.record, len(ready.names), ready.finds, self.pairs
        )
        moved, moved_pairs = self.found, self.pairs
        if offset is not None:
            there = offset.move(ready.items)
            moved_pairs = pairs_within(there, ready.finds, max(self.steps))
            moved = self._matches(moved_pairs)
        alone = self.found[at]
        if each:
            x, y = move_records(ready.items, ready.record, each)
            near = pairs_within(Points(x, y, ready.items.scale), ready.finds, self.decides)
            alone = match(near, len(x), len(ready.finds.x))
        cover = measure_cover(
            ready.outlines, ready.finds, ready.accidents, ready.ground, self.steps, ready.plane
        )
        rows, after = self._table(self.found, self.pairs), self._table(moved, moved_pairs)
        by_fit = self._refitted() if offset is not None or each else (None, None)
        numbers = Numbers(
            tolerance_m=self.decides,
            items=len(ready.items.x),
            finds=len(ready.finds.x),
            items_outside=ready.outside,
            as_drawn=self._measured(self.found[at]),
            hit_share=rows[at]["hit_share"],
            by_chance=rows[at]["expected_by_chance"],
            p_value=rows[at]["p_value"],
            moved=self._measured(moved[at]) if offset else Measured(None, None, None),
            moved_each=self._measured(alone) if each else Measured(None, None, None),
            moved_by_chance=by_fit[0],
            moved_each_by_chance=by_fit[1],
            offset_m=None if offset is None else float(np.hypot(offset.east_m, offset.north_m)),
            covered=cover[at]["share"],
        )
        verdict, sentence, deciding = judge(numbers)
        before_m, after_m = self._distances(self.found, None), self._distances(moved, offset)
        types = ready.types, ready.find_types
        pairs = np.flatnonzero(self.found[at] >= 0)
        if verdict == "displaced":
            pairs, matched = np.flatnonzero(moved[at] >= 0), moved[at]
        else:
            matched = self.found[at]
        agreement = kappa(types[0].iloc[pairs], types[1].iloc[matched[pairs]])
        return {
            "verdict": verdict,
            "verdict_sentence": sentence,
            "verdict_numbers": deciding,
            "deciding_tolerance_m": self.decides,
            "records": len(ready.names),
            "items_outside_searched": ready.outside,
            "finds_outside_searched": ready.finds_outside,
            "accidents_outside_searched": ready.accidents_outside,
            "tolerances": rows,
            "offset": self._offset(offset, each, moved[at], by_fit[0]),
            "offset_hypotheses": self._hypotheses(offset, day),
            "ce50_m": {"before": _metres(before_m, 0.5), "after": _metres(after_m, 0.5)},
            "ce90_m": {"before": _metres(before_m, 0.9), "after": _metres(after_m, 0.9)},
            "after_offset": after,
            "covered": cover,
            "accountability": self._accountability(matched),
            "kappa": agreement["kappa"],
            "kappa_pairs": agreement["pairs"],
            "kappa_agree": agreement["agree"],
            "shifts": self.shifts,
            "seed": self.seed,
            "notes": [str(finding) for finding in ready.findings],
            "cautions": list(CAUTIONS),
        }

    def _table(self, found: list[Indices], pairs: Pairs) -> list[dict[str, Any]]:
        away = pairs.nearest_m(len(self.ready.items.x))
        hits = [int((away <= step).sum()) for step in self.steps]
        return [self._row(at, found[at], hits[at]) for at in range(len(self.steps))]

    def _row(self, at: int, found: Indices, hits: int) -> dict[str, Any]:
        ready = self.ready
        items, finds, matched = len(found), len(ready.finds.x), int((found >= 0).sum())
        out: dict[str, Any] = {"tolerance_m": self.steps[at], "items": items, "finds": finds,
                               "matched": matched}  # fmt: skip
        for name, whole in (("precision", items), ("recall", finds)):
            share, low, high = wilson(matched, whole)
            out |= {name: share, f"{name}_low": low, f"{name}_high": high}
        low, high = bootstrap_share(*self._by_record(found), self.seed)
        out |= {"precision_bootstrap_low": low, "precision_bootstrap_high": high}
        expected = p_value = None
        out |= {"hits": hits, "hit_share": hits / items if items else None}
        if self.shares is not None and len(self.shares) and items:
            column = self.shares[:, at]
            expected = float(column.mean())
            reached = int((column >= hits / items - 1e-12).sum())
            p_value = (1 + reached) / (1 + len(column))
        return out | {"expected_by_chance": expected, "p_value": p_value}

    def _by_record(self, found: Indices) -> tuple[Indices, Indices]:
        count = len(self.ready.names)
        there = self.ready.record[found >= 0]
        part = np.bincount(there, minlength=count)
        whole = np.bincount(self.ready.record, minlength=count)
        some = whole > 0
        return part[some], whole[some]

    def _measured(self, found: Indices) -> Measured:
        """The share matched; its interval the wider of Wilson's and that of records drawn anew."""
        share, low, high = wilson(int((found >= 0).sum()), len(found))
        drawn = bootstrap_share(*self._by_record(found), self.seed)
        if share is not None and low is not None and high is not None and drawn[0] is not None:
            low, high = min(low, drawn[0]), max(high, drawn[1] or high)
        return Measured(share, low, high)

    def _distances(self, found: list[Indices], offset: Offset | None) -> Floats:
        ready = self.ready
        last = found[-1]
        at = np.flatnonzero(last >= 0)
        items = (ready.items if offset is None else offset.move(ready.items)).take(at)
        finds = ready.finds.take(last[at])
        scale = (items.scale + finds.scale) / 2
        return np.asarray(np.hypot(finds.x - items.x, finds.y - items.y) * scale)

    def _offset(
        self,
        offset: Offset | None,
        each: dict[int, Offset],
        moved: Indices,
        by_chance: float | None,
    ) -> dict[str, Any]:
        per_record = [
            {
                "record_id": self.ready.names[number],
                "east_m": round(one.east_m, 3),
                "north_m": round(one.north_m, 3),
                "turn_deg": round(one.turn_deg, 3),
                "pairs": one.pairs,
            }
            for number, one in each.items()
        ]
        if offset is None:
            return {"east_m": None, "north_m": None, "share_within": None,
                    "share_by_chance": None, "per_record": per_record}  # fmt: skip
        return {
            "east_m": round(offset.east_m, 3),
            "north_m": round(offset.north_m, 3),
            "share_within": float((moved >= 0).mean()),
            "share_by_chance": by_chance,
            "per_record": per_record,
        }

    def _hypotheses(self, offset: Offset | None, day: str | None) -> list[dict[str, Any]]:
        """The mistakes often made, the shift each predicts here, and what it leaves unexplained."""
        ready = self.ready
        if not len(ready.items.x):
            return []
        middle = np.array([ready.items.x.mean()]), np.array([ready.items.y.mean()])
        (lon,), (lat,) = ready.plane.degrees(*middle)
        out: list[dict[str, Any]] = [
            {"name": "no mistake", "detail": "as drawn", "accuracy_m": None, "east_m": 0.0,
             "north_m": 0.0, "shift_m": 0.0, "remaining_m": None if offset is None else
             round(float(np.hypot(offset.east_m, offset.north_m)), 3)}
        ]  # fmt: skip
        for one in hypotheses(float(lon), float(lat), day=day):
            row: dict[str, Any] = {
                "name": one.name,
                "detail": one.detail,
                "accuracy_m": one.accuracy_m,
                "east_m": None if one.east_m is None else round(one.east_m, 3),
                "north_m": None if one.north_m is None else round(one.north_m, 3),
                "shift_m": round(one.shift_m, 3),
                "remaining_m": None,
            }
            if offset is not None and one.east_m is not None and one.north_m is not None:
                left = np.hypot(offset.east_m - one.east_m, offset.north_m - one.north_m)
                row["remaining_m"] = round(float(left), 3)
            elif offset is not None:  # its direction depends on the legs: at best this is left
                length = float(np.hypot(offset.east_m, offset.north_m))
                row["remaining_m"] = round(abs(length - one.shift_m), 3)
            out.append(row)
        known = [row for row in out if row["remaining_m"] is not None]
        return sorted(known, key=lambda row: row["remaining_m"]) or out

    def _accountability(self, found: Indices) -> list[dict[str, Any]]:
        """Of each record: items on searched ground, and how many were matched with a find."""
        count = len(self.ready.names)
        there = np.bincount(self.ready.record, minlength=count).tolist()
        matched = np.bincount(self.ready.record[found >= 0], minlength=count).tolist()
        out = []
        for name, whole, part, all_ in zip(
            self.ready.names, there, matched, self.ready.recorded.tolist(), strict=True
        ):
            share, low, high = wilson(part, whole)
            out.append(
                {"record_id": name, "recorded": whole, "found": part, "share": share, "low": low,
                 "high": high, "recorded_anywhere": all_}
            )  # fmt: skip
        return out

    def _refitted(self) -> tuple[float | None, float | None]:
        """Tell what the search for offsets reaches on records that were shifted far away."""
        ready = self.ready
        rng = np.random.default_rng(self.seed)
        count = len(ready.names)
        order = rng.permutation(count)
        sizes = np.bincount(ready.record, minlength=count)
        chosen = order[: max(1, int(np.searchsorted(np.cumsum(sizes[order]), _REFIT_ITEMS)))]
        at = np.flatnonzero(np.isin(ready.record, chosen))
        items, record = ready.items.take(at), ready.record[at]
        whole, each = [], []
        for _ in range(_REFITS):
            far = rng.uniform(*_REFIT_M, size=count)
            turn = rng.uniform(0, 2 * np.pi, size=count)
            moved = Points(
                items.x + (far * np.sin(turn))[record] / items.scale,
                items.y + (far * np.cos(turn))[record] / items.scale,
                items.scale,
            )
            inside = shapely.intersects_xy(ready.ground, moved.x, moved.y)
            moved, of = moved.take(inside), record[inside]
            pairs = pairs_within(moved, ready.finds, REACH_M)
            offset = find_offset(moved, ready.finds, pairs)
            if offset is not None:
                whole.append(self._share(offset.move(moved)))
            offsets = offsets_of_records(moved, of, count, ready.finds, pairs)
            if offsets:
                x, y = move_records(moved, of, offsets)
                each.append(self._share(Points(x, y, moved.scale)))
        return (
            float(np.mean(whole)) if whole else None,
            float(np.mean(each)) if each else None,
        )

    def _share(self, items: Points) -> float:
        near = pairs_within(items, self.ready.finds, self.decides)
        found = match(near, len(items.x), len(self.ready.finds.x))
        return float((found >= 0).mean()) if len(found) else 0.0

    def frames(self) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
        """Return items and finds on searched ground, with what they were matched with."""
        ready = self.ready
        found = self.found[self.steps.index(self.decides)]
        lon, lat = ready.plane.degrees(ready.items.x, ready.items.y)
        names = np.asarray(ready.names, dtype=object)
        items = gpd.GeoDataFrame(
            {"record_id": names[ready.record] if len(names) else [], "matched": found >= 0},
            geometry=gpd.points_from_xy(lon, lat), crs=WGS84,
        )  # fmt: skip
        taken = np.zeros(len(ready.finds.x), dtype=bool)
        taken[found[found >= 0]] = True
        lon, lat = ready.plane.degrees(ready.finds.x, ready.finds.y)
        finds = gpd.GeoDataFrame(
            {"matched": taken}, geometry=gpd.points_from_xy(lon, lat), crs=WGS84
        )
        return items, finds


def _metres(distances: Floats, share: float) -> float | None:
    radius = circular_error(distances, share)
    return None if radius is None else round(radius, 3)
