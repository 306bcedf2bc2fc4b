"""Addresses of shelters and of the stays in them; none of them names a person or a place."""

from django.urls import path

from shelters.views import residents, rooms, shelters, stays

app_name = "shelters"

urlpatterns = [
    path("shelters/", shelters.shelters, name="shelters"),
    path("shelters/new/", shelters.shelter_create, name="shelter-create"),
    path("shelters/<uuid:shelter>/", shelters.shelter, name="shelter"),
    path("shelters/<uuid:shelter>/change/", shelters.shelter_change, name="shelter-change"),
    path("shelters/<uuid:shelter>/address/", shelters.address, name="address"),
    path("shelters/<uuid:shelter>/address/write/", shelters.address_write, name="address-write"),
    path("shelters/<uuid:shelter>/rooms/", rooms.rooms, name="rooms"),
    path("shelters/<uuid:shelter>/rooms/add/", rooms.room_add, name="room-add"),
    path("rooms/<uuid:room>/rename/", rooms.room_rename, name="room-rename"),
    path("rooms/<uuid:room>/beds/add/", rooms.beds_add, name="beds-add"),
    path("beds/<uuid:bed>/change/", rooms.bed_change, name="bed-change"),
    path("shelters/<uuid:shelter>/admit/", stays.admit, name="admit"),
    path("shelters/<uuid:shelter>/residents/", residents.residents, name="residents"),
    path("shelters/<uuid:shelter>/stays/", stays.stays, name="stays"),
    path("shelters/<uuid:shelter>/stays/enter/", stays.stay_enter, name="stay-enter"),
    path("stays/<uuid:stay>/", stays.stay, name="stay"),
    path("stays/<uuid:stay>/move/", stays.stay_move, name="stay-move"),
    path("stays/<uuid:stay>/exit/", stays.stay_exit, name="stay-exit"),
    path("stays/<uuid:stay>/change/", stays.stay_change, name="stay-change"),
    path("stays/<uuid:stay>/take-back-exit/", stays.stay_take_back_exit, name="stay-take-back-exit"),
    path("stays/<uuid:stay>/withdraw/", stays.stay_withdraw, name="stay-withdraw"),
]
