"""Somebody's browser: she opens a page, fills in its form and sends it, as people do."""

from html.parser import HTMLParser

from django.http import HttpResponse

from accounts.tokens import issue
from tests.accounts.visitors import signed_in

TEXTS = {"text", "tel", "search", "hidden", "email", "number", "date", "url", "password"}


class Forms(HTMLParser):
    """The forms of a page: where each is sent, and what stands in it already."""

    def __init__(self, page):
        super().__init__()
        self.forms, self.area, self.choice = [], None, None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        name = attrs.get("name")
        if tag == "form":
            sent = {"action": attrs.get("action") or "", "method": attrs.get("method")}
            self.forms.append({**sent, "typed": {}, "names": set()})
        elif name and self.forms and tag in {"input", "textarea", "select"}:
            self.forms[-1]["names"].add(name)
            self.begin(tag, name, attrs)
        elif tag == "option" and self.choice and "selected" in attrs:
            self.typed.setdefault(self.choice, []).append(attrs.get("value", ""))

    def begin(self, tag, name, attrs):
        if tag == "textarea":
            self.area = name
            self.typed[name] = [""]
        elif tag == "select":
            self.choice = name
        elif attrs.get("type", "text") in TEXTS:
            self.typed.setdefault(name, []).append(attrs.get("value", ""))
        elif attrs.get("type") in {"radio", "checkbox"} and "checked" in attrs:
            self.typed.setdefault(name, []).append(attrs.get("value", "on"))

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.area = None
        elif tag == "select":
            self.choice = None

    def handle_data(self, data):
        if self.area:
            self.typed[self.area][0] += data

    @property
    def typed(self):
        return self.forms[-1]["typed"]


class Desk:
    """One person at work, by pages and through the API; what was answered is remembered."""

    def __init__(self, person):
        self.person, self.answers, self.opened = person, [], []
        self.token, _row = issue(person)
        self.come_in()

    def come_in(self):
        """Sign in, as in the morning or when a session has ended."""
        self.browser = signed_in(self.person)
        self.browser.raise_request_exception = False

    def get(self, path):
        answer = whole(self.browser.get(path))
        self.answers.append(answer)
        self.opened.append(answer)
        return answer

    def post(self, path, typed):
        answer = self.browser.post(path, typed)
        self.answers.append(answer)
        return answer

    def fill_in(self, path, page=None, **answers):
        """Open a page, write the answers into its form, and send it; the page must take it."""
        form = form_of(path, page or self.get(path))
        assert form["names"], f"{path} asks nothing"
        assert set(answers) - form["names"] == set(), f"{path} asks something else"
        answer = self.post(path, form["typed"] | answers)
        assert answer.status_code == 302, (path, answer.status_code, said(answer))
        return answer

    def send(self, verb, path, status=201, etag=None, **body):
        """The same through the API."""
        headers = {"Authorization": f"Bearer {self.token}"} | ({"If-Match": etag} if etag else {})
        how = {"data": body, "content_type": "application/json", "headers": headers}
        answer = getattr(self.browser, verb)(f"/api/v1/{path}", **how)
        self.answers.append(answer)
        assert answer.status_code == status, (path, answer.status_code, answer.text)
        return answer

    def read(self, path):
        """What the API answers, without asking that it answers well."""
        answer = whole(self.browser.get(path, headers={"Authorization": f"Bearer {self.token}"}))
        self.answers.append(answer)
        self.opened.append(answer)
        return answer

    def change(self, verb, path, seen, **body):
        """Change through the API what was seen at an address."""
        return self.send(verb, path, 200, etag=self.read(f"/api/v1/{seen}")["ETag"], **body)


def whole(answer):
    """An answer that comes piece by piece, such as a file, in one piece."""
    if not answer.streaming:
        return answer
    content = answer.getvalue()
    found = HttpResponse(content, status=answer.status_code, headers=dict(answer.headers))
    found.text, found.context = content.decode("latin-1"), None
    found.wsgi_request = answer.wsgi_request
    return found


def form_of(path, page):
    """The form of a page: the longest that is sent to the page itself; an empty one where there is none."""
    forms = [one for one in Forms(page.text).forms if one["action"] in ("", path) and one["method"] == "post"]
    nothing = {"names": set(), "typed": {}}
    return max([*forms, nothing], key=lambda one: len(one["names"]))


def said(answer):
    """Which fields of a refused page are wrong; never what was typed."""
    form = answer.context and answer.context.get("form")
    wrong = form.errors.as_data() if form else {}
    return {name: [error.code for error in errors] for name, errors in wrong.items()}
