"""Text broken into lines by the cells it takes."""

from shopmetrics.pieces import cells, pieces

__all__ = ["cells", "wrapped"]


def wrapped(text: str, width: int) -> list[str]:
    """Break a text into lines of at most `width` columns; a longer word stands alone."""
    lines = [""]
    for piece in pieces(text):
        if lines[-1] and cells(lines[-1] + piece.rstrip(" ")) > width:
            lines[-1] = lines[-1].rstrip(" ")
            lines.append("")
        lines[-1] += piece
    return [line.rstrip(" ") for line in lines]
