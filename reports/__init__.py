"""Indicators, schedules and frozen reports."""
