import uuid

import django.db.models.constraints
import django.db.models.deletion
from django.db import migrations, models

import codebook.fields
import vault.fields


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0036_complaints"),
    ]

    operations = [
        migrations.CreateModel(
            name="RouteStage",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="written at")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("position", models.PositiveIntegerField(editable=False)),
                (
                    "country",
                    codebook.fields.CodeField(blank=True, code_list="country", verbose_name="country"),
                ),
                ("department", models.CharField(blank=True, max_length=6, verbose_name="department")),
                (
                    "place",
                    vault.fields.SealedText(
                        blank=True, max_length=300, null=True, ring="identity", verbose_name="place"
                    ),
                ),
                (
                    "transport",
                    codebook.fields.CodesField(
                        blank=True, code_list="route_transport", size=None, verbose_name="how they came there"
                    ),
                ),
                (
                    "happened",
                    codebook.fields.CodesField(
                        blank=True, code_list="route_event", size=None, verbose_name="what happened there"
                    ),
                ),
                ("began", models.DateField(blank=True, null=True, verbose_name="came there")),
                (
                    "began_precision",
                    models.CharField(
                        choices=[
                            ("day", "day"),
                            ("month", "month"),
                            ("year", "year"),
                            ("unknown", "not known"),
                        ],
                        default="unknown",
                        max_length=10,
                    ),
                ),
                ("ended", models.DateField(blank=True, null=True, verbose_name="left")),
                (
                    "ended_precision",
                    models.CharField(
                        choices=[
                            ("day", "day"),
                            ("month", "month"),
                            ("year", "year"),
                            ("unknown", "not known"),
                        ],
                        default="unknown",
                        max_length=10,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="route_stages",
                        to="cases.case",
                    ),
                ),
                (
                    "exploitation",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="route_stages",
                        to="cases.exploitation",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("began_precision__in", ["day", "month", "year", "unknown"])),
                        name="routestage_began_precision_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ended_precision__in", ["day", "month", "year", "unknown"])),
                        name="routestage_ended_precision_known",
                    ),
                    models.UniqueConstraint(
                        deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                        fields=("exploitation", "position"),
                        name="route_stages_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("department", ""),
                            ("department__regex", "^[A-Z]{2}-[A-Z0-9]{1,3}$"),
                            _connector="OR",
                        ),
                        name="route_stage_department_code",
                        violation_error_message="Choose the department from the list.",
                    ),
                ],
            },
        ),
    ]
