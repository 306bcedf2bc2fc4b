"""In which roles somebody acts, read from her memberships in force."""

from django.utils.functional import cached_property

from accounts.roles import clash


class Acting:
    """What a user may do, asked as `has_role`, `office_ids`, `organisation_ids` and `leads`."""

    # Chosen at the start of a request where one person holds roles that may not be used together.
    acting_role = ""

    @cached_property
    def memberships_in_force(self):
        """Read once for each user object, that is, once a request."""
        rows = self.memberships.in_force().with_offices().with_covered()
        return list(rows.select_related("office", "organisation"))

    @property
    def roles_held(self):
        return {membership.role for membership in self.memberships_in_force}

    @property
    def roles_clash(self):
        """True when she holds roles that may not be used together, as in a small office."""
        return clash(self.roles_held) is not None

    @property
    def must_choose_a_role(self):
        """True while she holds roles that may not be used together and has not said which one she acts in."""
        return self.roles_clash and self.acting_role not in self.roles_held

    @property
    def acting_memberships(self):
        """The memberships that count now; none before she has chosen where she must."""
        if not self.is_active or self.must_choose_a_role:
            return []
        in_force = self.memberships_in_force
        return [m for m in in_force if m.role == self.acting_role] if self.acting_role else in_force

    @property
    def role_in_use(self):
        """Role codes for the trail."""
        return "+".join(sorted({membership.role for membership in self.acting_memberships}))[:30]

    @property
    def organisation_in_use(self):
        """The id of the one organisation she acts for, for the trail; None where there are several.

        Before she has chosen a role, as at the entrance, it is the one for which she works.
        """
        places = {m.organisation_id for m in self.acting_memberships or self.memberships_in_force}
        return places.pop() if len(places) == 1 else None

    def _acting(self, roles, organisation=None, office=None):
        return [
            membership
            for membership in self.acting_memberships
            if (not roles or membership.role in roles)
            and (
                organisation is None
                or membership.organisation_id == getattr(organisation, "pk", organisation)
            )
            and (office is None or membership.office_id in (None, getattr(office, "pk", office)))
        ]

    def has_role(self, *roles, organisation=None, office=None):
        """Does she act in one of these roles (in this organisation; in this office, or all of its own)?"""
        return bool(self._acting(roles, organisation, office))

    def organisation_ids(self, *roles):
        """Ids of the organisations in which she acts (in one of these roles)."""
        return {membership.organisation_id for membership in self._acting(roles)}

    def office_ids(self, *roles):
        """Ids of the offices in which she acts (in one of these roles)."""
        return {membership.office_id for membership in self._acting(roles) if membership.office_id}

    def offices_within(self, *roles):
        """Ids of all offices of the organisations in which she acts (in one of these roles).

        Conditions name these few ids instead of joining the offices: joined, PostgreSQL read the cases of
        every office before it looked whose they were.
        """
        return {office for membership in self._acting(roles) for office in membership.offices}

    def covered(self, *roles):
        """Ids of the colleagues for whom she stands in today, acting in one of these roles."""
        return {user for membership in self._acting(roles) for user in membership.covered}

    def once(self, what, make, *, moment=None):
        """What `make` answers, made once for this user object, as her memberships are read once.

        Anew when she acts in another role, and when the moment is another one.
        """
        now, read = (self.acting_role, moment), self.memberships_in_force
        held = self.__dict__.setdefault("made_once", {})
        if what not in held or held[what][0] != now or held[what][1] is not read:
            held[what] = now, read, make()
        return held[what][2]

    def leads(self, *roles):
        """Does she act in one of these roles in the lead organisation?"""
        return any(membership.organisation.is_lead for membership in self._acting(roles))
