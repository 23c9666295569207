from typing import Self

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from learning.work_changes.category_forms import ToolCategoryForm
from learning.work_changes.enums import Axis


class ToolCategoryQuerySet(models.QuerySet):
    def active(self) -> Self:
        return self.filter(is_active=True)


class ToolCategory(models.Model):
    """A kind of tool that a team may take up. Statistics go by `code`, which never changes; labels may.

    It is put out of use, never deleted. One that `asks_words` is "another": whoever chooses it says which.
    """

    wagtail_reference_index_ignore = True

    code = models.CharField(
        _("code"),
        max_length=40,
        unique=True,
        validators=[RegexValidator(r"^[a-z][a-z0-9_]*$", _("Small letters, digits and underscores."))],
    )
    axis = models.CharField(_("axis"), max_length=4, choices=Axis.choices)
    label = models.CharField(_("label"), max_length=120)
    explanation = models.CharField(_("explanation"), max_length=300, blank=True)
    asks_words = models.BooleanField(_("asks which one it is"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=100)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = ToolCategoryQuerySet.as_manager()

    base_form_class = ToolCategoryForm
    panels = [
        FieldPanel("label", help_text=_("What people choose. You may change it; the numbers stay what they are.")),
        FieldPanel("explanation", help_text=_("One sentence with an example, shown below the label.")),
        FieldPanel("axis"),
        FieldPanel("code", help_text=_("Statistics go by it. It is set once and never changes.")),
        FieldPanel("asks_words", help_text=_("For “another”: whoever chooses it writes which one.")),
        FieldPanel("position", help_text=_("Small numbers come first.")),
        FieldPanel("is_active", help_text=_("Out of use it is offered to nobody; what was recorded with it stays.")),
    ]

    class Meta:
        verbose_name = _("tool category")
        verbose_name_plural = _("tool categories")
        ordering = ["-axis", "position", "label"]

    def __str__(self) -> str:
        return self.label
