"""A time zone to suggest, by the letters of the headers; only ever a suggestion."""

import re
from collections.abc import Sequence

from shopmetrics.ingest.propose.draft import Draft

# Japanese and Korean letters come first: their texts hold Chinese ones as well.
_BY_LETTERS = (
    ("[\u3041-\u30ff]", "Asia/Tokyo"),
    ("[\uac00-\ud7a3]", "Asia/Seoul"),
    ("[\u0e00-\u0e7f]", "Asia/Bangkok"),
    ("[ơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹđ]", "Asia/Ho_Chi_Minh"),
    ("[\u4e00-\u9fff]", "Asia/Shanghai"),
)


def suggested_zone(drafts: Sequence[Draft]) -> str:
    """Return the zone where most who write such letters live, nothing where that is not one."""
    text = " ".join(draft.header[at] for draft in drafts for at in draft.mapped.values()).lower()
    return next((zone for letters, zone in _BY_LETTERS if re.search(letters, text)), "")
