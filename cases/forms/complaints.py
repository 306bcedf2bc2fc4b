from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, User
from cases.complaints import STEPS, receivers_offered
from cases.forms.fields import YesOrNoField, happened
from cases.models import ComplaintHow, ComplaintKind, ComplaintOutcome
from work.forms import DateField, FilterForm, Form

LONG, SHORT = 10_000, 300
# No word of it leaves the page before it is sent: neither a spelling service nor the browser's memory has it.
PRIVATE = {"autocomplete": "off", "spellcheck": "false", "data-private": ""}


def private(rows):
    return forms.Textarea({"rows": rows, **PRIVATE})


class BoxForm(Form):
    """What somebody wants to say who has no account: only what happened has to be said."""

    kind = forms.ChoiceField(
        label=_("What is it about?"), choices=ComplaintKind.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("What happened?"),
        help_text=_("In your own words. Write as much or as little as you want."),
        max_length=LONG,
        widget=private(8),
    )
    about_words = forms.CharField(
        label=_("Who was it?"),
        help_text=_("If you know. You do not have to say it."),
        max_length=SHORT,
        required=False,
        widget=private(2),
    )
    in_danger = YesOrNoField(label=_("Are you afraid that somebody will hurt you?"), required=False)
    her_name = forms.CharField(
        label=_("Your name"),
        help_text=_("Only if you want to say it. You can leave it empty."),
        max_length=200,
        required=False,
        widget=forms.TextInput(PRIVATE),
    )
    reach = forms.CharField(
        label=_("How can we speak with you safely?"),
        help_text=_("For example a day, a place, or a person you trust. You can leave it empty."),
        max_length=SHORT,
        required=False,
        widget=private(2),
    )
    case_words = forms.CharField(
        label=_("The number or code name of your case"),
        help_text=_("Only if you want that it is known which case is yours."),
        max_length=60,
        required=False,
        widget=forms.TextInput(PRIVATE),
    )


class CodeOfReceiptForm(Form):
    """The code on the receipt."""

    code = forms.CharField(
        label=_("Your code"),
        help_text=_("16 letters and numbers, as you wrote them down."),
        max_length=40,
        widget=forms.TextInput({**PRIVATE, "autocapitalize": "characters"}),
    )


class ComplaintForm(Form):
    """What somebody of the staff was told, or finds on paper; from then on she may not read it any more."""

    office = forms.ModelChoiceField(
        Office.objects.none(), label=_("Office"), help_text=_("Where the person works of whom it tells.")
    )
    how = forms.ChoiceField(
        label=_("How did it come?"),
        choices=[(one.value, one.label) for one in (ComplaintHow.PAPER, ComplaintHow.SPOKEN)],
        widget=forms.RadioSelect,
    )
    received_on = DateField(label=_("On which day?"), validators=[happened])
    kind = forms.ChoiceField(
        label=_("What is it about?"), choices=ComplaintKind.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("What happened?"),
        help_text=_("In the words of whoever complains, as far as you can."),
        max_length=LONG,
        widget=private(8),
    )
    about_words = forms.CharField(
        label=_("Who is said to have done it?"), max_length=SHORT, required=False, widget=private(2)
    )
    in_danger = YesOrNoField(label=_("Is the person afraid of being hurt?"), required=False)
    her_name = forms.CharField(
        label=_("Name of whoever complains"),
        help_text=_("Only if the person wants it said."),
        max_length=200,
        required=False,
        widget=forms.TextInput(PRIVATE),
    )
    reach = forms.CharField(
        label=_("How can somebody speak with her or him safely?"),
        max_length=SHORT,
        required=False,
        widget=private(2),
    )
    case_words = forms.CharField(
        label=_("Number or code name of the case"),
        help_text=_("Only if the person wants that it is known which case it is."),
        max_length=60,
        required=False,
        widget=forms.TextInput(PRIVATE),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        offices = Office.objects.filter(pk__in=user.offices_within()).select_related("organisation")
        self.fields["office"].queryset = offices.order_by("name", "id")


class ComplaintFilterForm(FilterForm):
    """Which complaints are listed: those that are not closed, unless it is said otherwise."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("Not closed")),
            ("answered", _("Answered")),
            ("closed", _("Closed")),
            ("to_review", _("To be looked at now")),
        ],
    )


class ComplaintStepForm(Form):
    """What was done about it on a day."""

    kind = forms.ChoiceField(
        label=_("What was done?"),
        choices=[(one.value, one.label) for one in STEPS],
        widget=forms.RadioSelect,
    )
    on = DateField(label=_("On"), validators=[happened])
    words = forms.CharField(label=_("In words"), max_length=LONG, widget=private(5))


class AmendComplaintStepForm(Form):
    """What stands in the place of a step."""

    on = DateField(label=_("On"), validators=[happened])
    words = forms.CharField(label=_("In words"), max_length=LONG, widget=private(5))


class AnswerComplaintForm(Form):
    """What whoever complained reads by the code of the receipt, or is told."""

    words = forms.CharField(
        label=_("Answer"),
        help_text=_(
            "Whoever holds the receipt reads it: name nobody, and nothing that would betray anybody."
        ),
        max_length=LONG,
        widget=private(6),
    )


class CloseComplaintForm(Form):
    """What was found."""

    outcome = forms.ChoiceField(
        label=_("What was found?"), choices=ComplaintOutcome.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(label=_("In words"), max_length=LONG, widget=private(5))


class AboutForm(Form):
    """Which member of staff it is about."""

    about = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Member of staff"),
        help_text=_("That person, and whoever works in the same office, read it no more from now on."),
    )

    def __init__(self, *args, office, **kwargs):
        super().__init__(*args, **kwargs)
        people = User.objects.working(organisation=office.organisation_id)
        self.fields["about"].queryset = people.order_by("full_name", "id")


class AskedReceiverForm(Form):
    """Who receives the complaints against those who work in an office, as a program names both."""

    office = forms.ModelChoiceField(Office.objects.none(), label=_("Office"))
    user = forms.ModelChoiceField(User.objects.none(), label=_("Who receives"))

    def __init__(self, *args, offices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = offices
        self.fields["user"].queryset = User.objects.filter(is_active=True)


class ReceiverForm(Form):
    """Who receives the complaints against those who work in this office."""

    user = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Who receives"),
        help_text=_("Only people who work outside this office and manage no accounts are offered."),
    )

    def __init__(self, *args, office, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = receivers_offered(office)


class OpenBoxForm(Form):
    """Whom to tell where nobody receives yet."""

    instead = forms.CharField(
        label=_("Whom to tell while nobody receives yet"),
        help_text=_(
            "Somebody outside this office, and how to reach that person. People read it who live there."
        ),
        max_length=SHORT,
        required=False,
        widget=forms.TextInput(),
    )
