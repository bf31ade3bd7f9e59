"""Facts that many sheets of one dataset need, each worked out once."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import pandas as pd

from geo.claims.analysis import Analysis
from geo.claims.contradictions import contradictions
from geo.claims.over_time import everywhere
from geo.claims.questions import disputes
from geo.claims.summary import district_summary
from geo.land.ledger import ledger
from geo.model.dataset import Dataset, current, expect_dataset
from geo.model.terms import Subject
from geo.model.version import version
from geo.report.blocks import footer


class Facts:
    """A dataset and what is derived from it, for as many sheets as wanted.

    Parameters
    ----------
    dataset : Dataset
        Its current rows count.
    """

    def __init__(self, dataset: Dataset) -> None:
        expect_dataset(dataset)
        self.dataset = current(dataset)

    @cached_property
    def footer(self) -> list[str]:
        """Return the foot of every page."""
        return footer(self.dataset, version(self.dataset))

    @cached_property
    def _analysis(self) -> Analysis:
        return Analysis(self.dataset["claims"])

    @cached_property
    def summary(self) -> pd.DataFrame:
        """See `geo.claims.summary.district_summary`."""
        tables = (self.dataset[name] for name in ("sources", "districts", "accidents"))
        return district_summary(self._analysis, *tables)

    @cached_property
    def disputes(self) -> pd.DataFrame:
        """See `geo.claims.questions.disputes`."""
        return disputes(contradictions(self._analysis, self.dataset["sources"]))

    @cached_property
    def cleared(self) -> pd.DataFrame:
        """Claims of cleared land over time, see `geo.claims.over_time.everywhere`."""
        return everywhere(self.dataset, [Subject.AREA_CLEARED], self._analysis)

    @cached_property
    def day(self) -> str | None:
        """The day that balances are reckoned on: the date of the data, if it is a whole day."""
        day = self.dataset.meta.data_date
        return day if day is not None and len(day) == len("2000-01-01") else None

    @cached_property
    def land(self) -> pd.DataFrame | None:
        """The ledger's table by zone; None without outlines or without a day."""
        tables = (self.dataset["hazard_areas"], self.dataset["land_release"])
        if self.day is None or all(frame.empty for frame in tables):
            return None
        return ledger(self.dataset, self.day).table.set_index("zone")

    @cached_property
    def _cited(self) -> dict[tuple[str, str], list[str]]:
        links = self.dataset["citations"].sort_values("source_id")
        found: dict[tuple[str, str], list[str]] = {}
        for layer, feature, source in links[["layer", "feature_id", "source_id"]].itertuples(
            index=False
        ):
            found.setdefault((layer, feature), []).append(source)
        return found

    def sources(self, layer: str, ids: Any) -> list[str]:
        """Return the sources of some features, each once."""
        found = [source for name in ids for source in self._cited.get((layer, str(name)), ())]
        return list(dict.fromkeys(found))
