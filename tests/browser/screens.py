"""What is asked of every screen: axe-core has nothing to say about it, and it does not spill over the edge."""

from playwright.async_api import Page

from veillee.foundation.basics import asset_dir

CLIENTS = asset_dir("console").parents[1]
AXE = CLIENTS / "node_modules" / "axe-core" / "axe.min.js"
COMPLAINTS = """async () => (await axe.run()).violations.map(
    (found) => `${found.id}: ${found.nodes.map((node) => node.target.join(' ')).join(', ')}`)"""


async def check_screen(page: Page) -> None:
    """Fails with what is wrong, by rule and place."""
    devtools = await page.context.new_cdp_session(page)
    await devtools.send("Runtime.evaluate", {"expression": AXE.read_text()})
    complaints = await page.evaluate(COMPLAINTS)
    assert not complaints, "\n".join(complaints)
    spilt = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert spilt <= 0, f"{spilt} px too wide"
