import io

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actions import record
from audit.doors import require
from cases import rules
from cases.models import ConsentText
from vault.keys import Subject
from work import actions as work
from work.errors import refusal
from work.files import keep_file
from work.media import extension_of
from work.vetting import vetted

# The kind of subject whose key seals a recording: the text itself, which is about nobody.
SUBJECT = "consent_text"


@transaction.atomic
def add_consent_text(*, by, purposes, language, text, in_force_since, recording=None, once=None):
    """Write what is read or played when a consent is asked, as the next version of its kind and language."""
    require(rules.can_keep_consent_texts, by)
    sound = _sound(recording) if recording else None

    def make():
        same = ConsentText.objects.filter(language=language, purposes=purposes)
        number = (same.aggregate(last=Max("version_number"))["last"] or 0) + 1
        facts = {"purposes": purposes, "language": language, "text": text, "in_force_since": in_force_since}
        made = ConsentText(version_number=number, author=by, **facts)
        made.recording = _kept(made, sound, by=by) if sound else None
        return work.create(made, by=by, verb="consent_text.added", detail=[language, *purposes])

    return ConsentText.objects.get(pk=work.once(once, by=by, verb="consent_text.added", make=make))


@transaction.atomic
def record_consent_text(text, *, by, recording, version=None):
    """Add the recording to a text that has none yet and that nobody was asked by."""
    require(rules.can_keep_consent_texts, by, text)
    sound, text = _sound(recording), _locked(text)
    if text.recording_id or text.grounds.exists():
        raise refusal(
            _(
                "Somebody was asked by this text already, or it has its recording: it stays as it is. Add a "
                "new version instead."
            ),
            code="used",
            field="recording",
        )
    changes = {"recording": _kept(text, sound, by=by)}
    return work.write(text, by=by, verb="consent_text.recorded", changes=changes, version=version)


@transaction.atomic
def retire_consent_text(text, *, by, version=None):
    """Offer a text no more; consents that name it go on naming it, and it stays readable."""
    require(rules.can_keep_consent_texts, by, text)
    text = _locked(text)
    if text.retired_at:
        raise refusal(_("This text is not offered any more."), code="retired")
    changes = {"retired_at": timezone.now()}
    return work.write(text, by=by, verb="consent_text.retired", changes=changes, version=version)


def open_recording(text, *, by):
    """Answer the recording of a text; that it was played is kept, as of every file."""
    require(rules.can_read_consent_texts, by, text)
    record("consent_text.played", text, by=by, detail=[text.language])
    return text.recording


def _locked(text):
    return ConsentText.objects.select_for_update(of=("self",), no_key=True).get(pk=text.pk)


def _sound(upload):
    """What was sent, where its content shows it to be a recording."""
    found = vetted(upload, field="recording")
    if not found.media_type.startswith("audio/"):
        words = _("This is no recording. Choose an MP3, M4A, OGG or WAV file.")
        raise refusal(words, code="kind", field="recording")
    return found


def _kept(text, sound, *, by):
    name = f"consent-text.{extension_of(sound.media_type)}"
    stream, subject = io.BytesIO(sound.content), Subject(SUBJECT, text.pk)
    return keep_file(stream, name=name, subject=subject, by=by, media_type=sound.media_type)
