"""Plans of a case with their goals and steps, services that serve them, and steps of a child's best interests."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import codebook.fields
import vault.fields

# What hangs on a plan or a goal is of the same case: neither code nor a merge can part them.
SAME_CASE = [
    ("cases_planagreement", "plan_id", "cases_plan"),
    ("cases_planreview", "plan_id", "cases_plan"),
    ("cases_goal", "plan_id", "cases_plan"),
    ("cases_step", "goal_id", "cases_goal"),
    ("cases_service", "goal_id", "cases_goal"),
]


def same_case(table, column, other):
    name = f"{table}_of_its_own_case"
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({column}, case_id) "
        f"REFERENCES {other} (id, case_id) ON UPDATE CASCADE",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0023_documents"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Goal",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="written at")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "words",
                    vault.fields.SealedText(
                        max_length=300, ring="identity", verbose_name="the goal, in the person's own words"
                    ),
                ),
                (
                    "service_type",
                    codebook.fields.CodeField(code_list="service_type", verbose_name="the help it is about"),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="to be reached by")),
                (
                    "added_words",
                    vault.fields.SealedText(
                        blank=True,
                        editable=False,
                        max_length=300,
                        null=True,
                        ring="identity",
                        verbose_name="why it was added",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("reached", "Reached"), ("dropped", "Dropped")],
                        default="open",
                        editable=False,
                        max_length=20,
                    ),
                ),
                (
                    "ended_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="ended on"),
                ),
                (
                    "ended_words",
                    vault.fields.SealedText(
                        blank=True,
                        editable=False,
                        max_length=500,
                        null=True,
                        ring="identity",
                        verbose_name="what came of it",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="goals",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "ordering": ["created_at", "id"],
            },
        ),
        migrations.AddField(
            model_name="service",
            name="goal",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="services",
                to="cases.goal",
                verbose_name="goal that it serves",
            ),
        ),
        migrations.CreateModel(
            name="GroupService",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="written at")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="service",
            name="group",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="services",
                to="cases.groupservice",
            ),
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="written at")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("on", models.DateField(verbose_name="made on")),
                (
                    "types",
                    codebook.fields.CodesField(
                        blank=True,
                        code_list="support_plan_type",
                        size=None,
                        verbose_name="what the plan is about",
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
                (
                    "agreed_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="agreed on"),
                ),
                (
                    "closed_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="plan closed on"),
                ),
                (
                    "closed_words",
                    vault.fields.SealedText(
                        blank=True,
                        editable=False,
                        null=True,
                        ring="identity",
                        verbose_name="what came of the plan",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="plans", to="cases.case"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "needs",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.needs",
                    ),
                ),
            ],
            options={
                "ordering": ["-on", "-created_at", "id"],
            },
        ),
        migrations.AddField(
            model_name="goal",
            name="plan",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="goals",
                to="cases.plan",
            ),
        ),
        migrations.CreateModel(
            name="PlanAgreement",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="written at")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("on", models.DateField(verbose_name="agreed on")),
                (
                    "by_whom",
                    models.CharField(
                        choices=[("herself", "The person"), ("with_guardian", "The child, with a guardian")],
                        default="herself",
                        max_length=20,
                        verbose_name="who agreed",
                    ),
                ),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("signed", "Signed"),
                            ("thumbprint", "With a thumb-print"),
                            ("said", "Said aloud"),
                        ],
                        max_length=20,
                        verbose_name="how it was agreed",
                    ),
                ),
                (
                    "language",
                    codebook.fields.CodeField(
                        blank=True, code_list="language", null=True, verbose_name="in which language"
                    ),
                ),
                (
                    "guardian",
                    vault.fields.SealedText(
                        blank=True,
                        max_length=200,
                        null=True,
                        ring="identity",
                        verbose_name="who the guardian is",
                    ),
                ),
                (
                    "present",
                    vault.fields.SealedText(
                        blank=True, max_length=300, null=True, ring="identity", verbose_name="who was there"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plan_agreements",
                        to="cases.case",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements",
                        to="cases.plan",
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
                "ordering": ["on", "created_at", "id"],
            },
        ),
        migrations.AddField(
            model_name="goal",
            name="agreed_in",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="goals",
                to="cases.planagreement",
            ),
        ),
        migrations.CreateModel(
            name="PlanReview",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="written at")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("on", models.DateField(verbose_name="reviewed on")),
                ("words", vault.fields.SealedText(ring="identity", verbose_name="what came of the review")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plan_reviews",
                        to="cases.case",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="cases.plan"
                    ),
                ),
                (
                    "reviewed_by",
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
            name="Step",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="written at")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "words",
                    vault.fields.SealedText(
                        max_length=300, ring="identity", verbose_name="what is to be done"
                    ),
                ),
                (
                    "who",
                    models.CharField(
                        choices=[
                            ("worker", "Somebody of the programme"),
                            ("herself", "The person"),
                            ("partner", "Another organisation"),
                        ],
                        default="worker",
                        max_length=20,
                        verbose_name="who does it",
                    ),
                ),
                (
                    "partner",
                    vault.fields.SealedText(
                        blank=True,
                        max_length=200,
                        null=True,
                        ring="identity",
                        verbose_name="which organisation",
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="to be done by")),
                ("done_on", models.DateField(blank=True, editable=False, null=True, verbose_name="done on")),
                (
                    "done_words",
                    vault.fields.SealedText(
                        blank=True,
                        editable=False,
                        max_length=500,
                        null=True,
                        ring="identity",
                        verbose_name="what came of it",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="cases.case",
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="cases.goal",
                    ),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who of the programme",
                    ),
                ),
            ],
            options={
                "ordering": ["created_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="BestInterest",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="written at")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("on", models.DateField(verbose_name="date")),
                (
                    "stage",
                    codebook.fields.CodeField(code_list="child_best_interest_stage", verbose_name="step"),
                ),
                (
                    "decider",
                    vault.fields.SealedText(
                        blank=True, max_length=200, null=True, ring="identity", verbose_name="who decided"
                    ),
                ),
                (
                    "words",
                    vault.fields.SealedText(
                        blank=True, null=True, ring="identity", verbose_name="what was found or decided"
                    ),
                ),
                (
                    "author",
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
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="best_interests",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "ordering": ["-on", "-created_at", "id"],
                "indexes": [models.Index(fields=["case", "-on"], name="best_interest_of_case")],
            },
        ),
        migrations.AddIndex(
            model_name="plan",
            index=models.Index(fields=["case", "-on"], name="plan_of_case"),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("entered_from__in", ["paper", "spreadsheet", "other_program", "demo", ""])
                ),
                name="plan_entered_from_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.UniqueConstraint(fields=("id", "case"), name="plan_with_case"),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_on", None)),
                fields=("case",),
                name="one_open_plan_of_a_case",
                violation_error_message="This case has a plan already: add goals to it, or close it first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_on", None), ("closed_words", None)),
                    models.Q(("closed_on__isnull", False), ("closed_words__isnull", False)),
                    _connector="OR",
                ),
                name="plan_closed_with_words",
                violation_error_message="Say what came of the plan.",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(("closed_on", None), ("closed_on__gte", models.F("on")), _connector="OR"),
                name="plan_closed_after_it_was_made",
                violation_error_message="A plan cannot be closed before it was made.",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(("agreed_on", None), ("agreed_on__gte", models.F("on")), _connector="OR"),
                name="plan_agreed_after_it_was_made",
            ),
        ),
        migrations.AddIndex(
            model_name="planagreement",
            index=models.Index(fields=["case", "on"], name="agreement_of_case"),
        ),
        migrations.AddConstraint(
            model_name="planagreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("by_whom__in", ["herself", "with_guardian"])),
                name="planagreement_by_whom_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="planagreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("how__in", ["signed", "thumbprint", "said"])),
                name="planagreement_how_known",
            ),
        ),
        migrations.AddIndex(
            model_name="goal",
            index=models.Index(fields=["case", "state"], name="goal_of_case"),
        ),
        migrations.AddConstraint(
            model_name="goal",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "reached", "dropped"])), name="goal_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="goal",
            constraint=models.UniqueConstraint(fields=("id", "case"), name="goal_with_case"),
        ),
        migrations.AddConstraint(
            model_name="goal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_on", None), ("ended_words", None), ("state", "open")),
                    models.Q(models.Q(("state", "open"), _negated=True), ("ended_on__isnull", False)),
                    _connector="OR",
                ),
                name="goal_ended_with_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="goal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "dropped"), _negated=True),
                    ("ended_words__isnull", False),
                    _connector="OR",
                ),
                name="goal_dropped_with_reason",
                violation_error_message="Say why the goal is dropped.",
            ),
        ),
        migrations.AddIndex(
            model_name="planreview",
            index=models.Index(fields=["case", "on"], name="plan_review_of_case"),
        ),
        migrations.AddIndex(
            model_name="step",
            index=models.Index(fields=["case"], name="step_of_case"),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.CheckConstraint(
                condition=models.Q(("who__in", ["worker", "herself", "partner"])), name="step_who_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.CheckConstraint(
                condition=models.Q(("who", "worker"), ("worker", None), _connector="OR"),
                name="step_of_a_worker",
                violation_error_message="Somebody of the programme is named only where a worker does it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("partner__isnull", False), ("who", "partner")),
                    models.Q(models.Q(("who", "partner"), _negated=True), ("partner", None)),
                    _connector="OR",
                ),
                name="step_of_a_partner",
                violation_error_message="Write which organisation does it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("done_by", None), ("done_on", None), ("done_words", None)),
                    models.Q(("done_by__isnull", False), ("done_on__isnull", False)),
                    _connector="OR",
                ),
                name="step_done_by_somebody",
            ),
        ),
        *(same_case(*key) for key in SAME_CASE),
    ]
