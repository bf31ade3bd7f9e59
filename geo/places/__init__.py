"""Records at a place: a point, a route or a parcel comes in, records near it go out."""
