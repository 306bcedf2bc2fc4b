from codebook.fields import CodeField, CodesField
from work.models import Record


class Visit(Record):
    """A record that holds codes: one that must be said, one that may be left out, and several."""

    sex = CodeField(code_list="sex", verbose_name="sex")
    people = CodeField(code_list="ethnicity_gt", verbose_name="people", null=True, blank=True)
    services = CodesField(code_list="service_type", verbose_name="services", blank=True)
