"""Places, beds, stays."""
