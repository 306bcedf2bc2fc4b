"""What is missing for the reports of a period: of which cases, in which office, with which worker.

    lacking(cases, components, period)     {case id: what it lacks}
    lines_of(found)                        the same with number, office and worker

What is looked at is what figures are counted from (`reports.counting.completeness`), and of the checks that
stopped nothing and became tasks, those whose answer changes a figure.
"""

from reports.missing.lacking import lacking
from reports.missing.lines import Line, Summary, by_office, by_worker, lines_of
from reports.missing.seen import completeness, managed, numbers, of_worker, own, supervised
from reports.missing.words import FIELDS, HERS, page_of, words_of

__all__ = [
    "FIELDS",
    "HERS",
    "Line",
    "Summary",
    "by_office",
    "by_worker",
    "completeness",
    "lacking",
    "lines_of",
    "managed",
    "numbers",
    "of_worker",
    "own",
    "page_of",
    "supervised",
    "words_of",
]
