"""No browser keeps what was typed into a form for whoever sits at the computer next."""

from django import forms

from accounts.forms.entrance import PasswordField


class Asked(forms.Form):
    words = forms.CharField()
    mail = forms.EmailField()
    user = forms.CharField(widget=forms.TextInput({"autocomplete": "username"}))
    password = PasswordField()


def drawn(name):
    return str(Asked()[name])


def test_what_is_typed_is_offered_to_nobody():
    assert 'autocomplete="off"' in drawn("words")
    assert 'autocomplete="off"' in drawn("mail")


def test_what_a_keeper_of_passwords_fills_in_stays_so():
    assert 'autocomplete="username"' in drawn("user")
    assert 'autocomplete="current-password"' in drawn("password")
