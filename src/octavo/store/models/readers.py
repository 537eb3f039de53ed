"""Readers, and how the first operator comes to be."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    READER = "reader", _("Reader")
    MODERATOR = "moderator", _("Moderator")
    OPERATOR = "operator", _("Operator")


class ReaderManager(BaseUserManager["Reader"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Reader":
        reader = self.model(email=self.normalize_email(email).lower(), **fields)
        reader.set_password(password)
        reader.save(using=self._db)
        return reader

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "Reader":
        return self.create_user(email, password, role=Role.OPERATOR, is_superuser=True, **fields)


class Reader(AbstractBaseUser, PermissionsMixin):
    """A person with an account. Signs in by e-mail; others see the handle.

    `avatar` names a rendition among the pictures on disk, without its ending; `language` is the interface's.
    """

    email = models.EmailField(_("e-mail"), unique=True)
    handle = models.SlugField(_("handle"), max_length=40, unique=True, null=True, blank=True, allow_unicode=True)
    role = models.CharField(_("role"), max_length=12, choices=Role.choices, default=Role.READER)
    language = models.CharField(_("language"), max_length=12, blank=True, default="")
    avatar = models.CharField(_("picture"), max_length=48, blank=True, default="")
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects: ClassVar[ReaderManager] = ReaderManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = _("reader")
        verbose_name_plural = _("readers")

    def __str__(self) -> str:
        return self.handle or self.email

    @property
    def is_operator(self) -> bool:
        return self.role == Role.OPERATOR

    @property
    def is_moderator(self) -> bool:
        """Operators may do whatever moderators may."""
        return self.role in {Role.MODERATOR, Role.OPERATOR}

    @property
    def is_staff(self) -> bool:
        """Django's admin asks for this name; operators alone may enter."""
        return self.is_operator


class OperatorInvitation(models.Model):
    """A one-time link that makes an operator. Only the token's hash is kept."""

    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.ForeignKey(Reader, null=True, blank=True, on_delete=models.SET_NULL)

    class Meta:
        verbose_name = _("operator invitation")
        verbose_name_plural = _("operator invitations")

    def __str__(self) -> str:
        return f"invitation of {self.created_at:%Y-%m-%d}"


class Invitation(models.Model):
    """A link by which readers may sign up though sign-up is not open. Only the token's hash is kept."""

    token_hash = models.CharField(max_length=64, unique=True)
    note = models.CharField(_("note"), max_length=120, blank=True, default="")
    made_by = models.ForeignKey(Reader, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("valid until"))
    uses = models.PositiveIntegerField(_("accounts it may make"), default=1)
    used = models.PositiveIntegerField(_("accounts made"), default=0)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.note or f"invitation {self.pk}"
