"""How Guatemala and Honduras write dates and numbers, in both languages."""
