"""Languages as a page holds them: the sentences once in English, each language packed."""

from __future__ import annotations

import base64
import json
import zlib
from typing import Any

from geo.model.languages import CODES, languages, sentences
from geo.model.manifest import Meta


def spoken(meta: Meta) -> dict[str, Any]:
    """Return the languages that the page of a dataset offers.

    Parameters
    ----------
    meta : Meta
        Which languages the dataset wants, and those that it brings.

    Returns
    -------
    dict
        ``sentences`` in English; ``languages`` by code: name, direction, and ``packed``: the rest
        as base64 of deflated JSON, its strings in the order of the sentences: a quarter of what
        it takes as text. Only the language that is read is unpacked.
    """
    known = {
        **languages(),
        **{c: one.over(languages().get(c)) for c, one in meta.own_languages.items()},
    }
    wanted = sorted({*CODES, *meta.own_languages} if meta.languages is None else meta.languages)
    return {
        "sentences": sentences(),
        "languages": {
            code: {
                "name": known[code].name,
                "direction": known[code].direction or "ltr",
                "packed": _packed(known[code].model_dump()),
            }
            for code in wanted
            if code != "en"
        },
    }


def _packed(language: dict[str, Any]) -> str:
    strings = language["strings"]
    words = {**language, "strings": [strings.get(text) or None for text in sentences()]}
    text = json.dumps(words, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    squeezed = zlib.compress(text.encode(), level=9, wbits=-15)
    return base64.b64encode(squeezed).decode("ascii")
