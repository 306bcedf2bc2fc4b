import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import vault.fields


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0028_consents"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="GroupIntake",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="written at")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.RemoveConstraint(
            model_name="caseexploitation",
            name="case_in_exploitation_once",
        ),
        migrations.AddField(
            model_name="caseexploitation",
            name="account",
            field=vault.fields.SealedText(
                blank=True, null=True, ring="identity", verbose_name="what concerns this person alone"
            ),
        ),
        migrations.AddField(
            model_name="caseexploitation",
            name="follows",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="followed_by",
                to="cases.caseexploitation",
            ),
        ),
        migrations.AddField(
            model_name="caseexploitation",
            name="withdrawn_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="caseexploitation",
            name="withdrawn_reason",
            field=vault.fields.SealedText(
                blank=True,
                editable=False,
                max_length=300,
                null=True,
                ring="identity",
                verbose_name="why it was taken out",
            ),
        ),
        migrations.AddConstraint(
            model_name="caseexploitation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at", None)),
                fields=("case", "exploitation"),
                name="case_in_exploitation_once",
                violation_error_message="This person stands in the event already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="caseexploitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("follows", None), models.Q(("follows", models.F("id")), _negated=True), _connector="OR"
                ),
                name="exploitation_follows_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="caseexploitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at", None), ("withdrawn_reason", None)),
                    models.Q(("withdrawn_at__isnull", False), ("withdrawn_reason__isnull", False)),
                    _connector="OR",
                ),
                name="exploitation_part_withdrawn_with_reason",
                violation_error_message="Say why this person is taken out of the event.",
            ),
        ),
        migrations.AddField(
            model_name="groupintake",
            name="exploitation",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="cases.exploitation",
            ),
        ),
        migrations.AddField(
            model_name="groupintake",
            name="opened_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="group",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to="cases.groupintake",
            ),
        ),
    ]
