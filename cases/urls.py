"""Addresses of cases: they carry the number of a case, never a name."""

app_name = "cases"

urlpatterns = []
