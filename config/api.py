"""Every API address on one screen."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from accounts.api import OfficeResource, OrganisationResource, TokenView
from config import docs

router = SimpleRouter(use_regex_path=False)
router.register("organisations", OrganisationResource, "api-organisation")
router.register("organisations/<uuid:organisation>/offices", OfficeResource, "api-office")

urlpatterns = [
    path("auth/token/", TokenView.as_view(), name="api-token"),
    path("schema/", docs.SchemaView.as_view(), name="api-schema"),
    path("docs/", docs.api_docs, name="api-docs"),
    path("", include(router.urls)),
]
