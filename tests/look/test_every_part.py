"""Every part of a page, in both widths, by day and by night, in both languages; by keyboard and on paper."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

WIDTHS = [390, 1280]


@pytest.fixture
def demo(settings, live_server):
    settings.DEMO = True
    return live_server.url


def choose(context, url, theme, language):
    context.add_cookies(
        [{"name": "theme", "value": theme, "url": url}, {"name": "language", "value": language, "url": url}]
    )


TOO_LOW = """() => [...document.querySelectorAll("button, .btn, select, input, summary, .form-check")]
  .filter((e) => !e.matches(".visually-hidden, [type=hidden], .form-check input, .conflict input"))
  .filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 43.5)
  .map((e) => e.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["es", "en"])
def test_everybody_can_read_every_part(demo, page, context, width, theme, language):
    refused = []
    page.on("console", lambda said: refused.append(said.text) if said.type == "error" else None)
    choose(context, demo, theme, language)
    page.set_viewport_size({"width": width, "height": 900})

    page.goto(f"{demo}/look/")
    page.wait_for_load_state("networkidle")
    found = Axe().run(page)

    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert refused == []


@pytest.mark.parametrize("width", [*WIDTHS, 320])
@pytest.mark.parametrize("path", ["/inicio/", "/no/such/page/"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_the_pages_that_know_nobody(live_server, page, width, path, scheme):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})

    page.goto(live_server.url + path)

    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("width", WIDTHS)
def test_what_unfolds_and_what_comes_back_can_be_read_too(demo, page, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{demo}/look/")
    page.locator("details.drop > summary >> visible=true").first.click()
    assert Axe().run(page).violations_count == 0
    page.keyboard.press("Escape")
    expect(page.locator("details.drop[open]")).to_have_count(0)

    page.locator("form[data-draft] .btn-primary").click()
    expect(page.locator(".error-summary[autofocus]")).to_be_focused()
    assert Axe().run(page).violations_count == 0

    page.locator("[data-opens=session]").click()
    expect(page.locator("#session button")).to_be_focused()
    assert Axe().run(page).violations_count == 0


def test_the_first_press_of_tab_leads_past_the_title_bar(demo, page):
    page.goto(f"{demo}/look/")

    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("#main")).to_be_focused()


def test_a_line_of_the_error_summary_leads_to_its_box(demo, page):
    page.goto(f"{demo}/look/")
    page.locator("form[data-draft] .btn-primary").click()

    for line, box in [(0, "#id_service"), (2, "#id_came_0")]:
        page.locator(".error-summary[autofocus] a").nth(line).click()
        expect(page.locator(box)).to_be_focused()


def test_everything_that_is_pressed_is_large_enough(demo, page):
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto(f"{demo}/look/")

    assert page.evaluate(TOO_LOW) == []


def test_paper_shows_the_record_and_never_a_form_or_an_error(demo, page):
    page.goto(f"{demo}/look/")
    page.emulate_media(media="print")

    for hidden in ("header.band", "form", ".error-summary", ".message", ".page-foot", ".pager"):
        expect(page.locator(hidden).first).not_to_be_visible()
    expect(page.locator(".facts").first).to_be_visible()
    assert page.locator(".chart").first.evaluate("e => e.getBoundingClientRect().width") <= 12 / 2.54 * 96 + 1


def test_paper_is_white_by_night_too(demo, page, context):
    choose(context, demo, "dark", "es")
    page.goto(f"{demo}/look/")
    page.emulate_media(media="print", color_scheme="dark")

    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(22, 38, 43)"


def test_the_light_changes_at_once_and_stays(demo, page):
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{demo}/look/")
    page.locator(".account summary").click()
    page.locator(".account button[value=dark]").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(16, 23, 25)"

    page.reload()

    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(16, 23, 25)"


def test_a_shown_value_hides_again_by_itself(demo, page):
    page.clock.install()
    page.goto(f"{demo}/look/")
    shown = page.locator("[data-hide-after]").first
    expect(shown).to_have_text("5555 0147")

    page.clock.run_for(31_000)

    expect(shown).to_have_text("••••••••")
    assert "5555 0147" not in page.content()


def test_without_a_script_the_form_is_checked_and_rows_are_added(demo, browser):
    plain = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 900})
    page = plain.new_page()
    page.goto(f"{demo}/look/")
    page.locator("#id_place").fill("Juzgado de Paz")
    page.locator("[name=add-row]").click()
    expect(page.locator(".row-of-fields")).to_have_count(2)
    expect(page.locator("#id_place")).to_have_value("Juzgado de Paz")

    page.locator("form[data-draft] .btn-primary").click()

    expect(page.locator(".error-summary[autofocus]")).to_be_visible()
    plain.close()
