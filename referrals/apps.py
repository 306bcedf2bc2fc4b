from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "referrals"
    # Read by a test: every room above cases says what it means for them, or why it means nothing.
    without_dependants = "No referral is kept yet: its table comes with the issue of referrals."
