"""Languages that a dataset brings for its page, and what they leave untranslated."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from geo.errors import ManifestError
from geo.model.findings import Finding, rule
from geo.model.languages import CODES
from geo.model.languages.language import Language
from geo.model.languages.own import missing, own_languages
from geo.model.manifest import Meta
from geo.model.terms import Level

UNTRANSLATED = rule(
    "untranslated",
    Level.INFO,
    "A language file of the dataset lacks sentences of the page, or names what the dataset has "
    "not. What is missing is shown in English, marked as not translated.",
    "Add the sentences listed to the file.",
)


def page_languages(
    folder: Path, meta: Meta, districts: Iterable[str]
) -> tuple[dict[str, Language], list[Finding]]:
    """Return the languages of a dataset's own files, and findings of what they lack.

    Parameters
    ----------
    folder : Path
        The dataset's folder, with ``language.xx.toml`` or none.
    meta : Meta
        Which languages the dataset wants.
    districts : iterable of str
        Their names in the dataset.

    Raises
    ------
    ManifestError
        If a file is faulty, or a language is wanted that nobody has.
    """
    own = own_languages(folder)
    if unknown := sorted(set(meta.languages or ()) - {"en", *CODES, *own}):
        known = ", ".join(sorted({*CODES, *own}))
        faults = [f"languages: no {code!r}; expected some of {known}" for code in unknown]
        raise ManifestError(folder / "dataset.toml", faults)
    names = set(districts)
    findings = []
    for code, language in own.items():
        file = f"language.{code}.toml"
        if lacking := missing(code, language):
            listed = "; ".join(lacking[:5]) + ("; …" if len(lacking) > 5 else "")
            said = f"{len(lacking)} sentences are not translated: {listed}"
            findings.append(Finding(UNTRANSLATED, said, file=file))
        if strange := sorted(language.districts.keys() - names):
            said = f"no district of this name: {', '.join(strange)}"
            findings.append(Finding(UNTRANSLATED, said, file=file, column="districts"))
    return own, findings
