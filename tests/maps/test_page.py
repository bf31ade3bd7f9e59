"""The page as text: self-contained, inert, the same bytes every time."""

import base64
import hashlib
import re
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from geo.intake.folder import read_dataset
from geo.maps import folium_map, render_map
from geo.store import open_dataset
from tests.conftest import write_small
from tests.maps.hostile import ADDRESSES, HOSTILE, poisoned
from tests.maps.unpack import Elements, payload_of


@pytest.fixture(scope="module")
def page(karabakh_page):
    return karabakh_page.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def elements(page):
    return Elements(page)


def test_same_input_same_bytes(karabakh, page):
    assert render_map(karabakh) == page


def test_shuffled_rows_make_the_same_page(small):
    folder = small()
    first = render_map(read_dataset(folder))
    for table in ("claims", "sources", "districts"):
        path = folder / f"{table}.csv"
        head, *rows = path.read_text(encoding="utf-8").splitlines()
        path.write_text("\n".join([head, *reversed(rows)]) + "\n", encoding="utf-8")
    assert render_map(read_dataset(folder)) == first


def test_the_geopackage_makes_the_same_page_as_the_text_files(karabakh_gpkg, page):
    assert render_map(open_dataset(karabakh_gpkg)) == page


def test_the_default_page_is_small(page):
    assert len(page.encode()) < 3_000_000


def test_nothing_is_loaded(elements):
    loading = [
        (tag, name, value)
        for tag, attributes in elements.tags
        for name, value in attributes.items()
        if name in ("src", "srcset", "data", "action", "background")
        or (name == "href" and tag not in {"a", "use"})
    ]
    assert loading == []
    assert [tag for tag, _ in elements.tags if tag in ("link", "iframe", "object", "img")] == []


def test_style_sheets_name_no_file(page):
    styles = "".join(re.findall(r"<style>(.*?)</style>", page, re.DOTALL))
    assert "@import" not in styles
    assert re.findall(r"url\((?!#)", styles) == []


def test_the_policy_names_every_script_and_no_other(elements):
    policy = next(
        a["content"] for t, a in elements.tags if a.get("http-equiv") == "Content-Security-Policy"
    )
    parts = dict(part.split(" ", 1) for part in policy.split("; "))
    assert parts["default-src"] == parts["base-uri"] == parts["form-action"] == "'none'"
    assert parts["img-src"].split() == [
        "data:",
        "blob:",
        "https://tile.openstreetmap.org",
        "https://server.arcgisonline.com",
    ]
    kinds = [a.get("type") for t, a in elements.tags if t == "script"]
    wanted = {
        "'sha256-" + base64.b64encode(hashlib.sha256(code.encode()).digest()).decode() + "'"
        for code, kind in zip(elements.scripts, kinds, strict=True)
        if kind is None
    }
    assert set(parts["script-src"].split()) == wanted


def test_the_policy_stands_before_everything_that_could_run(elements):
    names = [t for t, a in elements.tags]
    policy = next(
        k
        for k, (_, a) in enumerate(elements.tags)
        if a.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy < names.index("script")
    assert policy < names.index("style")


def test_no_handler_in_markup_and_no_evaluation_of_text(page, elements):
    assert not [n for _, attributes in elements.tags for n in attributes if n.startswith("on")]
    own = [s for s in elements.scripts if "window.atlas" in s or "atlas." in s]
    for code in own:
        assert not re.search(
            r"\beval\(|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write", code
        )


def test_zooming_with_the_fingers_is_not_forbidden(page):
    assert "user-scalable" not in page


def test_folium_carries_running_numbers_only(page):
    added = re.findall(r"_add\((\{.*?\})\);\n", page, re.DOTALL)
    assert len(added) == 16
    properties = {p for data in added for p in re.findall(r'"properties": (\{.*?\})', data)}
    assert properties
    assert all(re.fullmatch(r'\{"i": \d+\}', p) for p in properties)


def test_cautions_stand_in_the_markup_itself(page):
    body = page[page.index("<body>") :]
    for caution in (
        "No record is not evidence of no contamination.",
        "Not for navigation or for judging that land is safe.",
    ):
        assert caution in body[: body.index("<script")]


@pytest.fixture(scope="module")
def harmless(made_once):
    """Tags of the page of the small dataset."""
    return Elements(render_map(read_dataset(made_once("small", write_small))))


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_arrives_letter_by_letter_and_nowhere_else(small, harmless, text):
    dataset = read_dataset(small())
    page = render_map(poisoned(dataset, text))
    data, elements = payload_of(page), Elements(page)
    assert data["meta"]["title"] == dataset.meta.title + text
    assert {c["paraphrase"] for c in data["claims"]} == {
        p + text for p in dataset["claims"]["paraphrase"]
    }
    assert {s["title"] for s in data["sources"]} == {t + text for t in dataset["sources"]["title"]}
    assert {d["district"] for d in data["districts"]} == {"West" + text, "East" + text}
    assert [s["name"] for s in data["sites"]] == ["Mill" + text]
    assert elements.title == dataset.meta.title + text
    # Same tags as the harmless page, and the same policy: nothing of the text became markup.
    assert [t for t, _ in elements.tags] == [t for t, _ in harmless.tags]
    assert elements.tags == harmless.tags
    assert "uid=" not in page


def test_addresses_that_are_no_web_addresses_are_kept_as_text(small):
    dataset = read_dataset(small())
    first = dataset["sources"].iloc[0].to_dict()
    more = [first | {"source_id": f"a{i}", "url": url} for i, url in enumerate(ADDRESSES)]
    sources = pd.concat([dataset["sources"], pd.DataFrame(more)], ignore_index=True)
    page = render_map(replace(dataset, tables={**dataset.tables, "sources": sources}))
    shown = {s["source_id"]: s for s in payload_of(page)["sources"]}
    for i, address in enumerate(ADDRESSES):
        link = shown[f"a{i}"].get("url")
        assert link in (None, address)
        if link is None:
            assert shown[f"a{i}"]["not_a_link"] == address
        else:
            assert address.startswith("https://example.org/")


def test_lone_surrogate_does_not_stop_the_page(small):
    dataset = read_dataset(small())
    meta = dataset.meta.model_copy(update={"description": "half \ud800 a pair"})
    assert payload_of(render_map(replace(dataset, meta=meta)))["meta"]["description"] == (
        "half ? a pair"
    )


def test_as_on_and_as_known_leave_out_what_is_later(karabakh):
    # Fewer claims, of all years: a page of them is made in a third of the time.
    claims = karabakh["claims"].iloc[::4].reset_index(drop=True)
    karabakh = replace(karabakh, tables={**karabakh.tables, "claims": claims})
    early = payload_of(render_map(karabakh, as_known=date(2022, 1, 1)))
    assert 0 < len(early["claims"]) < len(karabakh["claims"])
    assert all(
        early["sources"][c["source"] - 1].get("published", "") <= "2022-01-01"
        for c in early["claims"]
    )
    on = payload_of(render_map(karabakh, as_on=date(2022, 1, 1)))
    day = pd.Timestamp("2022-01-01T12:00")
    both = payload_of(render_map(karabakh, as_on=day, as_known=day))
    assert len(both["claims"]) < min(len(on["claims"]), len(early["claims"]))
    assert payload_of(render_map(karabakh, as_on="2022-01-01", as_known="2022-01-01")) == both
    assert 0 < len(on["claims"]) < len(karabakh["claims"])
    assert all((c.get("period_end") or c["as_of"]) <= "2022-01-01" for c in on["claims"])


def test_in_jupyter_the_same_page_shows_inline(small):
    dataset = read_dataset(small())
    chart = folium_map(dataset)
    inline = chart._repr_html_()
    assert inline.startswith("<iframe srcdoc=")
    frame = next(a for t, a in Elements(inline).tags if t == "iframe")
    assert frame["srcdoc"] == render_map(dataset)


def test_saving_the_folium_map_writes_the_whole_page(small, tmp_path):
    dataset = read_dataset(small())
    path = tmp_path / "map.html"
    folium_map(dataset).save(str(path))
    assert path.read_text(encoding="utf-8") == render_map(dataset)
