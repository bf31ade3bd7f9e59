"""Minefield records: what was written down on paper, brought to the ground."""
