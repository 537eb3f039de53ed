"""Jobs are rows, enqueued in the transaction that makes them due, so that no crash can lose one."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    DUE = "due", _("Due")
    RUNNING = "running", _("Running")
    FAILED = "failed", _("Failed")


class Job(models.Model):
    """A finished job's row is deleted. `key` keeps two of the same work from waiting at once."""

    kind = models.CharField(_("kind"), max_length=40)
    key = models.CharField(_("key"), max_length=200)
    payload = models.JSONField(_("payload"), default=dict)
    state = models.CharField(_("state"), max_length=8, choices=JobState.choices, default=JobState.DUE)
    run_at = models.DateTimeField(_("run at"))
    leased_until = models.DateTimeField(_("leased until"), null=True, blank=True)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    last_error = models.CharField(_("last error"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], condition=~Q(state="failed"), name="job_waits_once"),
        ]
        indexes = [models.Index(fields=["state", "run_at"], name="job_due")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Turn(models.Model):
    """Whose turn it is at work that only one worker at a time may do, such as grouping."""

    name = models.CharField(max_length=40, primary_key=True)
    holder = models.CharField(max_length=80)
    until = models.DateTimeField()

    class Meta:
        verbose_name = _("turn")
        verbose_name_plural = _("turns")

    def __str__(self) -> str:
        return f"{self.name}: {self.holder}"


class ImportReport(models.Model):
    """What became of one OPML import: how much was taken, and what was left and why."""

    name = models.CharField(_("name"), max_length=200)
    total = models.PositiveIntegerField(_("feeds listed"), default=0)
    added = models.PositiveIntegerField(_("added"), default=0)
    known = models.PositiveIntegerField(_("already here"), default=0)
    left_out = models.JSONField(_("left out"), default=list)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name
