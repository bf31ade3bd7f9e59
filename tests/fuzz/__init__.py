"""Fuzzing of the readers: `python -m tests.fuzz --minutes 10 csv xlsx …`."""
