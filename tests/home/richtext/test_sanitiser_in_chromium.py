"""The corpora again, where it counts: in a browser, with counters in place of alert and its like."""

import pytest

from home.richtext import clean_html
from tests.home.richtext.payloads import payloads

pytestmark = [pytest.mark.any_database, pytest.mark.browser]

COUNTERS = """
window.fired = 0;
for (const name of ["alert", "confirm", "prompt", "print"]) window[name] = () => { window.fired += 1; };
navigator.sendBeacon = () => { window.fired += 1; return true; };
window.open = () => { window.fired += 1; };
"""
FILL = """async (fragments) => {
  const errors = [];
  for (const html of fragments) {
    const holder = document.createElement("div");
    holder.innerHTML = html;
    document.body.append(holder);
    for (const element of holder.querySelectorAll("*")) {
      for (const type of ["click", "mouseover", "focus", "load", "error", "input", "toggle"]) {
        element.dispatchEvent(new Event(type, { bubbles: false }));
      }
    }
  }
  await new Promise((done) => setTimeout(done, 1500));
  return window.fired;
}"""
PROTOCOLS = "() => [...document.querySelectorAll('a, area')].map((link) => link.protocol)"


@pytest.fixture
def bare_page(chromium):
    """An empty page without any policy and without a network."""
    context = chromium.new_context(offline=True)
    context.add_init_script(COUNTERS)
    page = context.new_page()
    page.set_content("<!doctype html><body></body>")
    yield page
    context.close()


def test_no_cleaned_payload_runs_in_chromium(bare_page):
    assert bare_page.evaluate(FILL, [clean_html(payload) for payload in payloads()]) == 0
    protocols = set(bare_page.evaluate(PROTOCOLS))
    assert protocols <= {"http:", "https:", "mailto:", "tel:"}
    assert protocols


@pytest.mark.slow
def test_no_cleaned_payload_runs_as_a_page_of_its_own(bare_page):
    """Parsed by the page's parser, not by innerHTML, which runs no script element."""
    bare_page.set_content("<!doctype html><body>" + "".join(f"<div>{clean_html(text)}</div>" for text in payloads()))
    bare_page.wait_for_timeout(1000)
    assert bare_page.evaluate("window.fired") == 0


@pytest.mark.slow
def test_payloads_run_in_chromium_when_nothing_cleans_them(bare_page):
    """The control: the counters do count."""
    handlers = [text for text in payloads() if text.endswith("=alert(1)>")]
    assert bare_page.evaluate(FILL, [*handlers, '<a href="javascript:alert(1)">x</a>']) > 5
    assert "javascript:" in bare_page.evaluate(PROTOCOLS)
