import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import vault.fields


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_closed_lists"),
        ("cases", "0035_retention"),
    ]

    operations = [
        migrations.CreateModel(
            name="Complaint",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="written at")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("tablet", "Written without an account"),
                            ("paper", "On paper"),
                            ("spoken", "Told to somebody"),
                        ],
                        editable=False,
                        max_length=20,
                        verbose_name="how it came",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("violence", "Somebody hit, hurt or threatened"),
                            ("sexual", "Somebody touched, or asked for sexual things"),
                            ("exploitation", "Somebody asked for money, work or favours in return for help"),
                            ("secrets", "Somebody told others what was private"),
                            ("treatment", "Bad treatment, or not the same as others"),
                            ("help", "Help that was needed was not given"),
                            ("other", "Something else"),
                        ],
                        max_length=20,
                        verbose_name="what it is about",
                    ),
                ),
                (
                    "in_danger",
                    models.BooleanField(blank=True, null=True, verbose_name="afraid of being hurt"),
                ),
                ("received_on", models.DateField(verbose_name="received on")),
                ("words", vault.fields.SealedText(ring="identity", verbose_name="what happened")),
                (
                    "about_words",
                    vault.fields.SealedText(
                        blank=True, max_length=300, null=True, ring="identity", verbose_name="who did it"
                    ),
                ),
                (
                    "her_name",
                    vault.fields.SealedText(
                        blank=True,
                        max_length=200,
                        null=True,
                        ring="identity",
                        verbose_name="name of whoever complains",
                    ),
                ),
                (
                    "reach",
                    vault.fields.SealedText(
                        blank=True,
                        max_length=300,
                        null=True,
                        ring="identity",
                        verbose_name="how to speak with the person safely",
                    ),
                ),
                (
                    "case_words",
                    vault.fields.SealedText(
                        blank=True,
                        max_length=60,
                        null=True,
                        ring="identity",
                        verbose_name="number or code name of the case",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("looking", "Being looked into"),
                            ("answered", "Answered"),
                            ("closed", "Closed"),
                        ],
                        default="received",
                        editable=False,
                        max_length=20,
                    ),
                ),
                ("opened_at", models.DateTimeField(editable=False, null=True)),
                ("answered_on", models.DateField(editable=False, null=True)),
                ("closed_on", models.DateField(editable=False, null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("founded", "What was said is so"),
                            ("partly", "Part of what was said is so"),
                            ("unfounded", "It was found not to be so"),
                            ("open", "It could not be cleared up"),
                            ("taken_back", "Whoever complained does not want it followed"),
                        ],
                        editable=False,
                        max_length=20,
                        verbose_name="what was found",
                    ),
                ),
                ("review_on", models.DateField(editable=False, null=True)),
                ("code_digest", models.BinaryField(max_length=32, null=True, unique=True)),
                (
                    "about",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="somebody who works here",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="complaints",
                        to="accounts.office",
                        verbose_name="office",
                    ),
                ),
                (
                    "written_by",
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
                "ordering": ["-received_on", "id"],
                "indexes": [
                    models.Index(fields=["office", "-received_on", "id"], name="complaint_of_office")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("how__in", ["tablet", "paper", "spoken"])),
                        name="complaint_how_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "violence",
                                    "sexual",
                                    "exploitation",
                                    "secrets",
                                    "treatment",
                                    "help",
                                    "other",
                                ],
                            )
                        ),
                        name="complaint_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["received", "looking", "answered", "closed"])),
                        name="complaint_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome__in", ["founded", "partly", "unfounded", "open", "taken_back", ""])
                        ),
                        name="complaint_outcome_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_on__isnull", False),
                                ("review_on__isnull", False),
                                ("state", "closed"),
                                models.Q(("outcome", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "closed"), _negated=True),
                                ("closed_on", None),
                                ("outcome", ""),
                                ("review_on", None),
                            ),
                            _connector="OR",
                        ),
                        name="complaint_closed_with_day_and_outcome",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "answered"), _negated=True),
                            ("answered_on__isnull", False),
                            _connector="OR",
                        ),
                        name="complaint_answered_on_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ComplaintBox",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="written at")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("key", models.CharField(editable=False, max_length=12, unique=True)),
                (
                    "instead",
                    models.CharField(
                        blank=True,
                        help_text="Somebody outside this office, and how to reach that person. People read it who live there.",
                        max_length=300,
                        verbose_name="whom to tell where nobody receives yet",
                    ),
                ),
                (
                    "office",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="complaint_box",
                        to="accounts.office",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ComplaintReceiver",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="written at")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("ended_at", models.DateTimeField(editable=False, null=True)),
                (
                    "named_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="complaint_receivers",
                        to="accounts.office",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receives_of",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who receives",
                    ),
                ),
            ],
            options={
                "ordering": ["created_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("office", "user"),
                        name="complaint_receiver_once",
                        violation_error_message="This person receives there already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ComplaintStep",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="written at")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("safety", "Saw to the safety of whoever complained"),
                            ("heard_her", "Spoke with whoever complained"),
                            ("heard_others", "Spoke with others"),
                            ("measure", "A measure was taken"),
                            ("authority", "Told an authority"),
                            ("correction", "Corrected what is written"),
                            ("other", "Something else"),
                            ("answer", "Answered"),
                            ("closing", "Closed"),
                        ],
                        max_length=20,
                        verbose_name="what was done",
                    ),
                ),
                ("on", models.DateField(verbose_name="on")),
                ("words", vault.fields.SealedText(ring="identity", verbose_name="in words")),
                (
                    "amends",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="amendment",
                        to="cases.complaintstep",
                    ),
                ),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="cases.complaint",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["on", "created_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "safety",
                                    "heard_her",
                                    "heard_others",
                                    "measure",
                                    "authority",
                                    "correction",
                                    "other",
                                    "answer",
                                    "closing",
                                ],
                            )
                        ),
                        name="complaintstep_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amends", models.F("id")), _negated=True),
                        name="complaint_step_amends_another",
                    ),
                ],
            },
        ),
    ]
