import uuid

import django.db.models.deletion
from django.db import migrations, models

import codebook.fields


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0038_suspects"),
        ("programmes", "0006_unknown_is_not_true"),
    ]

    operations = [
        migrations.CreateModel(
            name="ServiceProvider",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="written at")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "kind",
                    codebook.fields.CodeField(
                        blank=True, code_list="partner_type", verbose_name="kind of organisation"
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="organisation")),
                (
                    "component",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programmes.component",
                        verbose_name="our line of work",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="together_with",
                        to="cases.service",
                        verbose_name="service",
                    ),
                ),
            ],
            options={
                "ordering": ["created_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("service", "component", "kind", "name"),
                        name="service_provider_once",
                        nulls_distinct=False,
                        violation_error_message="This stands among those who gave it already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("component__isnull", False), ("kind", ""), ("name", "")),
                            models.Q(
                                ("component", None),
                                models.Q(
                                    models.Q(("kind", ""), _negated=True),
                                    models.Q(("name", ""), _negated=True),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="service_provider_of_ours_or_others",
                        violation_error_message="Choose a line of work of ours, or write another organisation.",
                    ),
                ],
            },
        ),
    ]
