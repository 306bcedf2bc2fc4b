import uuid

import django.db.models.deletion
from django.db import migrations, models

import codebook.fields
import vault.fields


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0021_risk"),
    ]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="secret",
            field=vault.fields.SealedJSON(null=True, ring="secret"),
        ),
        migrations.CreateModel(
            name="Relative",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="written at")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "relation",
                    codebook.fields.CodeField(
                        code_list="relative_relation", verbose_name="what this is to the person"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(default=1, editable=False)),
                (
                    "name",
                    vault.fields.SealedText(
                        blank=True, max_length=200, null=True, ring="identity", verbose_name="name"
                    ),
                ),
                (
                    "telephones",
                    vault.fields.SealedText(
                        blank=True, max_length=120, null=True, ring="secret", verbose_name="telephones"
                    ),
                ),
                (
                    "place",
                    vault.fields.SealedText(
                        blank=True,
                        max_length=300,
                        null=True,
                        ring="secret",
                        verbose_name="where he or she lives",
                    ),
                ),
                (
                    "majority",
                    models.CharField(
                        choices=[
                            ("minor", "Child or adolescent (under 18)"),
                            ("adult", "Adult (18 or over)"),
                            ("unknown", "Not known"),
                        ],
                        default="unknown",
                        max_length=10,
                        verbose_name="child or adult",
                    ),
                ),
                (
                    "country",
                    codebook.fields.CodeField(blank=True, code_list="country", verbose_name="lives in"),
                ),
                (
                    "safe_to_contact",
                    models.CharField(
                        choices=[
                            ("unknown", "Not known: ask first"),
                            ("yes", "Yes"),
                            ("only_how", "Only in one way"),
                            ("no", "No: do not contact"),
                        ],
                        default="unknown",
                        max_length=10,
                        verbose_name="is it safe to contact?",
                    ),
                ),
                (
                    "how",
                    vault.fields.SealedText(
                        blank=True,
                        max_length=300,
                        null=True,
                        ring="identity",
                        verbose_name="only how, or why not",
                    ),
                ),
                (
                    "said_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("person", "The person herself or himself"),
                            ("team", "The team, by what it knows"),
                            ("authority", "A court or another authority"),
                            ("other", "Somebody else"),
                        ],
                        max_length=10,
                        verbose_name="who said so",
                    ),
                ),
                ("said_on", models.DateField(blank=True, null=True, verbose_name="on which day")),
                (
                    "emergency",
                    models.BooleanField(
                        default=False, verbose_name="the person wants her or him called in an emergency"
                    ),
                ),
                (
                    "knows",
                    models.CharField(
                        choices=[("unknown", "Not known"), ("yes", "Yes"), ("no", "No")],
                        default="unknown",
                        max_length=10,
                        verbose_name="knows what happened?",
                    ),
                ),
                (
                    "involved",
                    models.CharField(
                        choices=[
                            ("unknown", "Not known"),
                            ("no", "No"),
                            ("suspected", "Suspected"),
                            ("yes", "Yes"),
                        ],
                        default="unknown",
                        max_length=10,
                        verbose_name="took part in what was done?",
                    ),
                ),
                (
                    "suitable",
                    models.CharField(
                        choices=[("not_assessed", "Not assessed"), ("yes", "Yes"), ("no", "No")],
                        default="not_assessed",
                        max_length=15,
                        verbose_name="could the person live there?",
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
                    "person",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="relatives",
                        to="cases.person",
                    ),
                ),
            ],
            options={
                "ordering": ["created_at", "id"],
            },
        ),
        migrations.AddField(
            model_name="ground",
            name="relative",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="grounds",
                to="cases.relative",
                verbose_name="who of the family that is",
            ),
        ),
        migrations.AddConstraint(
            model_name="relative",
            constraint=models.CheckConstraint(
                condition=models.Q(("majority__in", ["minor", "adult", "unknown"])),
                name="relative_majority_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="relative",
            constraint=models.CheckConstraint(
                condition=models.Q(("safe_to_contact__in", ["unknown", "yes", "only_how", "no"])),
                name="relative_safe_to_contact_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="relative",
            constraint=models.CheckConstraint(
                condition=models.Q(("said_by__in", ["person", "team", "authority", "other", ""])),
                name="relative_said_by_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="relative",
            constraint=models.CheckConstraint(
                condition=models.Q(("knows__in", ["unknown", "yes", "no"])), name="relative_knows_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="relative",
            constraint=models.CheckConstraint(
                condition=models.Q(("involved__in", ["unknown", "no", "suspected", "yes"])),
                name="relative_involved_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="relative",
            constraint=models.CheckConstraint(
                condition=models.Q(("suitable__in", ["not_assessed", "yes", "no"])),
                name="relative_suitable_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="relative",
            constraint=models.UniqueConstraint(
                fields=("person", "relation", "number"), name="relatives_told_apart"
            ),
        ),
        migrations.AddConstraint(
            model_name="relative",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("safe_to_contact", "only_how"), _negated=True),
                    ("how__isnull", False),
                    _connector="OR",
                ),
                name="relative_contacted_only_how",
                violation_error_message="Say how this person can be contacted safely.",
            ),
        ),
        migrations.AddConstraint(
            model_name="relative",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("safe_to_contact", "unknown"),
                    models.Q(models.Q(("said_by", ""), _negated=True), ("said_on__isnull", False)),
                    _connector="OR",
                ),
                name="relative_safe_by_whose_word",
                violation_error_message="Say whose word it is, and of which day.",
            ),
        ),
        migrations.AddConstraint(
            model_name="relative",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at", None), ("withdrawn_reason", None)),
                    models.Q(("withdrawn_at__isnull", False), ("withdrawn_reason__isnull", False)),
                    _connector="OR",
                ),
                name="relative_withdrawn_with_reason",
                violation_error_message="Say why this is withdrawn.",
            ),
        ),
    ]
