"""Who may change the lists."""

from django.utils.translation import gettext_lazy as _

from audit.doors import rule


@rule(_("Only an administrator of the organisation that leads the programme may change the lists."))
def can_change_lists(user, thing):
    return user.leads("administrator")
