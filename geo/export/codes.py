"""All codes of findings explained, from the rules and the docstrings of the checks."""

from __future__ import annotations

from inspect import getdoc

# Importing them registers the rules that hold in reading, importing and combining.
import geo.intake.deliveries.run
import geo.land.usable
import geo.land.zones
import geo.raster.rules
import geo.records.rules
import geo.store.edited  # noqa: F401
from geo.checks.registry import CHECKS
from geo.model import findings
from geo.model.findings import RULES, Rule

_HEAD = """\
# Findings

What `atlas check`, reading and combining report. An **error** rejects a row, or means that a
figure or an outline cannot be used; a **warning** is to be looked at; a **note** (level `info`) is
good to know. Nothing is changed or dropped in silence. This page is made by
`atlas check --explain all`.
"""


_ELSEWHERE = "Found while files are read or layers are combined"


def explain(code: str) -> str:
    """Explain a finding's code: level, meaning, what to do, and the check's documentation.

    Parameters
    ----------
    code : str
        Of a check or of a fault found in reading.

    Returns
    -------
    str
        Plain text of several lines.

    Raises
    ------
    UnknownName
        With near codes.
    """
    rule = findings.explain(code)
    check = CHECKS.get(code)
    about = (getdoc(check.run) or "") if check else _ELSEWHERE + "."
    parts = (f"{code} ({rule.level.label.lower()})", rule.meaning, f"What to do: {rule.hint}")
    return "\n\n".join((*parts, about))


def reference() -> str:
    """Document every code.

    Returns
    -------
    str
        Markdown: the checks first, then what is found in reading and combining; by code.
    """
    others = [rule for code, rule in sorted(RULES.items()) if code not in CHECKS]
    checks = [CHECKS[code].rule for code in sorted(CHECKS)]
    parts = [_HEAD, f"## Checks ({len(checks)})\n", *map(_entry, checks)]
    parts += [f"## {_ELSEWHERE} ({len(others)})\n", *map(_entry, others)]
    return "\n".join(parts)


def _entry(rule: Rule) -> str:
    parts = [f"### `{rule.code}`", f"*{rule.level.label}.* {rule.meaning}"]
    check = CHECKS.get(rule.code)
    if check:
        parts.append(getdoc(check.run) or "")
    return "\n\n".join((*parts, f"**What to do:** {rule.hint}")) + "\n"
