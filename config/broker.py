"""The broker of the demo: kombu's messages in files, mended where a process that dies could stop the others.

kombu writes a message in place and keeps its routing in a file: a reader that meets half of either ends with
an error, and so does the worker. Here a message appears whole or not at all, and routing stays in memory.
"""

import time
import uuid
from pathlib import Path
from queue import Empty

from kombu.transport import TRANSPORT_ALIASES, filesystem, virtual
from kombu.utils.json import dumps, loads


class Channel(filesystem.Channel):
    """Messages in one folder, the oldest first."""

    supports_fanout = False
    get_table = virtual.Channel.get_table

    def _put(self, queue, payload, **kwargs):
        """Write the message under another name first, then let it appear."""
        whole = Path(self.data_folder_out, f"{time.time_ns()}_{uuid.uuid4()}.{queue}.msg")
        part = whole.with_suffix(".part")
        part.write_text(dumps(payload))
        part.rename(whole)

    def _get(self, queue):
        """Take the oldest message of the queue; of several who read it, the one who removes it has it."""
        for message in sorted(Path(self.data_folder_in).glob(f"*.{queue}.msg")):
            try:
                payload = message.read_text()
                message.unlink()
            except FileNotFoundError:
                continue
            return loads(payload)
        raise Empty


class Transport(filesystem.Transport):
    """`filesystem://` with the channel above."""

    Channel = Channel
    global_state = virtual.BrokerState()


def install():
    """Let `filesystem://` mean the transport above."""
    TRANSPORT_ALIASES["filesystem"] = f"{__name__}:Transport"
