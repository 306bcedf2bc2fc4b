"""How long pages and saving take, beside the same rows asked for by hand: `manage.py bench`."""
