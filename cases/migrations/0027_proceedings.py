import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import codebook.fields
import vault.fields


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0026_people_are_joined"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Proceeding",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="written at")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
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
                (
                    "kind",
                    codebook.fields.CodeField(code_list="proceeding_kind", verbose_name="kind of proceeding"),
                ),
                (
                    "authority",
                    codebook.fields.CodeField(
                        blank=True, code_list="national_authority", null=True, verbose_name="authority"
                    ),
                ),
                (
                    "authority_name",
                    vault.fields.SealedText(
                        blank=True,
                        max_length=200,
                        null=True,
                        ring="identity",
                        verbose_name="which office, court or consulate",
                    ),
                ),
                (
                    "country",
                    codebook.fields.CodeField(
                        blank=True, code_list="country", null=True, verbose_name="country"
                    ),
                ),
                (
                    "file_number",
                    vault.fields.SealedText(
                        blank=True, max_length=100, null=True, ring="identity", verbose_name="file number"
                    ),
                ),
                (
                    "part",
                    codebook.fields.CodesField(
                        blank=True,
                        code_list="proceeding_part",
                        size=None,
                        verbose_name="as what the person takes part",
                    ),
                ),
                (
                    "words",
                    vault.fields.SealedText(
                        blank=True, null=True, ring="identity", verbose_name="what it is about"
                    ),
                ),
                (
                    "told_free_on",
                    models.DateField(
                        blank=True,
                        null=True,
                        verbose_name="told that help does not depend on taking part, on",
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
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proceedings",
                        to="cases.case",
                    ),
                ),
                (
                    "recorded_by",
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
                "ordering": ["-created_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="ProceedingStage",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="written at")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
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
                ("on", models.DateField(verbose_name="since")),
                (
                    "criminal_stage",
                    codebook.fields.CodeField(
                        blank=True, code_list="justice_stage", null=True, verbose_name="stage"
                    ),
                ),
                (
                    "other_stage",
                    codebook.fields.CodeField(
                        blank=True, code_list="proceeding_stage", null=True, verbose_name="stage"
                    ),
                ),
                (
                    "words",
                    vault.fields.SealedText(
                        blank=True,
                        max_length=500,
                        null=True,
                        ring="identity",
                        verbose_name="what was decided",
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
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proceeding_stages",
                        to="cases.case",
                    ),
                ),
                (
                    "proceeding",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stages",
                        to="cases.proceeding",
                    ),
                ),
                (
                    "recorded_by",
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
            },
        ),
        migrations.CreateModel(
            name="ProceedingStep",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="written at")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
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
                ("kind", codebook.fields.CodeField(code_list="proceeding_step", verbose_name="what")),
                ("on", models.DateField(verbose_name="day")),
                ("at", models.TimeField(blank=True, null=True, verbose_name="at what time")),
                ("attends", models.BooleanField(default=True, verbose_name="the person has to be there")),
                ("leaves_at", models.TimeField(blank=True, null=True, verbose_name="leaves the house at")),
                (
                    "place",
                    vault.fields.SealedText(
                        blank=True, max_length=200, null=True, ring="identity", verbose_name="where"
                    ),
                ),
                (
                    "companion",
                    vault.fields.SealedText(
                        blank=True,
                        max_length=200,
                        null=True,
                        ring="identity",
                        verbose_name="who else takes the person there",
                    ),
                ),
                (
                    "for_shelter",
                    vault.fields.SealedText(
                        blank=True,
                        max_length=300,
                        null=True,
                        ring="identity",
                        verbose_name="what the shelter has to know for that day",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "To come"),
                            ("held", "Took place"),
                            ("postponed", "Postponed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="planned",
                        max_length=20,
                        verbose_name="what became of it",
                    ),
                ),
                (
                    "state_words",
                    vault.fields.SealedText(
                        blank=True,
                        editable=False,
                        max_length=300,
                        null=True,
                        ring="identity",
                        verbose_name="why",
                    ),
                ),
                (
                    "outcome",
                    vault.fields.SealedText(
                        blank=True,
                        max_length=1000,
                        null=True,
                        ring="identity",
                        verbose_name="what came of it",
                    ),
                ),
                (
                    "contact_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("us", "We contact the consulate"),
                            ("herself", "The person turns to it, of her or his own will"),
                            ("consulate", "The consulate contacted us or the person"),
                            ("authority", "An authority notified it, as the law asks"),
                        ],
                        max_length=20,
                        verbose_name="who turns to the consulate",
                    ),
                ),
                (
                    "receiver_named",
                    models.BooleanField(default=False, verbose_name="the consent names this consulate"),
                ),
                (
                    "without_ground",
                    models.BooleanField(
                        default=False, verbose_name="it has happened already, without a ground"
                    ),
                ),
                (
                    "accompanied_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who of the programme accompanies",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proceeding_steps",
                        to="cases.case",
                    ),
                ),
                (
                    "ground",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.ground",
                        verbose_name="on which ground",
                    ),
                ),
                (
                    "moved_from",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moved_to",
                        to="cases.proceedingstep",
                    ),
                ),
                (
                    "proceeding",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="cases.proceeding",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.service",
                    ),
                ),
            ],
            options={
                "ordering": ["-on", "-created_at", "id"],
            },
        ),
        migrations.AddIndex(
            model_name="proceeding",
            index=models.Index(fields=["case", "-created_at", "id"], name="proceeding_of_case"),
        ),
        migrations.AddConstraint(
            model_name="proceeding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("entered_from__in", ["paper", "spreadsheet", "other_program", "demo", ""])
                ),
                name="proceeding_entered_from_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="proceeding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at", None), ("withdrawn_reason", None)),
                    models.Q(("withdrawn_at__isnull", False), ("withdrawn_reason__isnull", False)),
                    _connector="OR",
                ),
                name="proceeding_withdrawn_with_reason",
                violation_error_message="Say why it is withdrawn.",
            ),
        ),
        migrations.AddIndex(
            model_name="proceedingstage",
            index=models.Index(fields=["case", "-on"], name="proceeding_stage_of_case"),
        ),
        migrations.AddConstraint(
            model_name="proceedingstage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("entered_from__in", ["paper", "spreadsheet", "other_program", "demo", ""])
                ),
                name="proceedingstage_entered_from_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="proceedingstage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("criminal_stage__isnull", False), ("other_stage", None)),
                    models.Q(("criminal_stage", None), ("other_stage__isnull", False)),
                    _connector="OR",
                ),
                name="proceeding_stage_of_one_list",
            ),
        ),
        migrations.AddConstraint(
            model_name="proceedingstage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at", None), ("withdrawn_reason", None)),
                    models.Q(("withdrawn_at__isnull", False), ("withdrawn_reason__isnull", False)),
                    _connector="OR",
                ),
                name="proceeding_stage_withdrawn_with_reason",
                violation_error_message="Say why it is withdrawn.",
            ),
        ),
        migrations.AddIndex(
            model_name="proceedingstep",
            index=models.Index(fields=["case", "state", "on"], name="proceeding_step_of_case"),
        ),
        migrations.AddConstraint(
            model_name="proceedingstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("entered_from__in", ["paper", "spreadsheet", "other_program", "demo", ""])
                ),
                name="proceedingstep_entered_from_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="proceedingstep",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["planned", "held", "postponed", "cancelled"])),
                name="proceedingstep_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="proceedingstep",
            constraint=models.CheckConstraint(
                condition=models.Q(("contact_by__in", ["us", "herself", "consulate", "authority", ""])),
                name="proceedingstep_contact_by_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="proceedingstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("state", "planned"), ("state", "held"), _connector="OR"),
                        ("state_words", None),
                    ),
                    models.Q(
                        models.Q(("state", "postponed"), ("state", "cancelled"), _connector="OR"),
                        ("state_words__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="proceeding_step_changed_with_reason",
                violation_error_message="Say why.",
            ),
        ),
        migrations.AddConstraint(
            model_name="proceedingstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("contact_by", "us"), _negated=True),
                    ("ground__isnull", False),
                    ("without_ground", True),
                    models.Q(("entered_from", ""), _negated=True),
                    _connector="OR",
                ),
                name="consulate_contacted_on_a_ground",
            ),
        ),
        migrations.AddConstraint(
            model_name="proceedingstep",
            constraint=models.CheckConstraint(
                condition=models.Q(("without_ground", False), ("contact_by", "us"), _connector="OR"),
                name="without_ground_only_what_we_did",
            ),
        ),
    ]
