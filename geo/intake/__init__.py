"""From files to a dataset: reading, checking, repairing and deriving what follows from the rows.

Files come in, a `Dataset` with its findings goes out. A format is a module in `readers`, what a
delivery of an office needs is in `deliveries`, what follows from checked rows is in `derived`.
"""
