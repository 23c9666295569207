import uuid
from importlib import import_module

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.sessions.base_session import AbstractBaseSession
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from home.accounts.enums import InterfaceLanguage, TextSize


class UserManager(BaseUserManager):
    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """Makes a person who logs in by `email`, kept in lower case. Raises ValueError without an address."""
        if not email:
            raise ValueError("A person needs an e-mail address.")
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str) -> "User":
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """A person. Roles come from their place in an offering and from Wagtail's groups, never from a flag here."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    full_name = models.CharField(_("full name"), max_length=150)
    social_name = models.CharField(_("social name"), max_length=150, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    language = models.CharField(
        _("language"), max_length=10, choices=InterfaceLanguage.choices, default=InterfaceLanguage.PORTUGUESE
    )
    time_zone = models.CharField(_("time zone"), max_length=50, default="America/Sao_Paulo")
    text_size = models.PositiveSmallIntegerField(_("size of texts"), choices=TextSize.choices, default=TextSize.NORMAL)
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("may use the technical administration"), default=False)
    date_joined = models.DateTimeField(_("joined at"), default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [models.UniqueConstraint(Lower("email"), name="accounts_user_email_lower_unique")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name to show everywhere: the social name where one is given."""
        return self.social_name or self.full_name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0] if self.name else ""

    @property
    def first_name(self) -> str:
        """What Wagtail's side bar calls whoever is signed in; else it would show the address."""
        return self.get_short_name()


class Profession(models.Model):
    """An occupation of the Brazilian classification (CBO). Its code is text: `2231F9` is a valid one."""

    code = models.CharField(
        _("CBO code"), max_length=6, unique=True, validators=[RegexValidator(r"^[0-9A-Z]{6}$", _("Six characters."))]
    )
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        verbose_name = _("profession")
        verbose_name_plural = _("professions")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Workplace(models.Model):
    """Where a person works now, as she declares it."""

    person = models.OneToOneField(User, on_delete=models.CASCADE, related_name="workplace", verbose_name=_("person"))
    municipality = models.CharField(_("municipality"), max_length=120, blank=True)
    facility = models.CharField(_("health unit"), max_length=150, blank=True)
    cnes = models.CharField(
        _("CNES code"),
        max_length=7,
        blank=True,
        validators=[RegexValidator(r"^\d{7}$", _("The CNES code has 7 digits."))],
    )
    team = models.CharField(_("team"), max_length=120, blank=True)
    profession = models.ForeignKey(
        Profession,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="workplaces",
        verbose_name=_("profession"),
    )
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    class Meta:
        verbose_name = _("workplace")
        verbose_name_plural = _("workplaces")

    def __str__(self) -> str:
        return self.facility or self.municipality


class Session(AbstractBaseSession):
    """A session of Django's that names its person, so that one statement reads both (home.accounts.sessions)."""

    # Unchecked by the database: Django takes a refused row for a key that is taken, and would try new ones for ever.
    person = models.ForeignKey(
        User, on_delete=models.CASCADE, null=True, db_constraint=False, related_name="+", verbose_name=_("person")
    )

    @classmethod
    def get_session_store_class(cls):
        return import_module(settings.SESSION_ENGINE).SessionStore
