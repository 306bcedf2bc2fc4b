"""An app that exists while work is soaked: what was asked for, and each time it was done."""
