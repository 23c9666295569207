from home.pages import wagtail_hooks  # noqa: F401  (areas are not apps: Wagtail looks for hooks here)
