"""A sentence for each way in which something from outside can fail or be broken, and a name for each kind of job."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from octavo.core.articles import Leak
from octavo.core.assisting import WrittenFeature
from octavo.core.briefs import Feature
from octavo.core.failures import FailureCode
from octavo.core.quality import HoldReason

FAILURES: dict[str, Promise] = {
    FailureCode.BAD_URL.value: _("This is not an address that can be fetched."),
    FailureCode.FORBIDDEN_ADDRESS.value: _("The address leads into a private network, where Octavo never goes."),
    FailureCode.DNS.value: _("The server's name cannot be found."),
    FailureCode.CONNECT.value: _("The server does not answer."),
    FailureCode.TLS.value: _("The server's certificate is not in order."),
    FailureCode.TIMEOUT.value: _("The server took too long."),
    FailureCode.TOO_LARGE.value: _("The answer is larger than the limit."),
    FailureCode.TOO_MANY_REDIRECTS.value: _("The server sends us in circles."),
    FailureCode.BAD_ENCODING.value: _("The answer's compression is broken."),
    FailureCode.PROTOCOL.value: _("The server does not speak proper HTTP."),
    FailureCode.HTTP_STATUS.value: _("The server refuses or has an error."),
    FailureCode.RATE_LIMITED.value: _("The server asks us to come less often."),
    FailureCode.GONE.value: _("The feed is gone for good."),
    FailureCode.ROBOTS.value: _("The publisher's robots.txt asks us not to read this."),
    FailureCode.NOT_A_FEED.value: _("What is there is not a feed."),
    FailureCode.NOT_A_PICTURE.value: _("What is there is not a picture that can be shown."),
    FailureCode.NO_TEXT.value: _("No text was found on the page."),
    FailureCode.CRASHED.value: _("Octavo itself failed on this one."),
}


def failure_sentence(code: str) -> str:
    """The sentence of a failure code, in the interface language; "" for none."""
    return str(FAILURES.get(code, code))


HOLDS: dict[str, Promise] = {
    HoldReason.LEAKS.value: _("Most of the text is not the article."),
    HoldReason.MARKUP.value: _("The text is full of markup or code."),
    HoldReason.ENCODED.value: _("The text is full of percent signs and numbers instead of letters."),
    HoldReason.MOJIBAKE.value: _("The letters are not what they should be."),
    HoldReason.SAME_TEXT.value: _("Several articles came with this same text."),
    HoldReason.EMPTY.value: _("The page gave almost no text, though earlier pages did."),
}


def hold_sentence(reason: str) -> str:
    """Why a page's text is held back, in the interface language."""
    return str(HOLDS.get(reason, reason))


FEATURES: dict[str, Promise] = {
    WrittenFeature.SUMMARY.value: _("Summaries"),
    WrittenFeature.PERSPECTIVES.value: _("Perspectives"),
    WrittenFeature.WRAPUP.value: _("Wrap-up"),
    WrittenFeature.ASK.value: _("Answers to questions"),
    WrittenFeature.TRANSLATE.value: _("Translations"),
    WrittenFeature.EXPLAIN.value: _("Articles explained simply"),
    Feature.FIGURES.value: _("Figures"),
    Feature.TIMELINE.value: _("Timeline"),
    Feature.WHO.value: _("Who’s who"),
}


def feature_name(feature: str) -> str:
    """What a model writes, in the interface language."""
    return str(FEATURES.get(feature, feature))


LEAKS: dict[str, Promise] = {
    Leak.CONSENT.value: _("Consent to cookies"),
    Leak.NEWSLETTER.value: _("Newsletters"),
    Leak.RELATED.value: _("Links to more"),
    Leak.OTHER_STORY.value: _("Other stories"),
    Leak.CAPTION.value: _("Captions of pictures"),
    Leak.MARKUP.value: _("Markup"),
    Leak.DONATION.value: _("Appeals for donations"),
}


def leak_name(code: str) -> str:
    """What leaked into a text, in the interface language."""
    return str(LEAKS.get(code, code))


JOBS: dict[str, Promise] = {
    "try_model": _("Try the language model"),
    "try_own_model": _("Try a reader's own language model"),
    "forget_publisher": _("Forget a publisher"),
    "fetch_page": _("Read an article's page"),
    "redo_page": _("Read a kept page anew"),
    "fetch_chapters": _("Fetch an episode's chapters"),
    "fetch_transcript": _("Fetch a transcript"),
    "check_stream": _("Check a live stream"),
    "fetch_picture": _("Fetch a picture"),
    "find_logo": _("Find a publisher's logo"),
    "import_opml": _("Import a list of feeds"),
    "send_mail": _("Send a letter"),
    "make_avatar": _("Prepare a reader's picture"),
    "add_by_url": _("Add a feed by address"),
    "moderate_comment": _("Judge a comment"),
    "brief_story": _("Tell a story in short"),
    "brief_article": _("Tell an article in short"),
    "brief_wrapup": _("Make a wrap-up"),
    "write_brief": _("Have the language model tell in short"),
    "speak_wrapup": _("Speak a wrap-up"),
    "open_survey": _("Open a survey"),
    "notify": _("Tell readers"),
    "push": _("Push a message to a device"),
    "ntfy": _("Send a message to an ntfy topic"),
    "webhook": _("Call a reader's webhook"),
    "digest": _("Write a reader's letter"),
}


def job_name(kind: str) -> str:
    """What a job of this kind does, in the interface language."""
    return str(JOBS.get(kind, kind))
