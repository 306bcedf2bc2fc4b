"""One own and one foreign row for each kind of argument in an address."""

OBJECTS = {
    "office": lambda world: (world.own_office.pk, world.foreign_office.pk),
    "organisation": lambda world: (world.own.pk, world.foreign.pk),
    "user": lambda world: (world.users["caseworker"].pk, world.stranger.pk),
    "membership": lambda world: (
        world.users["caseworker"].memberships.get().pk,
        world.stranger.memberships.get().pk,
    ),
}
