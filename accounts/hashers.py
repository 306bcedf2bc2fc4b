"""How passwords are kept."""

from threading import BoundedSemaphore

from django.contrib.auth.hashers import Argon2PasswordHasher

# Each hash takes 46 MiB for a moment: more than a few at once would starve a small server, and gain nothing.
AT_ONCE = BoundedSemaphore(3)


class MeasuredArgon2Hasher(Argon2PasswordHasher):
    """Argon2id with 46 MiB, one pass and one lane: half the time and memory of Django's own choice."""

    time_cost, memory_cost, parallelism = 1, 47104, 1

    def encode(self, password, salt):
        with AT_ONCE:
            return super().encode(password, salt)

    def verify(self, password, encoded):
        with AT_ONCE:
            return super().verify(password, encoded)
