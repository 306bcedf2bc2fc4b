"""Measuring Amparo: what is run by hand before a release, apart from the tests."""
