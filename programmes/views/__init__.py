"""Pages of donors, awards, components and what hangs on them."""
