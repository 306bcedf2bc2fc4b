"""Several people, or several programs, at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection


def together(*calls):
    """Let all the calls begin at once, each on its own connection; answer what each answered or raised."""
    start = Barrier(len(calls))

    def run(call):
        try:
            start.wait(30)
            return call()
        except Exception as error:  # noqa: BLE001 what a call raises is its answer
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))
