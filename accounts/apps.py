from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self):
        # Both need the models of other applications, which are not there before.
        from accounts import effects, sealing  # noqa: F401

        sealing.seal_second_factors()
