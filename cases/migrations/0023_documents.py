import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import vault.fields


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0022_relatives"),
        ("work", "0007_leased_until"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="written at")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("running", models.PositiveIntegerField(editable=False, verbose_name="number")),
                ("on", models.DateField(verbose_name="date of the document")),
                (
                    "note_class",
                    models.CharField(
                        choices=[
                            ("care", "For whoever looks after her"),
                            ("team", "For the team"),
                            ("psychological", "Psychological"),
                            ("legal", "Legal"),
                            ("medical", "Medical"),
                        ],
                        default="team",
                        max_length=20,
                        verbose_name="who opens it",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("identity", "Identity document"),
                            ("civil", "Birth certificate or another of the civil registry"),
                            ("consent", "Signed consent"),
                            ("recording", "Recording of a consent"),
                            ("court", "Decision of a court or another authority"),
                            ("complaint", "Complaint or statement"),
                            ("psychological", "Psychological report"),
                            ("medical", "Medical report"),
                            ("health", "Prescription, appointment or vaccination card"),
                            ("school", "School or course certificate"),
                            ("plan", "Plan or agreement signed with the person"),
                            ("letter", "Letter"),
                            ("travel", "Ticket or travel permit"),
                            ("photograph", "Photograph"),
                            ("other", "Something else"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("title", vault.fields.SealedText(max_length=120, ring="identity", verbose_name="title")),
                (
                    "description",
                    vault.fields.SealedText(
                        blank=True, null=True, ring="identity", verbose_name="what has to be known of it"
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True)),
                (
                    "withdrawn_why",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("mistake", "It was attached by mistake, or twice"),
                            ("replaced", "Another one has taken its place"),
                            ("wrong_person", "It is of somebody else: the file is destroyed"),
                        ],
                        editable=False,
                        max_length=20,
                        verbose_name="why it is withdrawn",
                    ),
                ),
                (
                    "withdrawn_reason",
                    vault.fields.SealedText(
                        blank=True,
                        editable=False,
                        max_length=300,
                        null=True,
                        ring="identity",
                        verbose_name="the reason in words",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="cases.case"
                    ),
                ),
                (
                    "file",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="work.sealedfile",
                    ),
                ),
            ],
            options={
                "ordering": ["-running", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("note_class__in", ["care", "team", "psychological", "legal", "medical"])
                        ),
                        name="document_note_class_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "identity",
                                    "civil",
                                    "consent",
                                    "recording",
                                    "court",
                                    "complaint",
                                    "psychological",
                                    "medical",
                                    "health",
                                    "school",
                                    "plan",
                                    "letter",
                                    "travel",
                                    "photograph",
                                    "other",
                                ],
                            )
                        ),
                        name="document_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_why__in", ["mistake", "replaced", "wrong_person", ""])
                        ),
                        name="document_withdrawn_why_known",
                    ),
                    models.UniqueConstraint(fields=("case", "running"), name="document_numbered_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at", None), ("withdrawn_why", "")),
                            models.Q(
                                ("withdrawn_at__isnull", False),
                                models.Q(("withdrawn_why", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="document_withdrawn_with_reason",
                        violation_error_message="Say why the document is withdrawn.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_why", "wrong_person"), _negated=True),
                            ("file", None),
                            _connector="OR",
                        ),
                        name="document_of_another_destroyed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "court"), _negated=True),
                            ("note_class", "team"),
                            ("note_class", "legal"),
                            _connector="OR",
                        ),
                        name="document_court_not_for_all",
                        violation_error_message="A document of this kind is for few to read.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "complaint"), _negated=True),
                            ("note_class", "team"),
                            ("note_class", "legal"),
                            _connector="OR",
                        ),
                        name="document_complaint_not_for_all",
                        violation_error_message="A document of this kind is for few to read.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "psychological"), _negated=True),
                            ("note_class", "psychological"),
                            _connector="OR",
                        ),
                        name="document_psychological_not_for_all",
                        violation_error_message="A document of this kind is for few to read.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "medical"), _negated=True),
                            ("note_class", "medical"),
                            ("note_class", "psychological"),
                            _connector="OR",
                        ),
                        name="document_medical_not_for_all",
                        violation_error_message="A document of this kind is for few to read.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Printout",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="written at")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("running", models.PositiveIntegerField(editable=False, verbose_name="copy")),
                (
                    "sections",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), size=None
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("person", "For the person, who asked for it"),
                            ("meeting", "For a meeting about the case"),
                            ("authority", "For a court, a prosecutor or another authority"),
                            ("referral", "For another organisation that helps"),
                            ("handover", "To hand the case over"),
                            ("audit", "For supervision or an audit"),
                            ("other", "Something else"),
                        ],
                        max_length=20,
                        verbose_name="what it is for",
                    ),
                ),
                (
                    "name_reason",
                    vault.fields.SealedText(
                        blank=True,
                        max_length=300,
                        null=True,
                        ring="identity",
                        verbose_name="why the name stands on it",
                    ),
                ),
                (
                    "author",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="printouts", to="cases.case"
                    ),
                ),
            ],
            options={
                "ordering": ["-running", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "purpose__in",
                                ["person", "meeting", "authority", "referral", "handover", "audit", "other"],
                            )
                        ),
                        name="printout_purpose_known",
                    ),
                    models.UniqueConstraint(fields=("case", "running"), name="printout_numbered_once"),
                    models.CheckConstraint(
                        condition=models.Q(("sections", []), _negated=True), name="printout_of_something"
                    ),
                ],
            },
        ),
    ]
