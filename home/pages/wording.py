"""Texts of Wagtail's admin that its own Portuguese leaves in English, or that we word in our own way: `make messages`
finds them here. What only an administrator of workflows, locales or API tokens meets is left to Wagtail."""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

WORDED_ANEW = (_("Promote"),)
WRITING = (
    _("Go to the first error"),
    _("Actions (footer)"),
    _("Toggle breadcrumbs"),
    _("Toggle minimap"),
    _("Saved"),
    _("Autosave is paused"),
    _("Autosave is <span>paused</span>"),
    _("A network error occurred"),
    _(
        "Troubleshoot your connection to the site before proceeding. Open the editor in a separate tab to view the "
        "last saved version."
    ),
    _("You saved a new version in another window"),
    _("%(user_name)s saved a new version"),
    _("View latest version"),
    _("You have unsaved changes in another window"),
    _("Currently idle"),
    _("Proceeding will overwrite the changes you made in that window."),
    _("Proceeding will overwrite the changes made by %(user_name)s."),
    _("Alternatively, you can view the latest version in a new tab."),
    _("Saving will overwrite a newer version."),
    _("There are validation errors, click save to highlight them."),
    _("The page could not be created due to validation errors."),
    _("The page could not be saved due to validation errors."),
    _("The page could not be saved as it is locked."),
    _("Placeholder title"),
    _("Compare"),
    _("Add or show comments"),
    _("Enable custom keyboard shortcuts specific to Wagtail."),
    _("- Select an option -"),
    _("Date cannot be in the future."),
    _("Expiry date/time must be in the future."),
    _("The slug '%(page_slug)s' is already in use within the parent page."),
    _("The slug '%(page_slug)s' is already in use within the parent page at '%(parent_url_path)s'."),
    _(
        "The slug '%(page_slug)s' is already in use at the selected parent page. Make sure the slug is unique and "
        "try again."
    ),
    _("Tag(s) %(value_too_long)s are over %(max_tag_length)d characters."),
    _("Preview for %(block_label)s (%(block_type)s)"),
    ngettext_lazy(
        "This %(model_name)s is referenced %(usage_count)s time.",
        "This %(model_name)s is referenced %(usage_count)s times.",
    ),
)
CHECKS = (
    _("Readability"),
    _("This data explained"),
    _("How we calculate our metrics"),
    _("We extract the main content from the page preview, remove all formatting, and calculate the number of words."),
    _("We calculate reading time from word count, using different reading speeds for different languages."),
    _(
        "We use a readability formula based on length of words and sentences. Long sentences and words result in a "
        "worse readability score."
    ),
    _("Table header text is empty"),
    _("Empty frame title found"),
    _("Use a meaningful title for screen reader users"),
    _("Input button text is empty"),
    _("Misusing paragraphs as headings"),
)
PUBLISHING = (
    _('You do not have permission to publish pages at "%(page_title)s"'),
    _("Scheduling…"),
    _("Schedule to publish"),
    _("Once scheduled:"),
    _('This publishing schedule will only take effect after you select the "Schedule to publish" option'),
    _("To be created by %(user)s"),
    _("This %(model_name)s hasn't been submitted for moderation yet"),
    _("Cancelled by %(cancelled_by)s"),
    _("%(status_display)s %(task_name)s %(started_at)s"),
    _("This page was marked as needing changes at <strong>%(task)s</strong> in <strong>%(workflow)s</strong>."),
    _("This page is currently at <strong>%(task)s</strong> in <strong>%(workflow)s</strong>."),
    _("<b>'{title}' was locked</b> by <b>{user}</b> on <b>{datetime}</b>."),
    _("{model_name} '{title}' is locked and has been scheduled to go live at {datetime}"),
    ngettext_lazy("%(num_parent_objects)d page has been published", "%(num_parent_objects)d pages have been published"),
    ngettext_lazy(
        "%(num_parent_objects)d page has been unpublished", "%(num_parent_objects)d pages have been unpublished"
    ),
    ngettext_lazy("%(num_parent_objects)d page has been deleted", "%(num_parent_objects)d pages have been deleted"),
    ngettext_lazy("%(num_parent_objects)d page", "%(num_parent_objects)d pages"),
    ngettext_lazy("%(num_child_objects)d child page", "%(num_child_objects)d child pages"),
    _("%(parent_pages)s and %(child_pages)s have been published"),
    _("%(parent_pages)s and %(child_pages)s have been unpublished"),
    _("%(parent_pages)s and %(child_pages)s have been deleted"),
)
MODERATION_MAILS = (
    _('The %(model_name)s "%(title)s" has been approved in moderation stage "%(task)s".'),
    _('The %(model_name)s "%(title)s" has been approved in "%(task)s".'),
    _('The %(model_name)s "%(title)s" has been rejected in moderation stage "%(task)s".'),
    _('The %(model_name)s "%(title)s" has been rejected during "%(task)s".'),
    _('The %(model_name)s "%(title)s" has been submitted for approval in moderation stage "%(task)s".'),
    _('The %(model_name)s "%(title)s" has been submitted for approval to moderation stage "%(task)s".'),
    _('The page "%(title)s" has been submitted for approval in moderation stage "%(task)s"'),
    _('The %(model_name)s "%(title)s" has been submitted for approval in moderation stage "%(task)s"'),
    _('The %(model_name)s "%(title)s" has been approved in workflow "%(workflow)s".'),
    _('The %(model_name)s "%(title)s" has been approved in "%(workflow)s".'),
    _('The %(model_name)s "%(title)s" has been rejected during "%(task)s" in workflow "%(workflow)s" by %(rejector)s.'),
    _('The %(model_name)s "%(title)s" has been rejected during "%(task)s" in workflow "%(workflow)s".'),
    _('The %(model_name)s "%(title)s" has been rejected during "%(workflow)s".'),
    _('The %(model_name)s "%(title)s" has been submitted for moderation to workflow "%(workflow)s" by %(requester)s.'),
    _('The %(model_name)s "%(title)s" has been submitted for moderation to workflow "%(workflow)s".'),
    _('The page "%(title)s" has been submitted to workflow "%(workflow)s"'),
    _('The %(model_name)s "%(title)s" has been submitted to workflow "%(workflow)s"'),
)
LIBRARIES_AND_LISTS = (
    _("any"),
    _("item"),
    _("items"),
    _("Minimum"),
    _("Maximum"),
    _("Usage count"),
    _("Usage count: (low to high)"),
    _("Usage count: (high to low)"),
    _("%(start_index)s-%(end_index)s of %(items_count)s %(model_name)s across entire site."),
    _(
        '%(start_index)s-%(end_index)s of %(items_count)s %(model_name)s in \'<span class="w-title-ellipsis">'
        "%(title)s</span>'."
    ),
    _("%(start_index)s-%(end_index)s of %(items_count)s %(model_name)s"),
    _("Disable custom ordering"),
    _("Enable custom ordering"),
    _("Layout"),
    _("Grid layout"),
    _("List layout"),
    _("Please provide an image description to comply with best practices for accessibility."),
    _(
        "Upload successful. However, your new image seems to be a duplicate of an existing image. You may delete it "
        "if it wasn't required."
    ),
    _("The filter options you have selected are not valid."),
    _("Maximum filesize: %(max_upload_size)s."),
    _("The document could not be created due to errors."),
    _("The file could not be found. Please change the source or delete the document."),
    _(
        'Why not <a class="upload-one-now" href="#tab-upload" data-action="w-tabs#select:prevent" '
        'data-w-tabs-target="trigger" data-w-tabs-focus-param="true">upload one now</a>?'
    ),
    _(
        'Why not <a class="create-one-now" href="#tab-new" data-action="w-tabs#select:prevent" '
        'data-w-tabs-target="trigger" data-w-tabs-focus-param="true">create one now</a>?'
    ),
    _("Locked by"),
    _("Anyone"),
    _("Application"),
    _("Show keyboard shortcuts"),
    _("Close modal dialogs (like this one)"),
    _("Text editing"),
    _("account"),
    _("Keyboard shortcuts are currently disabled; manage your %(account_link)s to enable them."),
    _("Keyboard shortcuts are currently enabled; manage your %(account_link)s to disable them."),
    _("You do not have permission to access the admin."),
    _("More contrast"),
    _("contrast"),
    _("Can view"),
)
# The admin's scripts have a catalogue of their own, to which home.pages.views adds these.
SAID_BY_SCRIPTS = (
    _("A network error occurred."),
    _("A server error occurred."),
    _("Autosave in progress…"),
    _("Changes have been autosaved."),
    _("Complex"),
    _("Fair"),
    _("Good"),
)
