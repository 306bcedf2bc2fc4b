from django.urls import path, register_converter

from codebook import views


class CodeConverter:
    """Takes codes as they are: food, 0--8, 48+, PS.5.3-15."""

    regex = "[A-Za-z0-9][A-Za-z0-9_.+-]*"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


register_converter(CodeConverter, "code")

app_name = "codebook"
urlpatterns = [
    path("", views.lists, name="lists"),
    path("places/municipalities/", views.municipalities, name="municipalities"),
    path("places/municipalities/import/", views.municipalities_import, name="municipalities-import"),
    path("places/municipalities/take/", views.municipalities_take, name="municipalities-take"),
    path("places/municipalities/<uuid:municipality>/", views.municipality_change, name="municipality-change"),
    path("<slug:code_list>/", views.code_list, name="list"),
    path("<slug:code_list>/add/", views.code_add, name="code-add"),
    path("<slug:code_list>/order/", views.list_order, name="list-order"),
    path("<slug:code_list>/order/restore/", views.list_order_restore, name="list-order-restore"),
    path("<slug:code_list>/codes/<code:code>/", views.code, name="code"),
    path("<slug:code_list>/codes/<code:code>/label/", views.code_label, name="code-label"),
    path("<slug:code_list>/codes/<code:code>/hide/", views.code_hide, name="code-hide"),
    path("<slug:code_list>/codes/<code:code>/show/", views.code_show, name="code-show"),
    path("<slug:code_list>/codes/<code:code>/restore/", views.code_restore, name="code-restore"),
]
