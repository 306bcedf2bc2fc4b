"""Definitions and templates as they were when a report used them: rows are only added."""

from django.db import models
from django.db.models import Max


class VersionQuerySet(models.QuerySet):
    def keep(self, digest, **facts):
        """The row that says exactly this, by its fingerprint; a new version when nobody said it before.

        Two workers that keep the same at once get the same row.
        """
        name = self.model.named_by
        known = self.filter(**{name: facts[name]}, digest=digest).first()
        if known is not None:
            return known
        last = self.filter(**{name: facts[name]}).aggregate(last=Max("version"))["last"] or 0
        self.bulk_create([self.model(version=last + 1, digest=digest, **facts)], ignore_conflicts=True)
        return self.get(**{name: facts[name]}, digest=digest)


class Kept(models.Model):
    """One version of something that is data: what it said, and its fingerprint."""

    id = models.BigAutoField(primary_key=True)
    version = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    says = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        abstract = True


class IndicatorVersion(Kept):
    """How an indicator was defined when figures were counted by it."""

    named_by = "code"

    code = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="indicator_version_once"),
            models.UniqueConstraint(fields=["code", "digest"], name="indicator_says_it_once"),
        ]

    def __str__(self):
        return f"{self.code} v{self.version}"


class TemplateVersion(Kept):
    """How a kind of report was laid out when it was made."""

    named_by = "key"

    key = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="template_version_once"),
            models.UniqueConstraint(fields=["key", "digest"], name="template_says_it_once"),
        ]

    def __str__(self):
        return f"{self.key} v{self.version}"
