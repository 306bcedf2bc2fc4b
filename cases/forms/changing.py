from accounts.models import User
from cases import rules
from cases.models import Case, CaseRole
from programmes.forms.records import RecordForm
from programmes.models import Component


class ChangeCaseForm(RecordForm):
    """The case's own facts: what it is called, as whom she is helped, and who answers for it."""

    class Meta:
        model = Case
        fields = ["code_name", "role", "population", "worker", "component"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        case = self.instance
        working = User.objects.working(office=case.office_id, role__in=rules.TEAM)
        known = case.exclusions.standing().values("user")
        offered = working | User.objects.filter(pk=case.worker_id)
        self.fields["worker"].queryset = offered.exclude(pk__in=known)
        components = Component.objects.filter(organisation=case.office.organisation_id)
        self.fields["component"].queryset = components.open() | components.filter(pk=case.component_now_id)
        self.initial["component"] = case.component_now_id
        if not case.mother_case_id:
            roles = [one for one in CaseRole.choices if one[0] != CaseRole.ACCOMPANYING_CHILD]
            self.fields["role"].choices = roles
