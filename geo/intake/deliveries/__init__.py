"""Deliveries from elsewhere: their names and values in the terms of the schema, merged by key.

A file as an office has it and what its manifest says of it come in, rows of a layer go out with a
finding for all that was not understood. Names that are guessed are in `names.toml`.
"""
