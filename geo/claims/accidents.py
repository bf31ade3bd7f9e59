"""Accidents, counted: every accident once, ranges kept, 'not stated' a class of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from geo.errors import UnknownName
from geo.model.dataset import Dataset, current, expect_dataset
from geo.model.layers import DELIVERED_EVENT
from geo.model.lists import join
from geo.model.terms import Ordnance, Victims

NOT_STATED = "not stated"

# Classes by the words of the claims, which are the compiler's own and therefore uniform. A word
# counts where it begins; the first class that fits a text is taken.
_DEVICES = {
    "anti_personnel": r"AP mine|anti-personnel|PMN|antipersonnel",
    "anti_vehicle": r"AT mine|anti-tank|anti-vehicle|TM-",
    "submunition": r"cluster|submunition",
    "unexploded_ordnance": r"UXO|unexploded|shell|grenade|rocket",
    "improvised": r"IED|improvised",
    "mines": r"mine\b|mines\b|landmine",
}
_ACTIVITIES = {
    "clearing or surveying": r"clearing|clearance|demin|survey|sapper|ANAMA employee|HALO",
    "herding": r"herd|shepherd|pasture|graz|cattle|sheep",
    "farming": r"farm|tractor|plough|harvest|field work|garden|vineyard",
    "gathering or hunting": r"gather|herb|mushroom|firewood|hunt|fish|scrap",
    "building": r"construction|compan|builder|road work|bulldozer|excavator|work(?:er|ing) on",
    "travelling": r"driv|truck|car\b|bus\b|vehicle|passenger|motor",
    "visiting": r"cemeter|grave|visit|house|journalist",
    "military duty": r"soldier|servicem|border guard|army|officer|patrol|peacekeeper",
}
_VEHICLES = {
    "tractor": r"tractor",
    "truck": r"truck|lorry|Kamaz|KAMAZ|Ural",
    "excavator or bulldozer": r"excavator|bulldozer|loader",
    "car": r"\bcar\b|jeep|Niva|UAZ",
    "bus": r"\bbus\b",
    "other vehicle": r"vehicle|motor",
}
_AGES = {
    "child": r"child|boy|girl|minor|teenage|schoolb",
    "adult": r"\bm[ae]n\b|wom[ae]n|serviceman",
}
_SEXES = {"female": r"wom[ae]n|girl", "male": r"\bm[ae]n\b|boy|herdsman|serviceman|servicemen"}
_BY_WORDS: Mapping[str, Mapping[str, str]] = {
    "activity": _ACTIVITIES,
    "vehicle": _VEHICLES,
    "age_group": _AGES,
    "sex": _SEXES,
}
DIMENSIONS = ("year", "district", "victims", "device", *_BY_WORDS)


def accident_table(dataset: Dataset, by: str | Sequence[str] = ("year",)) -> pd.DataFrame:
    """Count accidents by what is stated of them.

    Parameters
    ----------
    dataset : Dataset
    by : str or sequence of str
        Of `DIMENSIONS`: ``year``, ``district``, ``victims`` (civilian, military, deminer, …),
        ``device``, ``activity``, ``vehicle``, ``age_group``, ``sex``. What is not stated is the
        class 'not stated'; of an accident that has several, they are one class, joined by ';'.

    Returns
    -------
    DataFrame
        One row for each combination that occurs, sorted: the columns of `by`, ``accidents``,
        ``killed_low``, ``killed_high``, ``injured_low``, ``injured_high`` (sums of the ranges that
        sources give; missing where none of them counts), ``killed_not_counted`` and
        ``injured_not_counted`` (accidents of which no source does), ``event_ids`` (';'-joined).
        Each accident is in one row.

    Raises
    ------
    NotADataset
    UnknownName
        If there is no such dimension.

    Notes
    -----
    ``device`` comes from the terms of the claims and of delivered events, and where these say
    nothing from their words; ``activity``, ``vehicle``, ``age_group`` and ``sex`` from the words
    alone. A word may mislead: follow ``event_ids`` to the claims before citing a small cell.
    """
    expect_dataset(dataset)
    keys = [by] if isinstance(by, str) else list(by)
    for key in keys:
        if key not in DIMENSIONS:
            raise UnknownName("dimension of accidents", key, DIMENSIONS)
    dataset = current(dataset)
    rows = describe_accidents(dataset)
    ranges = ["killed_min", "killed_max", "injured_min", "injured_max"]
    group: Any = rows.groupby(keys, sort=True) if keys else rows.groupby(lambda _: 0)
    out: pd.DataFrame = group[ranges].sum(min_count=1)
    out.columns = pd.Index(["killed_low", "killed_high", "injured_low", "injured_high"])
    out.insert(0, "accidents", group.size())
    for outcome in ("killed", "injured"):
        out[f"{outcome}_not_counted"] = group[f"{outcome}_min"].agg(lambda n: int(n.isna().sum()))
    out["event_ids"] = group["event_id"].agg(lambda ids: join(sorted(ids)))
    return out.reset_index(drop=not keys)


def describe_accidents(dataset: Dataset) -> pd.DataFrame:
    """Return the accidents, each once, with a column for each of `DIMENSIONS`."""
    accidents = pd.DataFrame(dataset["accidents"].drop(columns="geometry"))
    claims, events = dataset["claims"], dataset["events"]
    said = claims[claims["event_id"].notna()]
    words: dict[str, str] = {}
    for event, *texts_of in said[["event_id", "paraphrase", "category"]].itertuples(index=False):
        words[event] = " ".join(
            [words.get(event, ""), *(t for t in texts_of if isinstance(t, str))]
        )
    texts = [words.get(event, "") for event in accidents["event_id"]]
    # A delivered event has no claim; its id is behind 'event:'.
    own = accidents["event_id"].str.removeprefix(DELIVERED_EVENT)
    delivered = dict(zip(events["event_id"], events["ordnance"], strict=True))
    kinds = said[said["ordnance"].notna()].groupby("event_id")["ordnance"].agg(set).to_dict()
    victims = said[said["victims"].notna()].groupby("event_id")["victims"].agg(set).to_dict()
    devices = [
        _joined(kinds.get(event) or _one(delivered.get(plain)) or _classes(_DEVICES, text))
        for event, plain, text in zip(accidents["event_id"], own, texts, strict=True)
    ]
    groups = [
        _joined(set(victims.get(event, ())) - {str(Victims.ALL), str(Victims.UNSPECIFIED)})
        for event in accidents["event_id"]
    ]
    year = accidents["occurred"].str[:4].fillna(NOT_STATED)
    out = accidents.assign(
        year=year,
        district=accidents["districts"].fillna(NOT_STATED),
        victims=groups,
        device=devices,
    )
    for name, classes in _BY_WORDS.items():
        out[name] = [_joined(_classes(classes, text)) for text in texts]
    return out


def _one(value: Any) -> set[str]:
    return (
        set() if value is None or pd.isna(value) or value == Ordnance.UNSPECIFIED else {str(value)}
    )


def _classes(classes: Mapping[str, str], text: str) -> set[str]:
    """Return the first class that the words of a text fit."""
    for name, words in classes.items():
        if re.search(rf"(?<![a-z])(?:{words})", text, re.IGNORECASE):
            return {name}
    return set()


def _joined(names: Iterable[str]) -> str:
    return join(sorted(names)) or NOT_STATED
