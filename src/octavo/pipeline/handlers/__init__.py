"""One file per kind of job: what it fetches, how it is digested, what is handed to the writer."""

from octavo.pipeline.jobs import Handler
from octavo.pipeline.tools import Tools


def all_handlers(tools: Tools) -> dict[str, Handler]:
    """The kinds of job that this worker's settings let it do, and who does them."""
    from octavo.pipeline import adding, imports
    from octavo.pipeline.handlers.logos import LogoFinder
    from octavo.pipeline.handlers.pages import PageReader
    from octavo.pipeline.handlers.pictures import PictureFetcher
    from octavo.pipeline.handlers.redoing import PageRedoer

    handlers: dict[str, Handler] = {
        "redo_page": PageRedoer(tools),
        imports.KIND: imports.OpmlImporter(tools),
        adding.KIND: adding.AddressAdder(tools),
    }
    if tools.settings.worker.fetch_pages:
        handlers["fetch_page"] = PageReader(tools)
    if tools.settings.worker.fetch_pictures:
        handlers["fetch_picture"] = PictureFetcher(tools)
        handlers["find_logo"] = LogoFinder(tools)
    return handlers
