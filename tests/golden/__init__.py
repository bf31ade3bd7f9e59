"""Figures made once by another program, and the scripts that made them."""
