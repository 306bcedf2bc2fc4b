"""Uploads too large for memory wait on disk, sealed with a key that only their request knows."""

import io
import os
import tempfile

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from vault import envelope
from vault.keyring import LENGTH, Key
from work.models.files import LARGEST

BLOCK = 64 * 1024
SEALED_BLOCK = 2 + 4 + envelope.NONCE + BLOCK + envelope.TAG


class SealedUploadHandler(FileUploadHandler):
    """What Django does with large files, but nothing of them touches the disk in the clear.

    Bytes beyond the largest size are counted and dropped: whoever takes the file refuses it in a sentence.
    """

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.file = WaitingFile()

    def receive_data_chunk(self, raw_data, start):
        self.file.write(raw_data[: max(0, LARGEST + 1 - start)])

    def file_complete(self, file_size):
        return UploadedFile(
            file=io.BufferedReader(self.file, BLOCK),
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )

    def upload_interrupted(self):
        if hasattr(self, "file"):
            self.file.close()


class WaitingFile(io.RawIOBase):
    """A file without a name, in sealed blocks: written once from beginning to end, then read anywhere."""

    def __init__(self):
        self.key = Key(b"once", os.urandom(LENGTH))
        self.sealed = tempfile.TemporaryFile()  # noqa: SIM115
        self.blocks = self.place = 0
        self.rest = b""

    def readable(self):
        return True

    def seekable(self):
        return True

    def write(self, data):
        """Seal whole blocks; what does not fill one stays in memory."""
        self.rest += data
        while len(self.rest) >= BLOCK:
            self.sealed.write(envelope.seal(self.key, self.rest[:BLOCK], str(self.blocks)))
            self.rest = self.rest[BLOCK:]
            self.blocks += 1

    def readinto(self, buffer):
        number, skipped = divmod(self.place, BLOCK)
        found = self._block(number)[skipped : skipped + len(buffer)]
        buffer[: len(found)] = found
        self.place += len(found)
        return len(found)

    def seek(self, offset, whence=io.SEEK_SET):
        size = self.blocks * BLOCK + len(self.rest)
        self.place = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self.place, io.SEEK_END: size}[whence]
        return self.place

    def close(self):
        self.sealed.close()
        super().close()

    def _block(self, number):
        if number >= self.blocks:
            return self.rest if number == self.blocks else b""
        self.sealed.seek(number * SEALED_BLOCK)
        return envelope.unseal(self.key, self.sealed.read(SEALED_BLOCK), str(number))
