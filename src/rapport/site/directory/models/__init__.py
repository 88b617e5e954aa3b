"""Tables of this chapter, by what they are about."""

from rapport.site.directory.models.answering import Answering
from rapport.site.directory.models.change import Change
from rapport.site.directory.models.hours import ExceptionHours, HoursException, WeeklyHours
from rapport.site.directory.models.importing import Closure, RegistryImport
from rapport.site.directory.models.kept import Kept, ProfileChange
from rapport.site.directory.models.places import Absence, Places
from rapport.site.directory.models.provider import Provider, RegistryRecord, Revision
from rapport.site.directory.models.training import Training
from rapport.site.directory.models.verification import Decision, Licence, VerificationCase
from rapport.site.directory.models.vignettes import Close, Judged, Rating, Reply

__all__ = (
    "Absence",
    "Answering",
    "Change",
    "Close",
    "Closure",
    "Decision",
    "ExceptionHours",
    "HoursException",
    "Judged",
    "Kept",
    "Licence",
    "Places",
    "ProfileChange",
    "Provider",
    "Rating",
    "RegistryImport",
    "RegistryRecord",
    "Reply",
    "Revision",
    "Training",
    "VerificationCase",
    "WeeklyHours",
)
