"""Combining layers: frames in, frames out."""
