"""Every table of Octavo, one file per group of nouns."""

from octavo.store.models.ai_records import AiCount, AiRecord, AiRecordSource, AiReport, AiReportSource
from octavo.store.models.articles import (
    Article,
    ArticleBody,
    ArticleHashtag,
    Hashtag,
    PageSource,
    Revision,
    Section,
)
from octavo.store.models.assist import ModelChoice, ModelUse, ReaderModel, ReaderModelUse, WrittenAnswer
from octavo.store.models.briefs import Brief, BriefSource
from octavo.store.models.commissions import Commission, CommissionPart
from octavo.store.models.community import (
    Appeal,
    Comment,
    CommentFlag,
    CommentLike,
    CommentSwitch,
    Happening,
    ModerationAction,
    ReaderBlock,
    Survey,
    SurveyVote,
)
from octavo.store.models.editions import DeskAct, EditionSnapshot, EditionUse, Original
from octavo.store.models.feeds import Entry, Feed
from octavo.store.models.jobs import ImportReport, Job, Turn
from octavo.store.models.labels import ArticleLabels
from octavo.store.models.listening import Episode, LiveStream, Transcript
from octavo.store.models.notices import Notice, NoticeCount
from octavo.store.models.notifications import Notification, NotificationSettings, PushDevice
from octavo.store.models.pictures import Picture
from octavo.store.models.preferences import ReaderPreferences
from octavo.store.models.publishers import Publisher
from octavo.store.models.quality import PageReading, PublisherTemplate
from octavo.store.models.readers import Invitation, OperatorInvitation, Reader
from octavo.store.models.recordings import RecordingSource, WrapupRecording
from octavo.store.models.shelves import Reading, Saved
from octavo.store.models.site import Counter, DayFigures, SitePage
from octavo.store.models.stories import Story, StoryFacet, StoryMember
from octavo.store.models.subscriptions import Mute, Subscription
from octavo.store.models.takedowns import Takedown

__all__ = [
    "AiCount",
    "AiRecord",
    "AiRecordSource",
    "AiReport",
    "AiReportSource",
    "Appeal",
    "Article",
    "ArticleBody",
    "ArticleHashtag",
    "ArticleLabels",
    "Brief",
    "BriefSource",
    "Comment",
    "CommentFlag",
    "CommentLike",
    "CommentSwitch",
    "Commission",
    "CommissionPart",
    "Counter",
    "DayFigures",
    "DeskAct",
    "EditionSnapshot",
    "EditionUse",
    "Entry",
    "Episode",
    "Feed",
    "Happening",
    "Hashtag",
    "ImportReport",
    "Invitation",
    "Job",
    "LiveStream",
    "ModelChoice",
    "ModelUse",
    "ModerationAction",
    "Mute",
    "Notice",
    "NoticeCount",
    "Notification",
    "NotificationSettings",
    "OperatorInvitation",
    "Original",
    "PageReading",
    "PageSource",
    "Picture",
    "Publisher",
    "PublisherTemplate",
    "PushDevice",
    "Reader",
    "ReaderBlock",
    "ReaderModel",
    "ReaderModelUse",
    "ReaderPreferences",
    "Reading",
    "RecordingSource",
    "Revision",
    "Saved",
    "Section",
    "SitePage",
    "Story",
    "StoryFacet",
    "StoryMember",
    "Subscription",
    "Survey",
    "SurveyVote",
    "Takedown",
    "Transcript",
    "Turn",
    "WrapupRecording",
    "WrittenAnswer",
]
