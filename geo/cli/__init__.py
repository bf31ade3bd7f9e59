"""The command line: one module a verb, and `main`, which puts them together.

A verb joins files to functions and prints what comes out; it decides nothing itself. A new verb is
a module here, added to `main`; an option that several verbs share is in `options`.
"""
