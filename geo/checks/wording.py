"""Words: whose they are, what they hedge, and names in all the languages that have them."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from geo.checks.registry import Case, finds
from geo.claims.parties import claimant_ids, known_claimants
from geo.model.findings import join_findings, make_findings
from geo.model.lists import split
from geo.model.terms import Level, Stance

_FIGURES = ["quantity", "quantity_min", "quantity_max"]
_HEDGE = re.compile(
    r"\b(about|around|approximately|roughly|nearly|almost|more than|at least|up to|"
    r"(?<!hand )(?<!handed )(?<!scattered )over(?! [\d,]+ (?:years|days))|"
    r"less than|fewer than|dozens of|hundreds of|thousands of)\b(?= (?:an? )?[\d,.]*\d|"
    r"(?<=of)| (?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty)\b)",
    re.IGNORECASE,
)
# One side's words for ground, people and deeds; in quotation marks they are the source's.
_LOADED = re.compile(
    r"\b(liberated|liberation|occupied|occupiers?|separatists?|terrorists?|terror|enemy|regime|"
    r"withh(?:old|olds|eld|olding)|hidden|so-called)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"https?://\S+|“[^”]*”|\"[^\"]*\"|«[^»]*»|‘[^’]*’")
_NAMES = ("name_az", "name_hy", "name_ru")


@finds(
    "claimant-unknown",
    Level.WARNING,
    "A claimant is not in the register of claimants, so nobody knows for which side it speaks.",
    "Add it to the register, or write the name that the register has.",
)
def claimant_unknown(case: Case) -> pd.DataFrame:
    """Find claimants that the register does not know, each once with its first claim.

    The person in brackets does not count. A dataset without a register has none to keep to.
    """
    claims, register = case["claims"], case["claimants"]
    if register.empty:
        return join_findings([])
    strange = claims[claimant_ids(claims, register).isna()].sort_values("claim_id")
    first = strange.drop_duplicates("claimant")
    n = strange.groupby("claimant")["claim_id"].transform("size")[first.index]
    message = [f"{who!r} in {k} claim(s)" for who, k in zip(first["claimant"], n, strict=True)]
    return make_findings("claims", first["claim_id"], message, "claimant", first["claimant"])


@finds(
    "claimant-twice",
    Level.WARNING,
    "Two entries of the register of claimants answer to one name.",
    "Keep one; the other spelling belongs into its aliases.",
)
def claimant_twice(case: Case) -> pd.DataFrame:
    """Find names that two registered claimants have, as name or alias, without regard to case."""
    register = case["claimants"].sort_values("claimant_id")
    known = known_claimants(pd.DataFrame(register))
    own = zip(register["name"], register["aliases"], strict=True)
    said = register[["claimant_id", "name", "aliases"]]
    both = pd.Series(
        [[*split(name), *split(also)] for name, also in own], said.index, dtype="object"
    )
    each = said.assign(one=both).explode("one")
    each = each[each["one"].notna()]
    each["one"] = each["one"].astype("str").str.casefold()
    other = each["one"].map(known)
    twice = each[other != each["claimant_id"]].drop_duplicates("claimant_id")
    also = twice["one"].map(known).astype("str")  # of no rows it would be numbers
    message = "also " + also + ": " + twice["one"].astype("str")
    return make_findings("claimants", twice["claimant_id"], message, "name", twice["name"])


@finds(
    "claimant-never-cited",
    Level.INFO,
    "No claim is made by somebody in the register of claimants.",
    "Take the entry out, or correct the spelling of its claims.",
)
def claimant_never_cited(case: Case) -> pd.DataFrame:
    """Find registered claimants without a claim."""
    register = pd.DataFrame(case["claimants"])
    speaking = set(claimant_ids(case["claims"], register).dropna())
    rows = register[~register["claimant_id"].isin(speaking)]
    return make_findings("claimants", rows["claimant_id"], "no claim", "name", rows["name"])


@finds(
    "counters-a-later-claim",
    Level.WARNING,
    "A claim is said to dispute or deny one that was published later, which nobody can.",
    "Let the later one counter the earlier; if only the figures differ, write 'differs'.",
)
def counters_a_later_claim(case: Case) -> pd.DataFrame:
    """Find disputes and denials of claims whose source is younger.

    The last day on which the disputing source may have been published is compared with the first
    day of the other. That claims differ is a remark of the compiler and has no order.
    """
    claims = pd.DataFrame(case["claims"])
    published = case["sources"].set_index("source_id")["published"]
    printed = claims["source_id"].map(published)
    of = claims["counterclaim_of"].map(printed.set_axis(claims["claim_id"]))
    against = claims["stance"].isin([Stance.DISPUTES, Stance.DENIES])
    both = claims[against & printed.notna() & of.notna()]
    # Partial dates: only as far as both are exact.
    late = [
        mine[: min(len(mine), len(other))] < other[: min(len(mine), len(other))]
        for mine, other in zip(printed[both.index], of[both.index], strict=True)
    ]
    rows = both[np.array(late, dtype=bool)]
    message = [
        f"published {mine}, counters {target}, published {other}"
        for mine, target, other in zip(
            printed[rows.index], rows["counterclaim_of"], of[rows.index], strict=True
        )
    ]
    return make_findings(
        "claims", rows["claim_id"], message, "counterclaim_of", rows["counterclaim_of"]
    )


@finds(
    "counters-another-kind",
    Level.WARNING,
    "A claim counters one of another kind, such as anti-tank mines against anti-personnel ones.",
    "Name the claim of the same kind, or take the link out.",
)
def counters_another_kind(case: Case) -> pd.DataFrame:
    """Find figures that counter a figure of another kind of ordnance in the same unit.

    Mines and other ordnance in one figure ('mines', 'all') compare with each of their kinds.
    """
    claims = pd.DataFrame(case["claims"])
    by_id = claims.set_index("claim_id")
    target = claims[claims["counterclaim_of"].isin(by_id.index)]
    other = by_id.loc[target["counterclaim_of"]].set_axis(target.index)
    wide = ["mines", "all", "unspecified"]
    apart = (
        target["ordnance"].notna()
        & other["ordnance"].notna()
        & (target["ordnance"] != other["ordnance"])
        & ~target["ordnance"].isin(wide)
        & ~other["ordnance"].isin(wide)
        & (target["subject"] == other["subject"])
    )
    rows = target[apart]
    message = rows["ordnance"] + " against " + other.loc[apart, "ordnance"]
    return make_findings(
        "claims", rows["claim_id"], message, "counterclaim_of", rows["counterclaim_of"]
    )


@finds(
    "hedge-lost",
    Level.WARNING,
    "The words of a claim hedge its figure ('about', 'nearly'), but the figure is kept as exact.",
    "Give the qualifier, or a bound: 'at least' and 'over' are a lower one, 'up to' an upper one.",
)
def hedge_lost(case: Case) -> pd.DataFrame:
    """Find claims whose words say 'about' and the like before a number, with no trace in the data.

    A qualifier or a bound is a trace. Only claims with a figure are read, and only words that
    stand directly before a number.
    """
    claims = pd.DataFrame(case["claims"])
    bare = claims["qualifier"].isna() & claims[["quantity_min", "quantity_max"]].isna().all(axis=1)
    rows = claims[bare & claims["quantity"].notna() & claims["paraphrase"].notna()]
    said = rows["paraphrase"].map(_HEDGE.search)
    rows = rows[said.notna()]
    words = [match.group(0) for match in said.dropna()]
    message = [f"{word!r} without a qualifier" for word in words]
    return make_findings("claims", rows["claim_id"], message, "qualifier", words)


@finds(
    "loaded-word",
    Level.INFO,
    "Our own text uses a word of one side, such as 'liberated' or 'separatist', as if it were "
    "neutral.",
    "Word it neutrally, or put the source's word in quotation marks.",
)
def loaded_word(case: Case) -> pd.DataFrame:
    """Find one side's words in paraphrases, notes, places and our own titles.

    Own titles are those in round brackets. What is in quotation marks, or in an address, is the
    source's.
    """
    claims, sources = pd.DataFrame(case["claims"]), pd.DataFrame(case["sources"])
    own = sources[sources["title"].fillna("").str.startswith("(")]
    texts = (
        ("claims", claims, "claim_id", ("paraphrase", "confidence_note", "place")),
        ("sources", own, "source_id", ("title",)),
    )
    parts = []
    for layer, frame, key, columns in texts:
        seen: set[str] = set()
        for column in columns:
            plain = frame[column].fillna("").str.replace(_QUOTED, "", regex=True)
            words = plain.map(_LOADED.search)
            rows = frame[words.notna() & ~frame[key].isin(seen)]
            seen.update(rows[key])
            given = [words[i].group(0) for i in rows.index]
            message = [f"{word!r}" for word in given]
            parts.append(make_findings(layer, rows[key], message, column, given))
    return join_findings(parts)


@finds(
    "name-missing",
    Level.INFO,
    "A district or place has no name in a language in which others of its layer are named.",
    "Add the name from an open source, and say which under 'source of the names'.",
)
def name_missing(case: Case) -> pd.DataFrame:
    """Find names missing in a language, counted by layer and language, with the first id.

    A language counts if at least half of the layer is named in it.
    """
    parts = []
    for layer, key in (("districts", "district"), ("places", "place_id")):
        frame = pd.DataFrame(case[layer]).sort_values(key)
        for column in _NAMES:
            without = frame[frame[column].isna()]
            if without.empty or len(without) * 2 > len(frame):
                continue
            message = f"{len(without)} of {len(frame)} have no {column}"
            parts.append(make_findings(layer, without[key].head(1), message, column))
    return join_findings(parts)


@finds(
    "open-bracket",
    Level.INFO,
    "A note has an opening bracket and no closing one: perhaps it was cut off.",
    "Complete the note.",
)
def open_bracket(case: Case) -> pd.DataFrame:
    """Find date notes, notes and locators with unequal numbers of round brackets."""
    parts = []
    for layer, key, columns in (
        ("sources", "source_id", ("date_note", "affiliation")),
        ("claims", "claim_id", ("confidence_note", "locator")),
    ):
        frame = pd.DataFrame(case[layer])
        seen: set[str] = set()
        for column in columns:
            text = frame[column].fillna("")
            cut = (text.str.count(r"\(") != text.str.count(r"\)")) & ~frame[key].isin(seen)
            rows = frame[cut]
            seen.update(rows[key])
            parts.append(
                make_findings(layer, rows[key], rows[column].str[:60], column, rows[column])
            )
    return join_findings(parts)
