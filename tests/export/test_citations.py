"""Sources of exported features: short beside them, in full in their table."""

import re

import pandas as pd

from geo.export.tables import export_csv


def test_several_sources_are_cited_short_and_in_full_in_their_table(karabakh, tmp_path):
    export_csv(karabakh, tmp_path)
    read = {n: pd.read_csv(tmp_path / f"{n}.csv", skiprows=[1])
            for n in ("clearance_zones", "districts", "sources", "citations")}  # fmt: skip
    zones = read["clearance_zones"].set_index("zone_id")
    zone = zones.loc["district:Tartar"]
    cited = read["citations"].query("layer == 'clearance_zones' & feature_id == 'district:Tartar'")
    titles = read["sources"].set_index("source_id").loc[cited["source_id"], "title"]
    assert [title in text for title, text in zip(titles, cited["citation"], strict=True)] == [
        True
    ] * len(cited)
    shown = zone["citations"].split(" | ")
    dates = [text.rsplit(", ", 1)[1] for text in shown]
    assert dates == sorted(dates, reverse=True)
    assert zone["source_ids"].count(";") + 1 == cited["source_id"].nunique() >= len(shown) > 1
    aghdam = read["districts"].set_index("district").loc["Aghdam", "citations"]
    assert len(aghdam) < 400
    assert re.search(r" \| and \d+ more$", aghdam)
