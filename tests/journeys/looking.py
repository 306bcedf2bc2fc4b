"""A person in a browser: she reads words in her language, and every page she comes to is examined."""

import os
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.utils import translation
from playwright.sync_api import Error

from codebook import lists

PHONE, DESKTOP = 390, 1280
HEIGHT = 844
BROUGHT = "'axe' in window"
BY_DAY = {"resultTypes": ["violations"]}
BY_NIGHT = BY_DAY | {"runOnly": ["color-contrast", "link-in-text-block"]}  # nothing else changes then
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
MOST_STEPS = 12
PICTURES = Path(settings.BASE_DIR, "docs", "screenshots")


class Visit:
    """One person's way through the pages, on a phone, in one language."""

    def __init__(self, page, address, language):
        self.page, self.address, self.language = page, address, language
        self.page.context.add_cookies([{"name": "language", "value": language, "url": address}])
        self.page.set_viewport_size({"width": PHONE, "height": HEIGHT})
        self.page.emulate_media(reduced_motion="reduce")  # colours on their way from day to night deceive
        self.problems = []
        self.page.on("pageerror", lambda error: self.problems.append(f"script: {error}"))
        self.page.on("console", self._complaint)

    def _complaint(self, message):
        if "Content Security Policy" in message.text or "Content-Security-Policy" in message.text:
            self.problems.append(f"policy: {message.text}")

    @classmethod
    def signed_in(cls, person, page, address):
        """Her way, in her language, without the pages of signing in."""
        client = Client()
        client.force_login(person, backend=BACKEND)
        name = settings.SESSION_COOKIE_NAME
        page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": address}])
        return cls(page, address, person.language)

    def say(self, words, context=None):
        """These words in her language."""
        with translation.override(self.language):
            return translation.pgettext(context, words) if context else translation.gettext(words)

    def label(self, code_list, code):
        """What this code of a list is called in her language."""
        with translation.override(self.language):
            return str(lists.get(code_list).label(code))

    def go(self, path):
        """Open an address; a page that follows its work and moves on by itself just then is left anew."""
        try:
            self.page.goto(self.address + path)
        except Error as error:
            if "ERR_ABORTED" not in str(error):
                raise
            self.page.goto(self.address + path)

    def fill(self, label, text):
        self.page.get_by_label(self.say(label)).first.fill(text)

    def choose(self, label, value):
        self.page.get_by_label(self.say(label)).first.select_option(value)

    def choose_words(self, label, words):
        """Choose what holds these words, whatever stands around them."""
        box = self.page.get_by_label(self.say(label)).first
        box.select_option(box.locator("option", has_text=words).first.get_attribute("value"))

    def tick(self, name, value):
        """Choose one answer of a question, wherever its list is folded."""
        box = self.page.locator(f'[name="{name}"][value="{value}"]')
        box.wait_for(state="attached")
        if not box.is_visible():
            box.locator("xpath=ancestor::details[not(@open)]").last.locator("summary").click()
        box.check()

    def tab_to(self, words):
        """With the keyboard alone to the button of these words."""
        for _ in range(MOST_STEPS):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("document.activeElement.innerText") == self.say(words):
                return
        raise AssertionError(f"{words}: not reached with the keyboard")

    def menu(self, words):
        """Open the menu of the narrow page and go to a room."""
        self.page.locator("details.menu > summary").click()
        self.page.locator("details.menu").get_by_role("link", name=self.say(words)).click()

    def press(self, words):
        """Press a button of the page itself, not of the bar."""
        self.page.locator("#main").get_by_role("button", name=self.say(words), exact=True).click()

    def save(self, words):
        """Press the button of these words and wait until another page has come."""
        with self.page.expect_navigation():
            self.press(words)

    def follow(self, words):
        self.page.locator("#main").get_by_role("link", name=self.say(words)).first.click()

    def look(self, name=""):
        """Examine the page narrow and wide, by day and by night; keep its picture when pictures are taken."""
        for width in (DESKTOP, PHONE):
            self.examine(name, width)
            self._keep_picture(name, width)

    def examine(self, where, width, *, by_night=True):
        """Find what keeps somebody from reading or using the page at this width, by night and by day."""
        self.page.set_viewport_size({"width": width, "height": HEIGHT})
        for scheme, options in [("dark", BY_NIGHT)] * by_night + [("light", BY_DAY)]:
            self.page.emulate_media(color_scheme=scheme)
            self._examine(f"{where} {width} {scheme} {self.language}", options)

    def _examine(self, where, options):
        axe = Axe("0") if self.page.evaluate(BROUGHT) else Axe()  # brought to each page once
        found = axe.run(self.page, options=options)
        self.problems += [
            f"{where}: {v['id']} {[n['target'] for n in v['nodes']]}" for v in found.response["violations"]
        ]
        if self.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            self.problems.append(f"{where}: wider than the screen")

    def _keep_picture(self, name, width):
        if name and os.environ.get("AMPARO_SCREENSHOTS"):
            device = "phone" if width == PHONE else "desktop"
            self.page.screenshot(path=PICTURES / f"{name}-{device}-{self.language}.png", full_page=True)
