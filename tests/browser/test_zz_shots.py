from tests.browser.test_deliveries import *
from tests.browser.test_deliveries import as_lead
import pytest
for n in list(globals()):
    if n.startswith("test_"): del globals()[n]
@pytest.mark.parametrize("language,width",[("nl",1200),("en",320)])
def test_shots(as_lead, language, width):
    page=as_lead(language=language,width=width)
    def keep(n): page.screenshot(path=f"/tmp/shot_{n}_{language}.png",full_page=True)
    page.goto("/staff/deliveries/new/"); keep("new")
    page.locator("main form button").last.click(); keep("newerr")
    d=send(page, fields(1), fields(2, v_number="1", kind="?"), fields(3,place="DH")); keep("reading")
    actions.read(d.id); page.locator("#faults").wait_for(); keep("done")
    page.locator("#not-here").click(); keep("nothere")
    page.goto("/staff/deliveries/"); keep("list")
    page.goto("/staff/invite/"); page.locator("main form button").last.click(); keep("invite")
    page.goto("/staff/"); keep("start")
