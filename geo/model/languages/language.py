"""The type of a language: words of the page, and words of a dataset."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

PLURALS = ("zero", "one", "two", "few", "many", "other")  # classes of the Unicode CLDR


def _plural(forms: dict[str, str]) -> dict[str, str]:
    if unknown := sorted(forms.keys() - set(PLURALS)):
        raise ValueError(f"{', '.join(unknown)}: expected some of {', '.join(PLURALS)}")
    if "other" not in forms:
        raise ValueError("the form 'other' is missing")
    return forms


Noun = Annotated[dict[str, str], AfterValidator(_plural)]


class DatasetWords(BaseModel):
    """A dataset's words about itself, in a language; empty where nobody has translated it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str = ""
    description: str = ""
    licence: str = ""
    boundaries_note: str = ""


class Language(BaseModel):
    """A language of the page. What is empty comes from the language that the atlas ships."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = ""
    direction: Literal["", "ltr", "rtl"] = ""
    decimal: str = Field(default="", max_length=1)
    group: str = Field(default="", max_length=1)
    months: list[str] = Field(default=[], max_length=12)
    read_by: str = ""  # who has read all of it, as a native reader
    counts: dict[str, Noun] = {}
    strings: dict[str, str] = {}
    dataset: DatasetWords = DatasetWords()
    districts: dict[str, str] = {}  # name in the dataset -> name
    texts: dict[str, str] = {}  # any other text of the dataset -> text

    def over(self, shipped: Language | None) -> Language:
        """Return this language, with what it leaves out taken from the one that is shipped."""
        if shipped is None:
            return self
        said = {name: value for name in self.model_fields_set if (value := getattr(self, name))}
        return shipped.model_copy(
            update={
                **said,
                "counts": shipped.counts | self.counts,
                "strings": shipped.strings | self.strings,
            }
        )
