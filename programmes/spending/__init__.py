"""Spending as the accounts say it: read from a file, judged row by row, summed in the award's currency."""
