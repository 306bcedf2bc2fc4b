from programmes.forms.records import RecordForm
from programmes.models import Objective


class ObjectiveForm(RecordForm):
    """What an award is to achieve."""

    class Meta:
        model = Objective
        fields = ["code", "title", "title_en", "budget"]
