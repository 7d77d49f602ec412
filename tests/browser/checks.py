"""What must be true of every page in a real browser."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE_OPTIONS = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
TARGET_PIXELS_MIN = 24  # WCAG 2.2, 2.5.8
TABS_MAX = 200

TOO_SMALL = """least => [...document.querySelectorAll('a, button, input, select, textarea, summary')]
  .filter(one => one.checkVisibility({checkVisibilityCSS: true}) && !one.closest('p, li, dd, td'))
  .filter(one => !one.classList.contains('utrecht-skip-link') && one.type !== 'hidden')
  .map(one => [one.outerHTML.slice(0, 120), one.getBoundingClientRect()])
  .filter(([, box]) => box.width < least || box.height < least)
  .map(([html, box]) => `${Math.round(box.width)} x ${Math.round(box.height)}: ${html}`)"""
TOO_WIDE = """() => [...document.querySelectorAll('body *')]
  .filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .filter(one => !one.classList.contains('utrecht-skip-link') && !one.closest('.ind-table-box'))
  .map(one => one.outerHTML.slice(0, 120)).slice(0, 5)"""
FOCUSED = """() => { const one = document.activeElement; return one === document.body ? '' :
  (one.id || one.getAttribute('href') || one.name || one.textContent).trim(); }"""
FOCUS_IS_SEEN = """() => { const one = document.activeElement; const ring = element => {
    const style = element && getComputedStyle(element);
    return style && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2; };
  return Boolean(ring(one) || ring(one.closest('.ind-choice')) || one.id === 'main'); }"""


def assert_accessible(page: Page) -> None:
    """Fail with axe's own report when the page breaks a rule of WCAG 2.2 AA or of good practice."""
    found = Axe().run(page, options=AXE_OPTIONS)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"


def assert_fits(page: Page) -> None:
    """Fail when the page must be scrolled sideways, or a control is smaller than a fingertip."""
    too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert too_wide <= 0, f"{page.url} is {too_wide} px too wide: {page.evaluate(TOO_WIDE)}"
    too_small = page.evaluate(TOO_SMALL, TARGET_PIXELS_MIN)
    assert too_small == [], f"{page.url}: {too_small}"


def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until the control with this id, address, name or text has the focus; it is always seen."""
    for _ in range(TABS_MAX):
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUSED)
        assert not here or page.evaluate(FOCUS_IS_SEEN), f"{page.url}: no focus ring on {here}"
        if here == wanted:
            return
    raise AssertionError(f"{page.url}: Tab never reaches {wanted}")
