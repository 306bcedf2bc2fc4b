"""Every API address on one screen."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from config import docs

router = SimpleRouter(use_regex_path=False)

urlpatterns = [
    path("schema/", docs.SchemaView.as_view(), name="api-schema"),
    path("docs/", docs.api_docs, name="api-docs"),
    path("", include(router.urls)),
]
