"""Sources: used, found again, each once."""

from __future__ import annotations

import pandas as pd

from geo.checks.registry import Case, finds
from geo.model.findings import make_findings
from geo.model.layers import LAYERS
from geo.model.terms import Level


@finds(
    "source-never-cited",
    Level.INFO,
    "Nothing in the dataset cites a source.",
    "Add what it says, or take it out of the register.",
)
def source_never_cited(case: Case) -> pd.DataFrame:
    """Find sources that no claim, hazardous area or released land names."""
    cited: set[str] = set()
    for name, layer in LAYERS.items():
        for column in layer.columns:
            if column.refers_to == "sources" and not layer.derived:
                cited.update(case[name][column.name].dropna())
    frame = case["sources"]
    rows = frame[~frame["source_id"].isin(cited)]
    return make_findings("sources", rows["source_id"], "never cited", "source_id")


@finds(
    "claim-without-locator",
    Level.INFO,
    "A claim does not say where in its source it stands.",
    "Give page, paragraph, table or time.",
)
def claim_without_locator(case: Case) -> pd.DataFrame:
    """Find claims that a reader would have to search for in their source."""
    frame = case["claims"]
    rows = frame[frame["locator"].isna()]
    return make_findings("claims", rows["claim_id"], "no locator", "locator")


@finds(
    "source-without-address",
    Level.INFO,
    "A source has no web address, so readers cannot follow it.",
    "Give the address, or that of an archived copy under 'also at'.",
)
def source_without_address(case: Case) -> pd.DataFrame:
    """Find sources without any address."""
    frame = case["sources"]
    rows = frame[frame["url"].isna() & frame["also_at"].isna()]
    return make_findings("sources", rows["source_id"], "no address", "url")


@finds(
    "same-address",
    Level.WARNING,
    "Two sources have the same address: one publication that counts as two.",
    "Make them one source; locators tell its parts apart.",
)
def same_address(case: Case) -> pd.DataFrame:
    """Find sources that are probably one.

    Addresses are compared without http(s), 'www.', a final '/' and a part after '#', unless that
    part names a page of its own ('#!', '#/'). The second and every further source is listed, with
    the first one's id.
    """
    frame = case["sources"].sort_values("source_id")
    plain = frame["url"].str.replace(r"^https?://(www\.)?|/*(#(?![!/]).*)?$", "", regex=True)
    twice = plain.notna() & plain.duplicated()
    first = frame["source_id"].groupby(plain).transform("first")[twice]
    ids, urls = frame.loc[twice, "source_id"], frame.loc[twice, "url"]
    return make_findings("sources", ids, "same address as " + first, "url", urls)
