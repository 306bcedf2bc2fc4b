import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import cases.models.risk
import codebook.fields
import vault.fields


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0020_access_is_looked_for_by_what_lives"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RiskAssessment",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="written at")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("on", models.DateField(verbose_name="assessed on")),
                (
                    "domains",
                    vault.fields.SealedJSON(
                        blank=True,
                        null=True,
                        ring="identity",
                        validators=[cases.models.risk.require_levels],
                        verbose_name="by domain",
                    ),
                ),
                (
                    "level",
                    codebook.fields.CodeField(
                        code_list="risk_level", verbose_name="level of the risk as a whole"
                    ),
                ),
                (
                    "lower_reason",
                    vault.fields.SealedText(
                        blank=True,
                        max_length=500,
                        null=True,
                        ring="identity",
                        verbose_name="why it is lower than in one of the domains",
                    ),
                ),
                (
                    "basis",
                    vault.fields.SealedText(
                        blank=True, null=True, ring="identity", verbose_name="what this rests on"
                    ),
                ),
                (
                    "safety_plan",
                    vault.fields.SealedText(
                        blank=True, null=True, ring="identity", verbose_name="safety plan"
                    ),
                ),
                ("review_on", models.DateField(editable=False, verbose_name="next review")),
                (
                    "entered_from",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("paper", "a paper file"),
                            ("spreadsheet", "a spreadsheet"),
                            ("other_program", "another program"),
                            ("demo", "the demonstration's data"),
                        ],
                        editable=False,
                        max_length=20,
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True)),
                (
                    "withdrawn_reason",
                    vault.fields.SealedText(
                        blank=True,
                        editable=False,
                        max_length=300,
                        null=True,
                        ring="identity",
                        verbose_name="why it was withdrawn",
                    ),
                ),
                (
                    "assessed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="risks", to="cases.case"
                    ),
                ),
            ],
            options={
                "ordering": ["-on", "-created_at", "id"],
                "indexes": [models.Index(fields=["case", "-on", "-created_at", "id"], name="risk_of_case")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("entered_from__in", ["paper", "spreadsheet", "other_program", "demo", ""])
                        ),
                        name="riskassessment_entered_from_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("review_on__gte", models.F("on"))),
                        name="risk_reviewed_after_it_was_said",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at", None), ("withdrawn_reason", None)),
                            models.Q(("withdrawn_at__isnull", False), ("withdrawn_reason__isnull", False)),
                            _connector="OR",
                        ),
                        name="risk_withdrawn_with_reason",
                        violation_error_message="Say why it is withdrawn.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RiskNotice",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="written at")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("on", models.DateField(verbose_name="passed on, on")),
                (
                    "receiver",
                    vault.fields.SealedText(
                        max_length=200, ring="identity", verbose_name="to which organisation or authority"
                    ),
                ),
                (
                    "country",
                    codebook.fields.CodeField(
                        blank=True, code_list="country", null=True, verbose_name="in which country"
                    ),
                ),
                (
                    "what",
                    vault.fields.SealedText(ring="identity", verbose_name="what was said, as it was said"),
                ),
                (
                    "receiver_named",
                    models.BooleanField(default=False, verbose_name="the consent names this receiver"),
                ),
                ("answered_on", models.DateField(blank=True, null=True, verbose_name="answered on")),
                (
                    "answer",
                    vault.fields.SealedText(
                        blank=True, null=True, ring="identity", verbose_name="what they answered"
                    ),
                ),
                (
                    "entered_from",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("paper", "a paper file"),
                            ("spreadsheet", "a spreadsheet"),
                            ("other_program", "another program"),
                            ("demo", "the demonstration's data"),
                        ],
                        editable=False,
                        max_length=20,
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True)),
                (
                    "withdrawn_reason",
                    vault.fields.SealedText(
                        blank=True,
                        editable=False,
                        max_length=300,
                        null=True,
                        ring="identity",
                        verbose_name="why it was withdrawn",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="risk_notices",
                        to="cases.case",
                    ),
                ),
                (
                    "ground",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="risk_notices",
                        to="cases.ground",
                        verbose_name="on which ground",
                    ),
                ),
                (
                    "passed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-on", "-created_at", "id"],
                "indexes": [
                    models.Index(fields=["case", "-on", "-created_at", "id"], name="risk_notice_of_case")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("entered_from__in", ["paper", "spreadsheet", "other_program", "demo", ""])
                        ),
                        name="risknotice_entered_from_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ground__isnull", False),
                            models.Q(("entered_from", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="risk_passed_on_with_a_ground",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", None), ("answered_on", None)),
                            models.Q(("answer__isnull", False), ("answered_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="risk_notice_answered_on_a_day",
                        violation_error_message="Write what they answered, and on which day.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered_on", None), ("answered_on__gte", models.F("on")), _connector="OR"
                        ),
                        name="risk_notice_answered_afterwards",
                        violation_error_message="They cannot have answered before they were told.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at", None), ("withdrawn_reason", None)),
                            models.Q(("withdrawn_at__isnull", False), ("withdrawn_reason__isnull", False)),
                            _connector="OR",
                        ),
                        name="risk_notice_withdrawn_with_reason",
                        violation_error_message="Say why it is withdrawn.",
                    ),
                ],
            },
        ),
    ]
