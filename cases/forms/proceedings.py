from functools import partial

from django import forms
from django.core.exceptions import ValidationError
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import Office, Organisation, User
from cases.forms.fields import happened, only_happened
from cases.forms.risk import GroundChoice, cases_in_full
from cases.forms.tasks import who_may_do
from cases.grounds import may_let_tell
from cases.models import (
    Case,
    ContactBy,
    DateState,
    Ground,
    Proceeding,
    ProceedingStage,
    ProceedingStep,
    Task,
    is_consular,
)
from cases.proceedings import (
    fitting,
    refuse_contact_without_ground,
    refuse_wrong_day,
    stage_facts,
    stages_for,
)
from cases.task_words import ACCOMPANY
from programmes.forms.records import RecordForm
from work.answers import show_refusal
from work.door_by_door import for_one
from work.forms import DateField, Form

LINE, LINES = {"data-private": ""}, {"rows": 3, "data-private": ""}
CLOCK = {"type": "time"}
NOBODY = gettext_lazy("Nobody of the programme, or not known yet")
PARTS = [
    (gettext_lazy("What and when"), ("proceeding", "kind", "state", "on", "at", "place")),
    (
        gettext_lazy("How the person gets there"),
        ("attends", "leaves_at", "accompanied_by", "companion", "for_shelter"),
    ),
    (
        gettext_lazy("Only with a consulate"),
        ("contact_by", "ground", "receiver_named", "without_ground"),
    ),
    (gettext_lazy("Afterwards"), ("outcome",)),
]
CONTACT = ("contact_by", "ground", "receiver_named", "without_ground")


def all_stages():
    """Stages as they are offered while nobody has said yet of which kind the proceeding is."""
    return [
        *BLANK_CHOICE_DASH,
        (_("Of a criminal proceeding"), stages_for(True)),
        (_("Of any other proceeding"), stages_for(False)),
    ]


def stages_of(proceeding):
    """Stages of a proceeding whose kind is known."""
    return [*BLANK_CHOICE_DASH, *stages_for(proceeding.is_criminal)]


class ProceedingForm(RecordForm):
    """A matter before an authority in which the person takes part."""

    class Meta:
        model = Proceeding
        fields = [
            "kind", "authority", "authority_name", "country", "file_number", "part", "words", "told_free_on",
        ]  # fmt: skip
        widgets = {
            "authority_name": forms.TextInput(LINE),
            "file_number": forms.TextInput(LINE),
            "part": forms.CheckboxSelectMultiple,
            "words": forms.Textarea(LINES),
        }
        help_texts = {
            "words": gettext_lazy(
                "What everybody of the team has to know. What is said with the lawyer is a legal note, which "
                "only her or his profession reads."
            ),
            "told_free_on": gettext_lazy(
                "Help never depends on taking part in a proceeding. Until the person was told so, that waits "
                "as a task."
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        told = self.fields["told_free_on"]
        told.validators = [*told.validators, happened]
        self.fields["country"].required = True


class NewProceedingForm(ProceedingForm):
    """A proceeding with the stage to which it has come."""

    stage = forms.ChoiceField(label=gettext_lazy("Where it stands"), choices=all_stages)
    on = DateField(label=gettext_lazy("Since which day"), initial=timezone.localdate, validators=[happened])
    stage_words = forms.CharField(
        label=gettext_lazy("What was decided, if anything"), max_length=500, required=False,
        empty_value=None, widget=forms.Textarea(LINES),
    )  # fmt: skip
    field_order = [
        "kind", "stage", "on", "authority", "authority_name", "country", "file_number", "part", "words",
        "stage_words", "told_free_on",
    ]  # fmt: skip

    def clean(self):
        typed = super().clean()
        if typed.get("kind") and typed.get("stage"):
            _say(self, partial(stage_facts, Proceeding(kind=typed["kind"]), typed["stage"]))
        return typed


class AskedProceedingForm(NewProceedingForm):
    """The same as a program writes it: it names the case by its number."""

    case = forms.ModelChoiceField(Case.objects.none(), to_field_name="number", label=gettext_lazy("Case"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["case"].queryset = cases_in_full(user)


class StageForm(RecordForm):
    """To which stage a proceeding came."""

    stage = forms.ChoiceField(label=gettext_lazy("Where it stands"), choices=all_stages)

    class Meta:
        model = ProceedingStage
        fields = ["on", "words"]
        widgets = {"words": forms.Textarea(LINES)}

    field_order = ["stage", "on", "words"]

    def __init__(self, *args, proceeding=None, **kwargs):
        super().__init__(*args, **kwargs)
        only_happened(self, "on")
        if proceeding:
            self.fields["stage"].choices = partial(stages_of, proceeding)


class AskedStageForm(StageForm):
    """The same as a program writes it: it names the proceeding by its id."""

    proceeding = forms.ModelChoiceField(Proceeding.objects.none(), label=gettext_lazy("Proceeding"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["proceeding"].queryset = proceedings_of(user)


class WithdrawProceedingForm(Form):
    """Why something that was written by mistake stands no more."""

    withdrawn_reason = forms.CharField(
        label=gettext_lazy("Why it is withdrawn"), max_length=300, widget=forms.Textarea(LINES)
    )


class ChangeStepForm(RecordForm):
    """Where and when a step of a proceeding is, who takes the person there, and what came of it."""

    class Meta:
        model = ProceedingStep
        fields = [
            "kind", "on", "at", "place", "attends", "leaves_at", "accompanied_by", "companion",
            "for_shelter", "outcome",
        ]  # fmt: skip
        widgets = {
            "at": forms.TimeInput(CLOCK, format="%H:%M"),
            "leaves_at": forms.TimeInput(CLOCK, format="%H:%M"),
            "place": forms.TextInput(LINE),
            "companion": forms.TextInput(LINE),
            "for_shelter": forms.Textarea({"rows": 2, "data-private": ""}),
            "outcome": forms.Textarea(LINES),
        }
        help_texts = {
            "place": gettext_lazy("The team of the case reads it, the shelter does not."),
            "attends": gettext_lazy(
                "Whoever looks after the person is told the day, the hour and who accompanies, and not for "
                "what."
            ),
            "companion": gettext_lazy(
                "A name, and how it is known that it is that person: the shelter lets nobody else take the "
                "person along."
            ),
            "for_shelter": gettext_lazy(
                "Such as where the person is fetched, what to take along, or when she or he is back. Leave "
                "out what it is about."
            ),
        }

    def __init__(self, *args, user, case, **kwargs):
        super().__init__(*args, **kwargs)
        self.case = case
        box, held = self.fields["accompanied_by"], User.objects.filter(pk=self.instance.accompanied_by_id)
        box.queryset = who_may_do(Task(kind=ACCOMPANY, case=case, office=case.office), user) | held
        box.empty_label = NOBODY

    @property
    def sections(self):
        """The questions as they stand on the page: `(title, fields)`."""
        named = [(title, [self[name] for name in names if name in self.fields]) for title, names in PARTS]
        return [(title, fields) for title, fields in named if fields]


class ProceedingStepForm(ChangeStepForm):
    """A step of a proceeding that is to come, or that took place."""

    proceeding = forms.ModelChoiceField(Proceeding.objects.none(), label=gettext_lazy("Of which proceeding"))
    state = forms.ChoiceField(
        label=gettext_lazy("Is it to come, or did it take place?"),
        choices=DateState.choices[:2],
        initial=DateState.PLANNED,
        widget=forms.RadioSelect,
    )
    contact_by = forms.ChoiceField(
        label=gettext_lazy("Who turns to the consulate"),
        choices=[("", pgettext_lazy("nobody turns to a consulate", "No consulate")), *ContactBy.choices],
        required=False,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "A consulate may be where those who exploited the person have friends. We contact it only on a "
            "ground that holds: ask the person first. What others did, or the person, is always recorded."
        ),
    )
    ground = GroundChoice(
        Ground.objects.none(),
        label=gettext_lazy("On which ground"),
        required=False,
        help_text=gettext_lazy(
            "Only where we contact it: consent to a referral or to share data, a vital interest, a duty to "
            "report, or a court's order."
        ),
    )

    class Meta(ChangeStepForm.Meta):
        fields = [
            "kind", "state", "on", "at", "place", "attends", "leaves_at", "accompanied_by", "companion",
            "for_shelter", "contact_by", "ground", "receiver_named", "without_ground", "outcome",
        ]  # fmt: skip
        help_texts = ChangeStepForm.Meta.help_texts | {
            "receiver_named": gettext_lazy("Of a consent: it is good only for whom it names."),
            "without_ground": gettext_lazy(
                "Only of what cannot be undone: it is kept as it was, and the supervisors are told today."
            ),
        }

    def __init__(self, *args, user, case, proceedings=None, **kwargs):
        super().__init__(*args, user=user, case=case, **kwargs)
        known = case.proceedings.standing() if proceedings is None else proceedings
        box = self.fields["proceeding"]
        box.queryset = known.select_related("case__office", "case__person")
        box.label_from_instance = in_short
        self.fields["ground"].queryset = may_let_tell(case)

    def clean(self):
        typed = super().clean()
        consular = is_consular(typed.get("kind"))
        if consular and not typed.get("contact_by") and "contact_by" not in self.errors:
            words = _("Say who turns to the consulate.")
            self.add_error("contact_by", ValidationError(words, code="required"))
        if typed.get("on") and typed.get("state"):
            _say(self, partial(refuse_wrong_day, typed["state"], typed["on"]))
            if consular and not {"on", *CONTACT} & set(self.errors):
                said = {name: typed.get(name) for name in (*CONTACT, "on", "state")}
                _say(self, partial(refuse_contact_without_ground, self.case, **said))
        if typed.get("state") != DateState.HELD and typed.get("outcome"):
            words = _("What came of it is written once it took place.")
            self.add_error("outcome", ValidationError(words, code="to_come"))
        return fitting(typed) if typed.get("kind") else typed


class AskedProceedingStepForm(ProceedingStepForm):
    """The same as a program writes it: it names the proceeding by its id."""

    def __init__(self, data=None, *args, user, **kwargs):
        known, named = proceedings_of(user), forms.UUIDField(required=False)
        try:
            found = known.filter(pk=named.clean((data or {}).get("proceeding"))).first()
        except ValidationError:
            found = None
        case = found.case if found else Case(office=Office(organisation=Organisation()))
        super().__init__(data, *args, user=user, case=case, proceedings=known, **kwargs)


class HeldForm(Form):
    """That a step took place, and what came of it."""

    on = DateField(label=gettext_lazy("On which day"), validators=[happened])
    outcome = forms.CharField(
        label=gettext_lazy("What came of it"), max_length=1000, required=False, empty_value=None,
        widget=forms.Textarea(LINES),
    )  # fmt: skip


class PostponeForm(Form):
    """Why a step is postponed, and to which day."""

    state_words = forms.CharField(
        label=gettext_lazy("Why it is postponed"), max_length=300, widget=forms.Textarea(LINES)
    )
    on = DateField(
        label=gettext_lazy("New day"),
        required=False,
        help_text=gettext_lazy("Leave it empty while it is not known: asking for it is then a task."),
    )
    at = forms.TimeField(
        label=gettext_lazy("At what time"), required=False, widget=forms.TimeInput(CLOCK, format="%H:%M")
    )
    leaves_at = forms.TimeField(
        label=gettext_lazy("Leaves the house at"),
        required=False,
        widget=forms.TimeInput(CLOCK, format="%H:%M"),
    )


class CancelForm(Form):
    """Why a step does not take place."""

    state_words = forms.CharField(
        label=gettext_lazy("Why it is cancelled"),
        help_text=gettext_lazy("Also where it was written by mistake, or the person decided not to go."),
        max_length=300,
        widget=forms.Textarea(LINES),
    )


def proceedings_of(user):
    """Proceedings of the cases that she reads in full, to choose one by its id."""
    known = for_one(Proceeding.objects.visible_to(user)).filter(withdrawn_at=None)
    return known.select_related("case__office__organisation", "case__person", "case__worker")


def in_short(proceeding):
    """A proceeding in a list to choose from."""
    words = [proceeding.get_kind_display(), proceeding.get_authority_display(), proceeding.file_number]
    return " · ".join(filter(None, words)) or date_format(timezone.localdate(proceeding.created_at))


def _say(form, check):
    """Say beside its field what the action would refuse, with all else that is wrong."""
    try:
        check()
    except ValidationError as error:
        show_refusal(form, error)
