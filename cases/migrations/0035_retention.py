import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_closed_lists"),
        ("cases", "0034_case_conferences"),
    ]

    operations = [
        migrations.CreateModel(
            name="RetentionClock",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="written at")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("since", models.DateField(verbose_name="closed on")),
                ("review_on", models.DateField(verbose_name="to be looked at again on")),
                ("ended_on", models.DateField(editable=False, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="retention_clocks",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "ordering": ["review_on", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_on", None)),
                        fields=["review_on", "id"],
                        name="retention_clock_due",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on", None)),
                        fields=("case",),
                        name="one_retention_clock_runs",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("review_on__gt", models.F("since"))),
                        name="retention_review_after_closing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="KeptLonger",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="written at")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("due_on", models.DateField(verbose_name="was to be looked at on")),
                ("on", models.DateField(verbose_name="looked at on")),
                ("until", models.DateField(verbose_name="kept until")),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("proceeding", "a proceeding or a claim for compensation is open, or may be"),
                            ("child", "the person was a child, and may need it as an adult"),
                            ("asked", "the person asked that it be kept"),
                            ("family", "a relative who is helped rests on it"),
                            ("law", "a law or an agreement with a donor asks for it"),
                            ("other", "another reason"),
                        ],
                        max_length=20,
                        verbose_name="why",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "clock",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="kept_longer",
                        to="cases.retentionclock",
                    ),
                ),
            ],
            options={
                "ordering": ["on", "created_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("why__in", ["proceeding", "child", "asked", "family", "law", "other"])
                        ),
                        name="keptlonger_why_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until__gt", models.F("on"))), name="kept_until_a_later_day"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RetentionPeriod",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="written at")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "record_class",
                    models.CharField(
                        choices=[("case", "Closed cases"), ("complaint", "Closed complaints")],
                        max_length=20,
                        verbose_name="kind of record",
                    ),
                ),
                ("years", models.PositiveSmallIntegerField(verbose_name="years")),
                (
                    "basis",
                    models.CharField(
                        help_text="For example the article of a law, or a decision of the board with its date.",
                        max_length=200,
                        verbose_name="law or decision it rests on",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="retention_periods",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["organisation", "record_class", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("record_class__in", ["case", "complaint"])),
                        name="retentionperiod_record_class_known",
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "record_class"), name="retention_period_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("years__gte", 1), ("years__lte", 30)),
                        name="retention_years_in_reach",
                        violation_error_message="Write a number of years from 1 to 30.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("basis", ""), _negated=True),
                        name="retention_period_rests_on_something",
                        violation_error_message="Say on which law or decision it rests.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LegalHold",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="written at")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("court", "an order of a court or a prosecutor"),
                            ("claim", "a claim of the person, such as for compensation"),
                            ("inquiry", "an inquiry or an audit"),
                            ("request", "a request of the person about the data is being answered"),
                            ("other", "another reason"),
                        ],
                        max_length=20,
                        verbose_name="why",
                    ),
                ),
                ("since", models.DateField(default=django.utils.timezone.localdate, verbose_name="since")),
                ("lifted_on", models.DateField(editable=False, null=True)),
                (
                    "lifted_why",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("over", "what it was for is over"),
                            ("mistake", "it was placed by mistake"),
                            ("other", "another reason"),
                        ],
                        editable=False,
                        max_length=20,
                        verbose_name="why it ends",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="legal_holds",
                        to="cases.case",
                    ),
                ),
                (
                    "lifted_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "placed_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-since", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("why__in", ["court", "claim", "inquiry", "request", "other"])),
                        name="legalhold_why_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("lifted_why__in", ["over", "mistake", "other", ""])),
                        name="legalhold_lifted_why_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("lifted_on", None)),
                        fields=("case", "why"),
                        name="legal_hold_once",
                        violation_error_message="This case is held for that reason already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lifted_by", None), ("lifted_on", None), ("lifted_why", "")),
                            models.Q(
                                ("lifted_by__isnull", False),
                                ("lifted_on__isnull", False),
                                models.Q(("lifted_why", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="legal_hold_lifted_with_reason",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            sql="\nINSERT INTO cases_retentionclock (id, created_at, version, case_id, since, review_on, ended_on)\nSELECT gen_random_uuid(), now(), 1, closed.id, closed.since, (closed.since + interval '5 years')::date, NULL\nFROM (\n    SELECT cases_case.id, COALESCE(\n        (SELECT max(\"on\") FROM cases_statuschange WHERE case_id = cases_case.id AND after = 'closed'), closed_on\n    ) AS since\n    FROM cases_case WHERE status = 'closed'\n) AS closed\n",
            reverse_sql="",
        ),
    ]
