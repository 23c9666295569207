"""What keeps a reader out that axe does not see: sideways scrolling, small targets, headings out of order, fields that
nothing fills in. Each check returns a line for each finding on the page as it stands."""

from playwright.sync_api import Page

# 400 % of 1280 × 1024, and the narrowest phone.
ZOOMED = {"width": 320, "height": 256}
NARROW = {"width": 320, "height": 640}

WIDER = """() => {
  const most = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= most) return [];
  const wide = [...document.body.querySelectorAll("*")].filter(each => each.getBoundingClientRect().right > most + 1);
  return [wide.map(each => each.className || each.tagName).slice(-3).join(" | ")];
}"""
HEADINGS = """() => {
  const all = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter(each => each.checkVisibility());
  const levels = all.map(each => Number(each.tagName[1]));
  const found = levels.filter(level => level === 1).length === 1 && levels[0] === 1 ? [] : [`levels ${levels}`];
  levels.forEach((level, at) => { if (at && level > levels[at - 1] + 1) found.push(all[at].outerHTML.slice(0, 120)); });
  return found;
}"""
# A link within words is as high as its line (WCAG 2.5.8, "inline"); a box is pressed by its label, a comment's sign
# around itself as well.
TARGETS = """() => {
  const found = [];
  const all = "a[href], button, summary, select, textarea, input:not([type=hidden]), [role=button], [contenteditable]";
  for (const each of document.querySelectorAll(all)) {
    if (!each.checkVisibility({ visibilityProperty: true })) continue;
    if (each.closest(".skip, .term, .note-sign, wagtail-userbar, math")) continue;
    if (each.matches("a") && getComputedStyle(each).display === "inline") continue;
    const pressed = each.matches("[type=checkbox], [type=radio]") ? each.closest("label") || each : each;
    const { width, height } = pressed.getBoundingClientRect();
    if (width && height && (height < 43.5 || width < 43.5)) {
      found.push(`${Math.round(width)} x ${Math.round(height)}: ${each.outerHTML.slice(0, 160)}`);
    }
  }
  return found;
}"""
# WCAG 1.3.5: what a person writes about herself, on her own pages; elsewhere one writes about others.
PERSONAL = r"^(work-)?(login|email|password\d?|oldpassword|full_name|social_name|phone|cnes|municipality|facility)$"
UNTOLD = f"""() => [...document.querySelectorAll("input:not([type=hidden], [type=radio]), select")]
  .filter(() => /^.(conta|perfil)/.test(location.pathname))
  .filter(each => new RegExp({PERSONAL!r}).test(each.name) && !each.autocomplete).map(each => each.name)"""
LARGE_TEXT = "Page.setFontSizes"


def set_browser_text(page: Page, percent: int) -> None:
    """The browser's own text size, as a person sets it: media queries in rem follow it too."""
    size = 16 * percent // 100
    page.context.new_cdp_session(page).send(LARGE_TEXT, {"fontSizes": {"standard": size, "fixed": size}})


def sideways(page: Page) -> list[str]:
    """Where one would have to scroll sideways: zoomed in, on a narrow phone, and there with large text."""
    found = []
    for size, percent in ((ZOOMED, 100), (NARROW, 100), (NARROW, 200)):
        page.set_viewport_size(size)
        set_browser_text(page, percent)
        found += [f"{line} ({size['width']} × {size['height']}, {percent} %)" for line in page.evaluate(WIDER)]
    set_browser_text(page, 100)
    return found


def hindrances(page: Page) -> list[str]:
    found = sideways(page)
    for script in (TARGETS, HEADINGS, UNTOLD):
        found += page.evaluate(script)
    return [f"{page.url} {line}" for line in found]
