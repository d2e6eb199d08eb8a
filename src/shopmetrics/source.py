"""How the files were read: the account of every file and row, and the shop that came of them."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from pathlib import Path

from shopmetrics.shop import Kind, Shop, Untold
from shopmetrics.value import value


@value
class Source:
    """How one file was read; rows_read = accepted + rejected + superseded + ignored.

    `amount` is the sum of `paid` or `amount` over the accepted rows as read, in minor units.
    `blanked` counts cells, not rows: what could not be read and was not required.
    """

    path: Path
    platform: str
    kind: Kind
    profile: str
    encoding: str
    separator: str
    header_line: int
    columns: Mapping[str, str]  # canonical name -> header as it stands in the file
    rows_read: int
    accepted: int
    rejected: int
    superseded: int
    ignored: int
    blanked: Mapping[str, int]
    amount: int
    other_currencies: Mapping[str, int] = field(default_factory=dict)  # rows of `ignored`, by code
    shop: str | None = None  # as the config calls it
    damaged_ids: int = 0  # order ids of refunds that a spreadsheet destroyed: they match nothing
    lacks_amounts: tuple[str, ...] = ()  # headers one of which would say what was paid
    rounded_ids: Mapping[str, int] = field(default_factory=dict)  # cells by canonical name
    cannot_tell: tuple[Untold, ...] = ()
    tells_refunds: bool = False  # orders that say what came back of them
    tells_none: bool = False  # and that it was nothing: every order has an amount
    coarse_stages: bool = False  # refunds whose stage is after shipment, whether received or not
    after_sales: bool = False  # orders with refunds inside, of which another export tells more
    sheet: str = ""  # of a workbook; its lines are the rows of the sheet
    longer: bool = False  # rows have more fields than the header, if blank ones
    grain: str = ""  # what one row is: line, order, refund …
    header: tuple[str, ...] = ()  # all names, of unread columns too
    since: datetime | None = None  # the first and the last moment of all moments in the file
    until: datetime | None = None
    timezone: str = ""  # in which its moments are read
    currency: str | None = None  # None: neither the file nor its platform names one
    decimals: int = 2  # digits of the minor unit in which `amount` is


@value
class Close:
    """Another profile that nearly is a file's: what of it the header lacks, nothing if it fits."""

    profile: str
    lacking: tuple[str, ...]


@value
class Inspected:
    """Why a file was taken for what it is; headers as they stand, and never a cell.

    `signature` are the headers by which it was recognised, `unread` those that nothing needs.
    """

    source: Source
    signature: tuple[str, ...]
    close: tuple[Close, ...]
    unread: tuple[str, ...]


@value
class Reject:
    """One row that was turned away: where, and why; never what it held."""

    path: Path
    line: int
    column: str
    reason: str


@value
class Loaded:
    """What ingest hands over: the shop, how each file was read, and the rows turned away."""

    shop: Shop
    sources: tuple[Source, ...]
    rejects: tuple[Reject, ...]
    skipped: tuple[str, ...] = ()  # files of a folder that were passed over, and why
    idle_shops: tuple[str, ...] = ()  # patterns of the config that fit no file
