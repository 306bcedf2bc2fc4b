"""Pages of shelters, their rooms, and those who live there."""
