"""The look of all charts: colours, sizes of type, distances. Lengths are in points (1/72 inch)."""

POINTS_PER_INCH = 72
PNG_DPI = 200
COLUMN = 510.2  # 180 mm: the width of the text on an A4 page
A4_LONG, A4_SHORT = 841.9, 595.3
MARGIN = 14.0

# Okabe and Ito's colours, which colour-blind readers can tell apart, and the greys of text and lines
ARTICLE = "#D55E00"  # vermillion
EMPHASIS = "#A34700"  # the same, dark enough for text
OTHERS = "#0072B2"  # blue
SECOND = "#E69F00"  # orange
INK, GREY, LINE, FAINT = "#1A1A1A", "#555555", "#8C8C8C", "#DDDDDD"
PAPER, TINT = "#FFFFFF", "#FBE6D9"  # the tint is the ground of what the article says

SMALL, BODY, LARGE, SUBTITLE, TITLE = 8.0, 8.5, 9.5, 9.0, 13.0  # sizes of type; nothing is smaller than SMALL
NORMAL, BOLD, ITALIC = "normal", "bold", "italic"
LEADING = 1.34  # from one baseline to the next, in sizes of type
CAPITALS = 0.73  # the height of capitals and figures, in sizes of type

BEHIND, GROUND = 0.5, 0.6  # the order of drawing: what stands behind the rest, and the ground of a label before it
