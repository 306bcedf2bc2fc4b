"""A report of the day's work: what its pages, its answers to programs and its files hold."""

import io
import zipfile

from django.test import Client
from django.utils import timezone

from accounts.tokens import issue
from programmes.models import Component
from programmes.periods import quarters_of
from reports import actions, making
from reports.models import Report
from tests.api.conftest import Caller
from tests.factories.programmes import AwardFactory, DonorFactory, FundingFactory, programme_manager
from work.files import read_file

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def are_told(day):
    """{place: what stands there} of a report of the quarter in which the day lies, and its rows."""
    report = made_of(day)
    manager = programme_manager(day.office.organisation)
    page, program = Client(), Caller(issue(manager)[0])
    page.force_login(manager, backend=BACKEND)
    figures = report.figures.of_period(report)
    addresses = [f"/reports/{report.pk}/figures/{one.pk}/" for one in figures]
    answers = [f"/api/v1{address}rows/" for address in addresses]
    return {
        "pages": contents(page, [report.get_absolute_url(), *addresses]),
        "answers": contents(program, [f"/api/v1/reports/{report.pk}/", *answers]),
        "files": b"".join(part for one in report.files.all() for part in parts_of(one)),
    }


def made_of(day):
    """A report of the running quarter, as a worker would make it."""
    today, organisation = timezone.localdate(), day.office.organisation
    donor = DonorFactory(organisation=organisation)
    award = AwardFactory(
        donor=donor, starts=today.replace(month=1, day=1), signed_ends=today.replace(month=12, day=31)
    )
    for component in Component.objects.filter(organisation=organisation):
        FundingFactory(award=award, component=component)
    [period] = [one for one in quarters_of(award) if one.start <= today <= one.end]
    report = actions.new_report(award, "usaid_tracking", period)
    actions.make_report(report, making.read(report))
    return Report.objects.get(pk=report.pk)


def contents(client, paths):
    found = [client.get(path) for path in paths]
    assert {answer.status_code for answer in found} == {200}
    return b"\n".join(answer.content for answer in found)


def parts_of(one):
    """Everything that stands in a workbook, unpacked."""
    with zipfile.ZipFile(io.BytesIO(b"".join(read_file(one.file)))) as book:
        return [book.read(name) for name in book.namelist()]
