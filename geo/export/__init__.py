"""Files for GIS users."""
