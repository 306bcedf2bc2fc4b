import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_absences"),
        ("cases", "0032_screening"),
        ("programmes", "0006_unknown_is_not_true"),
    ]

    operations = [
        migrations.CreateModel(
            name="Transfer",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="written at")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("lives_there", "The person lives there now"),
                            ("wishes", "The person wishes it"),
                            ("safety", "The person is safer there"),
                            ("services", "What the person needs is given there"),
                            ("known_here", "Nobody here can work with it, as somebody knows the person"),
                            ("capacity", "Nobody here has room for it"),
                            ("other", "Another reason"),
                        ],
                        max_length=20,
                        verbose_name="why",
                    ),
                ),
                (
                    "receiver_named",
                    models.BooleanField(default=False, verbose_name="The consent names this receiver"),
                ),
                ("asked_on", models.DateField(verbose_name="asked on")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "waits for an answer"),
                            ("accepted", "accepted"),
                            ("declined", "declined"),
                            ("withdrawn", "taken back"),
                        ],
                        default="asked",
                        editable=False,
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                (
                    "why_declined",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("capacity", "Nobody here has room for it"),
                            ("other_area", "The person does not live in our area"),
                            ("other_work", "What the person needs is not given here"),
                            ("not_safe", "The person would not be safe here"),
                            ("ask_first", "Speak with us first"),
                            ("other", "Another reason"),
                        ],
                        editable=False,
                        max_length=20,
                        verbose_name="why it is not taken",
                    ),
                ),
                ("decided_on", models.DateField(editable=False, null=True, verbose_name="answered on")),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="transfers", to="cases.case"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "from_component",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programmes.component",
                    ),
                ),
                (
                    "from_office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.office"
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
                        verbose_name="ground",
                    ),
                ),
                (
                    "to_component",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programmes.component",
                    ),
                ),
                (
                    "to_office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.office",
                        verbose_name="to which office",
                    ),
                ),
                (
                    "worker",
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
                "ordering": ["-asked_on", "-created_at", "id"],
                "indexes": [
                    models.Index(fields=["from_office", "-asked_on", "id"], name="transfer_from_office"),
                    models.Index(fields=["to_office", "-asked_on", "id"], name="transfer_to_office"),
                    models.Index(
                        condition=models.Q(("state", "accepted")),
                        fields=["case", "decided_on"],
                        name="transfer_of_case",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["asked", "accepted", "declined", "withdrawn"])),
                        name="transfer_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "reason__in",
                                [
                                    "lives_there",
                                    "wishes",
                                    "safety",
                                    "services",
                                    "known_here",
                                    "capacity",
                                    "other",
                                ],
                            )
                        ),
                        name="transfer_reason_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "why_declined__in",
                                [
                                    "capacity",
                                    "other_area",
                                    "other_work",
                                    "not_safe",
                                    "ask_first",
                                    "other",
                                    "",
                                ],
                            )
                        ),
                        name="transfer_why_declined_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("from_office", models.F("to_office")), _negated=True),
                        name="transfer_to_another_office",
                        violation_error_message="The case is in this office already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_on", None), ("state", "asked")),
                            models.Q(
                                models.Q(("state", "asked"), _negated=True), ("decided_on__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="transfer_answered_on_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "declined"), models.Q(("why_declined", ""), _negated=True)),
                            models.Q(models.Q(("state", "declined"), _negated=True), ("why_declined", "")),
                            _connector="OR",
                        ),
                        name="transfer_declined_with_reason",
                        violation_error_message="Say why it is not taken.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "accepted"), ("to_component__isnull", False)),
                            models.Q(
                                models.Q(("state", "accepted"), _negated=True),
                                ("to_component", None),
                                ("worker", None),
                            ),
                            _connector="OR",
                        ),
                        name="transfer_accepted_into_a_component",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("receiver_named", False), ("ground__isnull", False), _connector="OR"
                        ),
                        name="transfer_receiver_named_by_a_ground",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "asked")),
                        fields=("case",),
                        name="one_transfer_at_a_time",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="case",
            name="moved_on",
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="case",
            name="works_under",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="programmes.component",
                verbose_name="component",
            ),
        ),
        migrations.AddField(
            model_name="statuschange",
            name="component",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="programmes.component",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("moved_on", None), ("works_under", None)),
                    models.Q(("moved_on__isnull", False), ("works_under__isnull", False)),
                    _connector="OR",
                ),
                name="case_moved_on_a_day",
            ),
        ),
    ]
