"""Code lists and places, with the programme's own labels."""
