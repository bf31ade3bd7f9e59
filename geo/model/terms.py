"""Enumerations of mine action and their labels.

Terms follow the International Mine Action Standards (IMAS): 04.10 glossary, 05.10 information
management, 07.10 and 07.11 land release, 08.10 and 08.20 survey, 09.10 clearance. Source and
information grades are the Admiralty code (NATO AJP-2.1). Descriptions are paraphrased.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from geo.errors import UnknownTerm

# What stands on everything that shows or answers something.
CAUTIONS = (
    "No record is not evidence of no contamination.",
    "Not for navigation or for judging that land is safe.",
)


class Term(StrEnum):
    """A member of a controlled vocabulary: its code, a label and a description."""

    label: str
    description: str

    def __new__(cls, code: str, label: str = "", description: str = "") -> Self:
        """Build a member; only the class bodies below call it with a label."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        member.description = description
        return member

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the member whose code is `text`.

        Raises
        ------
        UnknownTerm
            With the value, the enumeration and its members.
        """
        try:
            return cls(text)
        except ValueError:
            raise UnknownTerm(
                f"{text!r} is not a {cls.__name__}", f"Expected one of: {', '.join(cls)}"
            ) from None


class Support(Term):
    """What the place in a report really is. Decides how it may be drawn."""

    SURVEYED_POLYGON = "surveyed_polygon", "Surveyed polygon", "Outline measured on the ground"
    RECONSTRUCTED_POLYGON = (
        "reconstructed_polygon",
        "Reconstructed polygon",
        "Outline from a traverse or a georeferenced sketch",
    )
    POINT = "point", "Point", "A position, with its accuracy"
    LINE = "line", "Line", "A road or a border section"
    SETTLEMENT = "settlement", "Settlement", "Somewhere in or around a settlement"
    DISTRICT = "district", "District", "A figure of a whole district, not of a place in it"
    MULTI_DISTRICT = (
        "multi_district",
        "Several districts",
        "One figure of several districts together; it is never split",
    )
    REGION = "region", "Region", "A region without agreed outline, or a whole country"
    NONE = "none", "No place", "The report names no place"

    @property
    def is_area(self) -> bool:
        """True if the geometry may be drawn as an area of hazard or release."""
        return self in (Support.SURVEYED_POLYGON, Support.RECONSTRUCTED_POLYGON)


class RecordPoint(Term):
    """What a leg of a minefield record leads to (IMAS 05.10: points of a polygon)."""

    BENCHMARK = "benchmark", "Benchmark", "A fixed point near the edge of the field"
    START_POINT = "start_point", "Start point", "Where the outline begins, and where it closes"
    TURNING_POINT = "turning_point", "Turning point", "A corner of the outline"
    INTERMEDIATE_POINT = "intermediate_point", "Intermediate point", "A point between two corners"
    END_POINT = "end_point", "End point", "The last corner of an outline that is not closed"


class North(Term):
    """From which north a bearing is counted."""

    TRUE = "true", "True north", "The meridian"
    MAGNETIC = "magnetic", "Magnetic north", "A compass; the declination is added"
    GRID = "grid", "Grid north", "The lines of a map's grid; the convergence is added"


class AngleUnit(Term):
    """In which unit a bearing is written."""

    DEGREES = "degrees", "Degrees", "360 to the circle"
    MILS_6000 = "mils_6000", "Mils (6,000)", "Soviet forms and their successors"
    MILS_6400 = "mils_6400", "Mils (6,400)", "NATO"

    @property
    def circle(self) -> int:
        """How many make a circle."""
        return {AngleUnit.DEGREES: 360, AngleUnit.MILS_6000: 6000, AngleUnit.MILS_6400: 6400}[self]


class DistanceUnit(Term):
    """In which unit a distance is written."""

    METRES = "metres", "Metres"
    PACES = "paces", "Paces", "Of the length that the record states"


class PlaceLevel(Term):
    """How exactly a claim names its place, as recorded by whoever read the source."""

    POINT = "point", "Point"
    SETTLEMENT = "settlement", "Settlement"
    DISTRICT = "district", "District"
    REGION = "region", "Region"
    COUNTRY = "country", "Country"


class Subject(Term):
    """What a claim is about."""

    AREA_CLEARED = "area_cleared", "Land cleared"
    EO_FOUND = "eo_found", "Ordnance found"
    CASUALTIES = "casualties", "Casualties"
    CONTAMINATED_AREA = "contaminated_area", "Contaminated area"
    MINES_ESTIMATED = "mines_estimated", "Mines estimated"
    MINES_MAPPED = "mines_mapped", "Mines on handed-over maps"
    RECORD_ACCURACY = "record_accuracy", "Accuracy of minefield records"
    MAP_HANDOVER = "map_handover", "Handover of minefield maps"
    ACTIVITY_ONGOING = "activity_ongoing", "Activity under way"
    ACTIVITY_PLANNED = "activity_planned", "Activity planned"
    EQUIPMENT = "equipment", "Equipment"
    FUNDING = "funding", "Funding"
    DISPLACEMENT = "displacement", "Displacement"
    STATEMENT = "statement", "Statement"


class Stance(Term):
    """How the claimant stands to what is claimed."""

    ASSERTS = "asserts", "asserts"
    DISPUTES = "disputes", "disputes", "The claimant contests what another says"
    DIFFERS = "differs", "differs", "The compiler notes that it differs from another claim"
    DENIES = "denies", "denies"
    ALLEGES = "alleges", "alleges"
    PLANS = "plans", "plans"


class Qualifier(Term):
    """How exactly a source gives a figure: its hedge, which a bound alone does not tell."""

    ABOUT = "about", "about"
    NEARLY = "nearly", "nearly", "A little less than the figure"
    OVER = "over", "over", "More than the figure"
    BELOW = "below", "below", "Less than the figure"
    AT_LEAST = "at_least", "at least"
    UP_TO = "up_to", "up to"


class Ordnance(Term):
    """Kind of explosive ordnance (IMAS 04.10)."""

    ANTI_PERSONNEL = "anti_personnel", "Anti-personnel mines"
    ANTI_VEHICLE = "anti_vehicle", "Anti-vehicle mines", "Anti-tank in the press"
    MINES = "mines", "Mines, both kinds", "Anti-personnel and anti-vehicle mines in one figure"
    SUBMUNITION = "submunition", "Submunitions"
    UNEXPLODED_ORDNANCE = "unexploded_ordnance", "Unexploded ordnance"
    ABANDONED_ORDNANCE = "abandoned_ordnance", "Abandoned ordnance"
    IMPROVISED = "improvised", "Improvised devices"
    BOOBY_TRAP = "booby_trap", "Booby traps"
    ALL = "all", "Mines and other ordnance", "Mines and other ordnance in one figure"
    OTHER = "other", "Other"
    UNSPECIFIED = "unspecified", "Not specified"


class Outcome(Term):
    """What a casualty figure counts."""

    KILLED = "killed", "Killed"
    INJURED = "injured", "Injured"
    KILLED_OR_INJURED = "killed_or_injured", "Killed or injured"
    INCIDENTS = "incidents", "Incidents"
    UNSPECIFIED = "unspecified", "Not specified"


class Victims(Term):
    """Whom a casualty figure counts."""

    ALL = "all", "All"
    CIVILIAN = "civilian", "Civilian"
    MILITARY = "military", "Military"
    DEMINER = "deminer", "Deminer"
    CHILDREN = "children", "Children"
    WOMEN = "women", "Women"
    OTHER = "other", "Other"
    UNSPECIFIED = "unspecified", "Not specified"


class EventKind(Term):
    """What happened at the place of an event."""

    ACCIDENT = "accident", "Accident", "Somebody or something was harmed"
    ORDNANCE_FOUND = "ordnance_found", "Ordnance found"
    SUSPICION = "suspicion", "Suspicion", "Somebody reports that there may be ordnance"
    SEIZURE = "seizure", "Seizure", "Stored or seized ordnance, a workshop: no hazard in the ground"
    OTHER = "other", "Other"


class Classification(Term):
    """Classification of a hazardous area (IMAS 08.10)."""

    SUSPECTED = "suspected", "Suspected hazardous area", "Suspicion from indirect evidence"
    CONFIRMED = "confirmed", "Confirmed hazardous area", "Presence shown by direct evidence"


class LandStatus(Term):
    """State of work on a hazardous area."""

    OPEN = "open", "Open"
    WORKED_ON = "worked_on", "Worked on"
    CLOSED = "closed", "Closed"


class ReleaseProduct(Term):
    """The three products whose sum is released land (IMAS 07.11), strongest first."""

    CLEARED = "cleared", "Cleared", "All specified ordnance removed to a specified depth"
    REDUCED = "reduced", "Reduced", "No evidence after technical survey"
    CANCELLED = "cancelled", "Cancelled", "No evidence after non-technical survey"


class Method(Term):
    """Asset used (IMAS 09.10)."""

    MANUAL = "manual", "Manual"
    MECHANICAL = "mechanical", "Mechanical"
    ANIMAL_DETECTION = "animal_detection", "Animal detection"
    MIXED = "mixed", "Mixed"
    UNKNOWN = "unknown", "Unknown"


class Origin(Term):
    """Where what a source prints comes from."""

    PRIMARY = "primary", "Primary", "Whoever counted or decided publishes it"
    NAMES_PRIMARY = "names_primary", "Names its primary source", "It says whose words it prints"
    REPRINT = "reprint", "Reprint", "It prints what another outlet printed"
    OPINION = "opinion", "Opinion", "A signed view; figures are the author's choice"
    UNKNOWN = "unknown", "Not named", "It does not say where a figure comes from"


class ClaimantKind(Term):
    """What a claimant is."""

    GOVERNMENT = "government", "Government", "A state or de facto body, or who speaks for it"
    MINE_ACTION = "mine_action", "Mine action body", "A national agency or centre"
    INTERGOVERNMENTAL = "intergovernmental", "International organisation"
    ORGANISATION = "organisation", "Non-governmental organisation"
    COURT = "court", "Court"
    AGREEMENT = "agreement", "Agreement", "The text of a treaty or statement"
    MEDIA = "media", "Media", "An outlet that says it itself"
    PERSON = "person", "Person", "Who speaks for nobody else"


class SourceGrade(Term):
    """Reliability of a source (Admiralty code)."""

    A = "A", "Completely reliable"
    B = "B", "Usually reliable"
    C = "C", "Fairly reliable"
    D = "D", "Not usually reliable"
    E = "E", "Unreliable"
    F = "F", "Cannot be judged"


class InformationGrade(Term):
    """Credibility of a piece of information (Admiralty code)."""

    CONFIRMED = "1", "Confirmed by independent sources"
    PROBABLE = "2", "Probably true"
    POSSIBLE = "3", "Possibly true"
    DOUBTFUL = "4", "Doubtful"
    IMPROBABLE = "5", "Improbable"
    UNJUDGED = "6", "Cannot be judged"


class Repair(Term):
    """What became of an outline that could not be used as it was delivered."""

    REPAIRED = "repaired", "Repaired", "Its area changed by at most 0.1 %"
    QUARANTINED = (
        "quarantined",
        "Quarantined",
        "It crosses itself, and nobody knows which ground was meant: in no figure of area",
    )


class Level(Term):
    """How grave a finding is."""

    ERROR = "error", "Error", "The row was rejected or the figure cannot be used"
    WARNING = "warning", "Warning", "Kept, but to be looked at"
    INFO = "info", "Note", "Kept; good to know"


class BasemapKind(Term):
    """What a base-map feature is."""

    LAND = "land", "Land", "A neighbouring country"
    BOUNDARY = "boundary", "Boundary", "A boundary line"
    LAKE = "lake", "Lake"
    RIVER = "river", "River"
    TOWN = "town", "Town"
