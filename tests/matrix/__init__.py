"""Who may open which address: the table, and the world in which it is tried."""
