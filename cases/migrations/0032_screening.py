import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import codebook.fields
import vault.fields


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_closed_lists"),
        ("cases", "0031_identified_by_day"),
        ("programmes", "0006_unknown_is_not_true"),
    ]

    operations = [
        migrations.CreateModel(
            name="ScreeningStep",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="written at")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("break", "The person asked for a break"),
                            ("stopped", "The interview was stopped"),
                            ("resumed", "The interview went on"),
                            ("sent", "Sent to a second person"),
                            ("sent_back", "Sent back by the second person"),
                            ("agreed", "The second person agreed"),
                        ],
                        max_length=10,
                        verbose_name="what happened",
                    ),
                ),
                ("on", models.DateField(verbose_name="day")),
                (
                    "words",
                    vault.fields.SealedText(
                        blank=True, max_length=1000, null=True, ring="identity", verbose_name="in words"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="screening_steps",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "ordering": ["created_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="ReflectionPeriod",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="written at")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("country", codebook.fields.CodeField(code_list="country", verbose_name="country")),
                ("days", models.PositiveSmallIntegerField(verbose_name="days to reflect")),
                ("since", models.DateField(verbose_name="for who is identified since")),
                ("source", models.CharField(max_length=200, verbose_name="by which law or agreement")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["country", "-since", "-created_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("days__gte", 1), ("days__lte", 365)),
                        name="reflection_of_some_days",
                        violation_error_message="Write a number of days between 1 and 365.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Screening",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="written at")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "home_life",
                    vault.fields.SealedText(
                        blank=True,
                        max_length=4000,
                        null=True,
                        ring="identity",
                        verbose_name="with whom the person lived, and who depended on the person",
                    ),
                ),
                (
                    "livelihood",
                    vault.fields.SealedText(
                        blank=True,
                        max_length=4000,
                        null=True,
                        ring="identity",
                        verbose_name="what the person lived on",
                    ),
                ),
                (
                    "earlier_violence",
                    vault.fields.SealedText(
                        blank=True,
                        max_length=4000,
                        null=True,
                        ring="identity",
                        verbose_name="violence lived through before",
                    ),
                ),
                (
                    "why_left",
                    vault.fields.SealedText(
                        blank=True,
                        max_length=4000,
                        null=True,
                        ring="identity",
                        verbose_name="why the person left",
                    ),
                ),
                (
                    "promised",
                    vault.fields.SealedText(
                        blank=True,
                        max_length=4000,
                        null=True,
                        ring="identity",
                        verbose_name="what was promised: work, pay, conditions",
                    ),
                ),
                (
                    "platforms",
                    codebook.fields.CodesField(
                        blank=True,
                        code_list="online_platform",
                        size=None,
                        verbose_name="through which pages or applications",
                    ),
                ),
                (
                    "debt",
                    vault.fields.SealedText(
                        blank=True,
                        max_length=4000,
                        null=True,
                        ring="identity",
                        verbose_name="what had to be paid, or was said to be owed",
                    ),
                ),
                (
                    "papers_by",
                    vault.fields.SealedText(
                        blank=True,
                        max_length=4000,
                        null=True,
                        ring="identity",
                        verbose_name="who arranged papers and journey",
                    ),
                ),
                (
                    "taken_by_force",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("no", "No")],
                        max_length=3,
                        verbose_name="the person was taken by force",
                    ),
                ),
                (
                    "journey",
                    vault.fields.SealedText(
                        blank=True,
                        max_length=4000,
                        null=True,
                        ring="identity",
                        verbose_name="from where to where, by what and with whom",
                    ),
                ),
                (
                    "by_border_post",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("no", "No")],
                        max_length=3,
                        verbose_name="a border was crossed at an official post",
                    ),
                ),
                (
                    "false_papers",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("no", "No")],
                        max_length=3,
                        verbose_name="false papers, or those of somebody else, were used",
                    ),
                ),
                (
                    "industries",
                    codebook.fields.CodesField(
                        blank=True,
                        code_list="forced_labour_industry",
                        size=None,
                        verbose_name="in which kind of work",
                    ),
                ),
                (
                    "work_and_rest",
                    vault.fields.SealedText(
                        blank=True,
                        max_length=4000,
                        null=True,
                        ring="identity",
                        verbose_name="hours and days of work, rest",
                    ),
                ),
                (
                    "pay",
                    vault.fields.SealedText(
                        blank=True,
                        max_length=4000,
                        null=True,
                        ring="identity",
                        verbose_name="what was paid, and what was kept back",
                    ),
                ),
                (
                    "could_leave",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("no", "No")],
                        max_length=3,
                        verbose_name="the person could go out and leave freely",
                    ),
                ),
                (
                    "freedom",
                    vault.fields.SealedText(
                        blank=True,
                        max_length=4000,
                        null=True,
                        ring="identity",
                        verbose_name="what kept the person from leaving",
                    ),
                ),
                (
                    "how_ended",
                    vault.fields.SealedText(
                        blank=True, max_length=4000, null=True, ring="identity", verbose_name="how it ended"
                    ),
                ),
                (
                    "indicators",
                    codebook.fields.CodesField(
                        blank=True,
                        code_list="screening_indicator",
                        size=None,
                        verbose_name="signs that were seen or told",
                    ),
                ),
                (
                    "indicator_words",
                    vault.fields.SealedText(
                        blank=True,
                        max_length=4000,
                        null=True,
                        ring="identity",
                        verbose_name="what they rest on",
                    ),
                ),
                (
                    "proposal",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("victim", "The person is, or must be presumed to be, a victim"),
                            ("outside", "No elements of trafficking were found"),
                            ("undecided", "It cannot be said yet"),
                        ],
                        max_length=10,
                        verbose_name="proposal",
                    ),
                ),
                (
                    "reasons",
                    vault.fields.SealedText(
                        blank=True,
                        max_length=4000,
                        null=True,
                        ring="identity",
                        verbose_name="reasons, in words",
                    ),
                ),
                ("interviewed_on", models.DateField(verbose_name="interview begun on")),
                (
                    "place",
                    vault.fields.SealedText(
                        blank=True,
                        max_length=300,
                        null=True,
                        ring="identity",
                        verbose_name="place of the interview",
                    ),
                ),
                (
                    "language",
                    codebook.fields.CodeField(
                        blank=True, code_list="language", null=True, verbose_name="language of the interview"
                    ),
                ),
                (
                    "interpreter_name",
                    vault.fields.SealedText(
                        blank=True, max_length=200, null=True, ring="identity", verbose_name="interpreter"
                    ),
                ),
                (
                    "interpreter_accepted",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("no", "No")],
                        max_length=3,
                        verbose_name="the person accepts this interpreter",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Being written"),
                            ("in_review", "Waits for a second person"),
                            ("agreed", "A second person agreed"),
                        ],
                        default="open",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("legal_test", models.JSONField(blank=True, editable=False, null=True)),
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
                        related_name="screenings",
                        to="cases.case",
                    ),
                ),
                (
                    "ground",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="screenings",
                        to="cases.ground",
                    ),
                ),
                (
                    "interviewer",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-interviewed_on", "-created_at", "id"],
                "indexes": [
                    models.Index(
                        fields=["case", "-interviewed_on", "-created_at", "id"], name="screening_of_case"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "in_review", "agreed"])),
                        name="screening_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("proposal__in", ["victim", "outside", "undecided", ""])),
                        name="screening_proposal_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("entered_from__in", ["paper", "spreadsheet", "other_program", "demo", ""])
                        ),
                        name="screening_entered_from_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("interpreter_accepted__in", ["yes", "no", ""])),
                        name="screening_interpreter_accepted_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("taken_by_force__in", ["yes", "no", ""])),
                        name="screening_taken_by_force_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("by_border_post__in", ["yes", "no", ""])),
                        name="screening_by_border_post_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("false_papers__in", ["yes", "no", ""])),
                        name="screening_false_papers_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("could_leave__in", ["yes", "no", ""])),
                        name="screening_could_leave_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("open", "in_review")), ("withdrawn_at", None)),
                        fields=("case",),
                        name="one_screening_at_a_time",
                        violation_error_message="An interview of this case goes on already: go on with that one.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "open"), models.Q(("proposal", ""), _negated=True), _connector="OR"
                        ),
                        name="screening_reviewed_with_proposal",
                        violation_error_message="Say what you propose.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at", None), ("withdrawn_reason", None)),
                            models.Q(("withdrawn_at__isnull", False), ("withdrawn_reason__isnull", False)),
                            _connector="OR",
                        ),
                        name="screening_withdrawn_with_reason",
                        violation_error_message="Say why it is withdrawn.",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="case",
            name="decision_reason",
            field=vault.fields.SealedText(
                blank=True, editable=False, max_length=2000, null=True, ring="identity", verbose_name="why"
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="pointed_to",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("vulnerable_migrant", "Help for vulnerable migrants"),
                        ("gender_violence", "Help against gender-based violence"),
                        ("labour", "Labour inspection or labour rights"),
                        ("asylum", "Asylum or refugee protection"),
                        ("other", "Elsewhere"),
                        ("declined", "It was offered, and the person does not want it"),
                    ],
                    max_length=20,
                ),
                blank=True,
                default=list,
                editable=False,
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="reviewed_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="screening",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.screening",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "pointed_to__contained_by",
                        ["vulnerable_migrant", "gender_violence", "labour", "asylum", "other", "declined"],
                    )
                ),
                name="case_pointed_to_known",
            ),
        ),
        migrations.AddField(
            model_name="screeningstep",
            name="screening",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="cases.screening"
            ),
        ),
        migrations.AddConstraint(
            model_name="screeningstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("what__in", ["break", "stopped", "resumed", "sent", "sent_back", "agreed"])
                ),
                name="screeningstep_what_known",
            ),
        ),
    ]
