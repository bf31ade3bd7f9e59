"""The page of all findings' codes, made from the rules and the docstrings of the checks."""

from __future__ import annotations

from inspect import getdoc

import geo.intake.deliveries.run  # noqa: F401

# Importing them registers the rules that hold while files are read and deliveries imported.
from geo.checks.registry import CHECKS
from geo.model.findings import RULES, Rule

_HEAD = """\
# Findings

What `atlas check` and reading report. An **error** rejects a row, or means that a figure or an
outline cannot be used; a **warning** is to be looked at; a **note** (level `info`) is good to
know. Nothing is changed or dropped in silence. This page is made by `atlas check --explain all`.
"""


def reference() -> str:
    """Document every code.

    Returns
    -------
    str
        Markdown: the checks first, then what is found while files are read; by code.
    """
    read = [rule for code, rule in sorted(RULES.items()) if code not in CHECKS]
    checks = [CHECKS[code].rule for code in sorted(CHECKS)]
    parts = [_HEAD, f"## Checks ({len(checks)})\n", *map(_entry, checks)]
    parts += [f"## Found while files are read ({len(read)})\n", *map(_entry, read)]
    return "\n".join(parts)


def _entry(rule: Rule) -> str:
    parts = [f"### `{rule.code}`", f"*{rule.level.label}.* {rule.meaning}"]
    check = CHECKS.get(rule.code)
    if check:
        parts.append(getdoc(check.run) or "")
    return "\n\n".join((*parts, f"**What to do:** {rule.hint}")) + "\n"
