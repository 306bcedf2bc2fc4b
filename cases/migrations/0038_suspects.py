import uuid

import django.db.models.deletion
from django.db import migrations, models

import codebook.fields
import vault.fields


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0037_route_of_an_event"),
    ]

    operations = [
        migrations.CreateModel(
            name="Suspect",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="written at")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "names",
                    vault.fields.SealedText(
                        blank=True, max_length=300, null=True, ring="identity", verbose_name="names"
                    ),
                ),
                (
                    "aliases",
                    vault.fields.SealedText(
                        blank=True,
                        max_length=300,
                        null=True,
                        ring="identity",
                        verbose_name="other names, nicknames",
                    ),
                ),
                (
                    "telephones",
                    vault.fields.SealedText(
                        blank=True, max_length=200, null=True, ring="identity", verbose_name="telephones"
                    ),
                ),
                (
                    "description",
                    vault.fields.SealedText(
                        blank=True, null=True, ring="identity", verbose_name="description"
                    ),
                ),
                (
                    "ties",
                    vault.fields.SealedText(
                        blank=True,
                        null=True,
                        ring="identity",
                        verbose_name="groups, businesses, vehicles, pages",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SuspectInEvent",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="written at")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("number", models.PositiveSmallIntegerField(editable=False)),
                (
                    "roles",
                    codebook.fields.CodesField(
                        blank=True,
                        code_list="perpetrator_role",
                        size=None,
                        verbose_name="what this person did",
                    ),
                ),
                (
                    "known",
                    vault.fields.SealedText(
                        blank=True, null=True, ring="identity", verbose_name="what is known"
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
                        verbose_name="why it was taken out",
                    ),
                ),
                (
                    "exploitation",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="suspects",
                        to="cases.exploitation",
                    ),
                ),
                (
                    "suspect",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="cases.suspect",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("exploitation", "number"), name="suspects_told_apart"),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("exploitation", "suspect"),
                        name="suspect_in_event_once",
                        violation_error_message="This suspect stands in the event already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at", None), ("withdrawn_reason", None)),
                            models.Q(("withdrawn_at__isnull", False), ("withdrawn_reason__isnull", False)),
                            _connector="OR",
                        ),
                        name="suspect_taken_out_with_reason",
                        violation_error_message="Say why it is withdrawn.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SuspectToPerson",
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
                        blank=True,
                        code_list="recruiter_relationship",
                        verbose_name="what the suspect is to the person",
                    ),
                ),
                (
                    "danger",
                    models.CharField(
                        choices=[
                            ("unknown", "Not known"),
                            ("no", "None that is known"),
                            ("possible", "Possible"),
                            ("yes", "Has threatened or looks for the person or the family"),
                        ],
                        default="unknown",
                        max_length=10,
                        verbose_name="danger to the person",
                    ),
                ),
                (
                    "danger_words",
                    vault.fields.SealedText(
                        blank=True, max_length=500, null=True, ring="identity", verbose_name="which danger"
                    ),
                ),
                (
                    "known_to_authorities",
                    models.CharField(
                        choices=[("unknown", "Not known"), ("no", "No"), ("yes", "Yes")],
                        default="unknown",
                        max_length=10,
                        verbose_name="known to the authorities",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="suspects",
                        to="cases.case",
                    ),
                ),
                (
                    "of",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="to_people",
                        to="cases.suspectinevent",
                    ),
                ),
                (
                    "proceeding",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="cases.proceeding",
                    ),
                ),
                (
                    "relative",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="cases.relative",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("danger__in", ["unknown", "no", "possible", "yes"])),
                        name="suspecttoperson_danger_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("known_to_authorities__in", ["unknown", "no", "yes"])),
                        name="suspecttoperson_known_to_authorities_known",
                    ),
                    models.UniqueConstraint(fields=("of", "case"), name="suspect_to_person_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("proceeding", None), ("known_to_authorities", "yes"), _connector="OR"
                        ),
                        name="suspect_in_proceeding_is_known",
                        violation_error_message="Who stands in a proceeding is known to the authorities: say yes.",
                    ),
                ],
            },
        ),
    ]
