"""Partners, and sending a person to one."""
