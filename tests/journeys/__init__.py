"""What people do from beginning to end, in a browser, with every page looked at."""
