"""Clearance Atlas: maps of what is claimed about minefields and their clearance."""
