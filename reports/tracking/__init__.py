"""The tracking table: one line for each indicator and category, targets and figures side by side."""
