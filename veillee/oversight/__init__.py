"""People looking after the place."""
