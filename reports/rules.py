"""Who may see how the house itself is doing."""

from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from audit.doors import rule


@rule(_("Only an administrator of the leading organisation may do this."))
def can_tend_work(user, thing=None):
    return user.leads(Role.ADMINISTRATOR)
