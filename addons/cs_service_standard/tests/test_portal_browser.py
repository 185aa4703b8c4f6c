from odoo.tests import tagged

from .test_portal_life import LifeCase

CHECK = """
(async () => {
    const wrong = [];
    const main = document.querySelector("main");
    const cut = (el) => el.outerHTML.slice(0, 90);
    const fields = "input:not([type=hidden]),textarea,select";
    for (const el of main.querySelectorAll(fields)) {
        if (!el.labels.length && !el.getAttribute("aria-label")) {
            wrong.push("no label: " + cut(el));
        }
    }
    for (const el of main.querySelectorAll("button,a[href],summary")) {
        if (!el.textContent.trim() && !el.getAttribute("aria-label")) {
            wrong.push("no name: " + cut(el));
        }
    }
    let level = 0;
    for (const el of main.querySelectorAll("h1,h2,h3,h4,h5,h6")) {
        const next = Number(el.tagName[1]);
        if (next > level + 1) wrong.push("heading jumps: " + cut(el));
        level = next;
    }
    if (document.querySelectorAll("h1").length !== 1) wrong.push("not one h1");
    if (!document.documentElement.lang) wrong.push("no language");
    const seen = new Set();
    for (const el of document.querySelectorAll("[id]")) {
        if (seen.has(el.id)) wrong.push("id twice: " + el.id);
        seen.add(el.id);
    }
    const page = document.scrollingElement;
    if (page.scrollWidth > innerWidth) {
        wrong.push(`scrolls sideways: ${page.scrollWidth} > ${innerWidth}`);
    }
    const rgb = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
    const light = ([r, g, b]) => {
        const [x, y, z] = [r, g, b].map((part) => {
            const share = part / 255;
            return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * x + 0.7152 * y + 0.0722 * z;
    };
    for (const el of document.querySelectorAll(".cs_page *")) {
        const own = [...el.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
        if (!own || !el.checkVisibility() || el.closest("fieldset:disabled")) continue;
        let behind = el;
        let back = rgb(getComputedStyle(behind).backgroundColor);
        while (behind && back.length === 4 && back[3] < 1) {
            behind = behind.parentElement;
            back = [255, 255, 255];
            if (behind) back = rgb(getComputedStyle(behind).backgroundColor);
        }
        const [a, b] = [light(rgb(getComputedStyle(el).color)), light(back)];
        const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        if (ratio < 4.5) wrong.push(`faint ${ratio.toFixed(1)}: ` + cut(el));
    }
    const call = document.querySelector(".cs_call a");
    const links = [...main.querySelectorAll("a[href],button,input,textarea,summary")];
    const reachable = links.filter((el) => el.tabIndex >= 0 && !el.disabled);
    if (call && !reachable.includes(call)) wrong.push("call not by keyboard");
    const place = reachable.filter((el) => el.closest(".cs_page")).indexOf(call);
    if (call && place !== 0) wrong.push("call is not the first stop: " + place);
    if (document.querySelector("[tabindex]:not([tabindex='0']):not([tabindex='-1'])")) {
        wrong.push("own tab order");
    }
    if (wrong.length) console.error(wrong.join(" | "));
    else console.log("test successful");
})();
"""


@tagged("post_install", "-at_install", "cs_tour")
class TestPortalBrowser(LifeCase):
    """The page for those who do not see it well, use no mouse, or hold a phone."""

    browser_size = "360x740"
    loaded = "document.readyState === 'complete'"

    def test_page_with_a_call_is_accessible_on_a_phone(self):
        self._target("first_contact", 3600)
        self._target("resolution", 86400)
        self._present()
        self._say(self.agent_li, "We come today.")
        self.browser_js(self.key, CHECK, ready=self.loaded)

    def test_closed_page_is_accessible_on_a_phone(self):
        stage = self.ticket.cs_stage_ids.filtered(lambda s: s.cs_phase == "closed")
        solution = self._present().sudo()
        solution._accept(solution.option_ids[:1], "portal")
        self.ticket.sudo().stage_id = stage[:1]
        self.browser_js(
            self.url,
            CHECK,
            login="cs_portal",
            ready="document.readyState === 'complete'",
        )

    def test_focus_goes_to_the_message_after_an_action(self):
        self.start_tour(self.key, "cs_portal_answer", login=None)
        self.assertIn("It also leaks", self._last().body)
