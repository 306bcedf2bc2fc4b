from programmes.models import Objective
from work.forms import ModelForm


class ObjectiveForm(ModelForm):
    """What an award is to achieve."""

    class Meta:
        model = Objective
        fields = ["code", "title", "title_en", "budget"]
