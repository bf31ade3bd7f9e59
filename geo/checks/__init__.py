"""Checks: what cannot be right, or needs a look. Frames in, findings out.

Each check is a function with a code, a level, a meaning and a hint; its docstring is its
documentation (`geo.export.codes.explain`). A check rejects nothing: ``error`` means that a figure
or an outline cannot be used as it is.

Where each rule of mine-action data is enforced
------------------------------------------------
Mandatory:

============================================  =========================================  =======
rule                                          codes                                      where
============================================  =========================================  =======
invalid geometry                              geometry-repaired, wrong-geometry-type     reading
invalid geometry, edited after reading        invalid-geometry                           check
empty geometry                                no-geometry                                reading
fewer than three distinct vertices            too-few-vertices                           check
duplicate geometry in a layer                 duplicate-geometry                         check
duplicate geometry of points                  shared-position, crowded-position          check
duplicate id, trimmed and case folded         duplicate-key                              reading
NaN coordinates                               invalid-number, no-geometry                reading
placeholder coordinates                       placeholder-coordinates                    reading
swapped longitude and latitude                swapped-coordinates                        reading
coordinates out of range                      coordinates-out-of-range                   reading
missing CRS, unknown datum                    reading stops with `CrsError`              reading
end before start                              end-before-start                           reading
release product without area                  release-without-area                       check
unknown source id                             unknown-reference, dangling-reference      reading
unknown enumeration value                     unknown-value                              reading
duplicate device rows in a report             duplicate-figure, event-twice              check
============================================  =========================================  =======

Advisory:

============================================  =========================================  =======
rule                                          codes                                      where
============================================  =========================================  =======
consecutive vertices > 5,000 m apart          long-edge                                  check
overlap of two hazard areas > 0.9 %           overlapping-hazards                        check
stated area differs by > 5 %                  area-differs                               check
outside the stated district                   outside-stated-district, place-elsewhere   check
outside every district                        outside-all-districts                      check
outside them by more than 1 degree            outside-boundaries                         reading
within the border's uncertainty               near-border                                check
release outside any hazard area               release-outside-hazard                     check
same label over-used across regions           overused-label                             check
a source never cited                          source-never-cited                         check
a claim without locator                       claim-without-locator                      check
settlement-level place drawn as an area       drawn-as-area                              check
districts that overlap or leave gaps          overlapping-districts,                     check
                                              gap-between-districts
a date in the future                          future-date, later-than-source             check
============================================  =========================================  =======

Beyond these: sliver-polygon, area-without-source, reported-too-early, placeholder-date,
undated-source, undated-claim, accident-dates-differ, accident-twice, source-without-address,
same-address, unknown-district, district-missing, place-unlinked, unit-without-number,
number-without-unit, outside-own-bounds, share-over-100, fraction-of-a-thing,
dispute-without-claim, uncertain-datum-shift, claimant-unknown, claimant-twice,
claimant-never-cited, counters-a-later-claim, counters-another-kind, hedge-lost, loaded-word,
name-missing, open-bracket, record-closure-poor, record-items-differ, record-without-band.
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from geo.checks import (
    claims,
    dates,
    datums,
    geometry,
    hazards,
    names,
    positions,
    records,
    sources,
    wording,
    zones,
)

# Importing a module registers its checks.
from geo.checks.registry import CHECKS, Case
from geo.model.dataset import Dataset, expect_dataset
from geo.model.findings import join_findings, order_findings

__all__ = [
    "CHECKS",
    "check",
    "claims",
    "dates",
    "datums",
    "geometry",
    "hazards",
    "names",
    "positions",
    "records",
    "sources",
    "wording",
    "zones",
]


def check(dataset: Dataset, today: date | None = None) -> pd.DataFrame:
    """Find all that is wrong, doubtful or worth knowing.

    Parameters
    ----------
    dataset : Dataset
        As read from a folder or opened from a GeoPackage.
    today : date, optional
        The day after which a date is in the future. By default the day the newest source was
        published: then the same data give the same findings on any day. (The day of the newest
        *information* would not do: a mistyped year would move it.)

    Returns
    -------
    DataFrame
        The ``findings`` table: those of reading, which the dataset carries, and those of every
        check; gravest first. Checking twice finds nothing new.

    Raises
    ------
    NotADataset
    """
    expect_dataset(dataset)
    case = Case(dataset, today)
    if today is None:
        case.today = dates.newest_publication(case)
    before = pd.DataFrame(dataset["findings"])
    # A stored dataset may carry findings of checks from an earlier run.
    kept = before[~before["code"].isin(CHECKS)]
    return order_findings(join_findings([kept, *(one.findings(case) for one in CHECKS.values())]))
