"""Log lines hold codes and ids, never what somebody typed or who somebody is."""

import logging
import re

import structlog

ALLOWED = ("request_id", "status_code", "task", "outbox", "command", "seconds", "count", "port")
QUOTED = re.compile(r"\(.*?\)=\(.*?\)|DETAIL:.*|'[^']*'|\"[^\"]*\"|(?<=/invitation/)[\w-]+", re.DOTALL)

ADDRESS = re.compile(r"(?<=: )/.*", re.DOTALL)


class AllowedWords(logging.Filter):
    """Drops values from messages: PostgreSQL and libraries quote the data they complain about."""

    def filter(self, record):
        message = record.getMessage()
        if hasattr(record, "request"):
            message = ADDRESS.sub(lambda found: route_of(record.request), message)
        record.msg, record.args = QUOTED.sub("…", message), ()
        return True


def route_of(request):
    """The pattern of an address instead of the address: somebody may have typed a name into it."""
    match = getattr(request, "resolver_match", None)
    return f"/{match.route}" if match else "…"


class LineFormatter(logging.Formatter):
    """One line of key=value: time, level, logger, event, allowed words; an error's place, not its text."""

    render = staticmethod(structlog.processors.LogfmtRenderer(key_order=["at", "level", "logger", "event"]))

    def format(self, record):
        line = {
            "at": self.formatTime(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        line |= {word: getattr(record, word) for word in ALLOWED if hasattr(record, word)}
        if record.exc_info:
            line |= self.place(record.exc_info)
        return self.render(None, None, line)

    def place(self, exc_info):
        """Type of the error and where it was raised; never its message or its local values."""
        kind, _error, traceback = exc_info
        while traceback and traceback.tb_next:
            traceback = traceback.tb_next
        where = f"{traceback.tb_frame.f_code.co_filename}:{traceback.tb_lineno}" if traceback else "?"
        return {"error": kind.__name__, "where": where}
