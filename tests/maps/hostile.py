"""Texts that try to run, to break out of markup or to be taken for a template; and a dataset
that carries one of them in every text it has."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from geo.model.dataset import Dataset
from geo.model.layers import LAYERS
from geo.model.manifest import Credit
from geo.model.schema import Kind

HOSTILE = {
    "script": "</script><script>window.pwned=1</script>",
    "script-upper": "</SCRIPT ><ScRiPt>window.pwned=1</sCrIpT>",
    "image": "<img src=x onerror=window.pwned=1>",
    "svg": "<svg/onload=window.pwned=1>",
    "title": "</title></style></textarea><script>window.pwned=1</script>",
    "comment": "<!--<script>window.pwned=1</script>-->",
    "expression": "{{7*7}}{{ lipsum.__globals__.os.popen('id').read() }}",
    "statement": "{% for i in range(3) %}loop{% endfor %}",
    "raw": "{% raw %}{% endraw %}{% raw %}",
    "template-comment": "a {# swallowed #} b {#",
    "stray": "cost {% 5 %} {{ unclosed",
    "template-literal": "`${window.pwned=1}`",
    "quotes": "\"'+(window.pwned=1)+'\"",
    "backslash": "\\u003cimg src=x onerror=window.pwned=1\\u003e\\",
    "separators": "line\u2028separator\u2029paragraph",
    "direction": "\u202eright to left\u202c \u2066isolate\u2069",
    "page-mark": "<!--@title--><!--@payload--><!--@scripts-->",
    "entity": "&lt;b&gt; &amp;amp; &#60;",
    "attribute": "x onmouseover=window.pwned=1 style=background:red autofocus",
}
ADDRESSES = (
    "javascript:window.pwned=1",
    "JaVaScRiPt:window.pwned=1",
    "data:text/html,<script>window.pwned=1</script>",
    "vbscript:msgbox(1)",
    " https://example.org/leading-space",
    "//example.org/no-scheme",
    'https://example.org/"onclick="window.pwned=1',
)

# Lists in all but name: ids of several districts or places in one.
_FOOTPRINTS = ("footprint_id", "zone_id", "find_id")


def poisoned(dataset: Dataset, text: str) -> Dataset:
    """The dataset with `text` at the end of every text, ids and names included.

    Ids still fit each other, because all carry the same text.
    """
    tables = {name: frame.copy() for name, frame in dataset.tables.items()}
    for name, frame in tables.items():
        for column in LAYERS[name].columns:
            if column.domain or column.kind not in (Kind.TEXT, Kind.KEY, Kind.LIST, Kind.URL):
                continue
            many = column.kind is Kind.LIST or column.name in _FOOTPRINTS
            frame[column.name] = pd.Series(
                [_with(value, text, many=many) for value in frame[column.name]],
                index=frame.index,
                dtype="object",
            )
    meta = dataset.meta.model_copy(
        update={
            "title": dataset.meta.title + text,
            "description": dataset.meta.description + text,
            "licence": dataset.meta.licence + text,
            "boundaries_note": dataset.meta.boundaries_note + text,
            "credits": [
                Credit(text="credit" + text, licence="licence" + text, url=address)
                for address in ADDRESSES
            ],
        }
    )
    return replace(dataset, meta=meta, tables=tables)


def _with(value: object, text: str, *, many: bool) -> object:
    if not isinstance(value, str):
        return None
    return ";".join(part + text for part in value.split(";")) if many else value + text
