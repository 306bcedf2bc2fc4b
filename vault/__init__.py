"""Keys, sealed fields and exact look-ups."""
