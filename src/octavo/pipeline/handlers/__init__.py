"""One file per kind of job: what it fetches, how it is digested, what is handed to the writer."""

from octavo.core.notifications import Channel
from octavo.pipeline.jobs import Handler
from octavo.pipeline.tools import Tools


def all_handlers(tools: Tools) -> dict[str, Handler]:
    """The kinds of job that this worker's settings let it do, and who does them."""
    from octavo.pipeline import adding, imports
    from octavo.pipeline.handlers.avatars import AvatarMaker
    from octavo.pipeline.handlers.digest import DigestWriter
    from octavo.pipeline.handlers.episodes import ChaptersReader, TranscriptReader
    from octavo.pipeline.handlers.forgetting import PublisherForgetter
    from octavo.pipeline.handlers.logos import LogoFinder
    from octavo.pipeline.handlers.mail import MailSender
    from octavo.pipeline.handlers.models import ModelTrier, OwnModelTrier
    from octavo.pipeline.handlers.moderation import CommentJudge
    from octavo.pipeline.handlers.notify import Notifier
    from octavo.pipeline.handlers.outside import OutsideSender, to_ntfy, to_webhook
    from octavo.pipeline.handlers.pages import PageReader
    from octavo.pipeline.handlers.pictures import PictureFetcher
    from octavo.pipeline.handlers.push import PushSender
    from octavo.pipeline.handlers.redoing import PageRedoer
    from octavo.pipeline.handlers.streams import StreamChecker
    from octavo.pipeline.handlers.surveys import SurveyOpener
    from octavo.store import assisting, own_models, takedowns

    handlers: dict[str, Handler] = {
        "redo_page": PageRedoer(tools),
        "check_stream": StreamChecker(tools),
        "fetch_chapters": ChaptersReader(tools),
        "fetch_transcript": TranscriptReader(tools),
        "moderate_comment": CommentJudge(tools),
        assisting.TRY: ModelTrier(tools),
        own_models.TRY: OwnModelTrier(tools),
        "open_survey": SurveyOpener(tools),
        takedowns.KIND: PublisherForgetter(tools),
        "send_mail": MailSender(tools),
        "notify": Notifier(tools),
        "push": PushSender(tools),
        "ntfy": OutsideSender(tools, Channel.NTFY, to_ntfy),
        "webhook": OutsideSender(tools, Channel.WEBHOOK, to_webhook),
        "digest": DigestWriter(tools),
        "make_avatar": AvatarMaker(tools),
        imports.KIND: imports.OpmlImporter(tools),
        adding.KIND: adding.AddressAdder(tools),
    }
    if tools.settings.worker.fetch_pages:
        handlers["fetch_page"] = PageReader(tools)
    if tools.settings.worker.fetch_pictures:
        handlers["fetch_picture"] = PictureFetcher(tools)
        handlers["find_logo"] = LogoFinder(tools)
    return handlers
