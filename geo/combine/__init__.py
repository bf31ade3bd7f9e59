"""Combining layers: what is claimed of each district, where points lie, what does not agree."""
