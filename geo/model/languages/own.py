"""Languages that a dataset brings: ``language.xx.toml`` in its folder.

``xx`` is the code of the language (BCP 47: ``km``, ``pt-BR``). Where the atlas ships the language,
the file adds to it: words of the dataset, or better ones of the page. Where it does not, the file
is the language: what it leaves out is shown in English, marked as not translated.
"""

from __future__ import annotations

import re
import tomllib
from difflib import get_close_matches
from pathlib import Path

from pydantic import ValidationError

from geo.errors import ManifestError
from geo.model.languages import languages, sentences
from geo.model.languages.language import Language

_FILE = re.compile(r"language\.(.+)\.toml")
_CODE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?")
_PLACE = re.compile(r"\{(\w+)\}")
_ENGLISH = "English is the language of the page itself: change texts of the dataset in dataset.toml"


def own_languages(folder: Path) -> dict[str, Language]:
    """Read the language files of a dataset's folder, by code.

    Raises
    ------
    ManifestError
        With all faults of all files together: what is no TOML, unknown sentences and nouns, and
        translations whose ``{places}`` are not those of the English sentence.
    """
    found: dict[str, Language] = {}
    faults: list[str] = []
    for path in sorted(folder.glob("language.*.toml")):
        match = _FILE.fullmatch(path.name)
        code = match[1] if match else ""
        if code == "en" or not _CODE.fullmatch(code):
            why = _ENGLISH if code == "en" else "expected the code of a language, as km or pt-BR"
            faults.append(f"{path.name}: {why}")
            continue
        language, wrong = _read(path, code)
        faults += [f"{path.name}: {fault}" for fault in wrong]
        if language is not None:
            found[code] = language
    if faults:
        raise ManifestError(folder, faults)
    return found


def missing(code: str, own: Language) -> list[str]:
    """Return the sentences and nouns that a dataset's language does not have, in English."""
    whole = own.over(languages().get(code))
    known = next(iter(languages().values()))
    texts = [text for text in sentences() if not whole.strings.get(text)]
    return texts + [noun for noun in sorted(known.counts) if noun not in whole.counts]


def _read(path: Path, code: str) -> tuple[Language | None, list[str]]:
    try:
        language = Language.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        return None, [f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
    except (ValueError, RecursionError) as error:  # no TOML, no UTF-8, too deep
        return None, [str(error)]
    return language, list(_faults(language, code in languages()))


def _faults(language: Language, shipped: bool) -> list[str]:
    faults = []
    if not shipped and not language.name:
        faults.append("name: missing; expected the language's name in itself")
    if language.months and len(set(language.months)) != 12:
        faults.append("months: expected twelve different ones, from January on")
    nouns = next(iter(languages().values())).counts
    for part, given, known in (
        ("counts", language.counts, nouns),
        ("strings", language.strings, dict.fromkeys(sentences())),
    ):
        for text in given:
            if text not in known:
                near = get_close_matches(text, known, 1)
                hint = f"; {near[0]!r}?" if near else ""
                faults.append(f"{part}: the page has no {text!r}{hint}")
    for english, text in language.strings.items():
        places, own = (sorted(set(_PLACE.findall(one))) for one in (english, text))
        if text and places != own:
            named = ", ".join(f"{{{place}}}" for place in places) or "no places"
            faults.append(f"strings: {english!r}: expected {named}, got {text!r}")
    return faults
