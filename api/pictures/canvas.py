"""The one canvas of all pictures: sizes, colours and letters of the pages, and how marks become an SVG.

A picture is drawn wide for a screen and paper, or narrow for a phone, so that its letters stay as large as those of the page. The
layout is in pixels and asks no font how wide a word is: equal figures give equal bytes wherever they are drawn. Nothing in it comes
from elsewhere; it has a title, a description, and the dark colours of the pages.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from api.languages import Language
from api.pictures.cleaning import cleaned

if TYPE_CHECKING:
    import altair as alt

Size = Literal["wide", "narrow"]
Align = Literal["left", "center", "right"]
Row = Mapping[str, Any]
WIDTHS: Final[Mapping[Size, int]] = {"wide": 720, "narrow": 340}
"""In pixels at the size of letters that the pages begin with."""

INK, MUTED, LINE, HAIR, GROUND, RIVER = "#16202a", "#36434f", "#5f7483", "#c3d0d8", "#ffffff", "#0b4a6b"
DARK: Final[Mapping[str, str]] = {
    INK: "#edf2f6",
    MUTED: "#c5d1da",
    LINE: "#8ba0ae",
    HAIR: "#33424d",
    GROUND: "#10171d",
    RIVER: "#9fd3f2",
}
"""Each colour of a picture by day -> by night, as tongtu.css has them."""

LETTERS: Final = 15
"""The size of text in a picture, in pixels."""
SMALL: Final = 13
_FONT: Final = (
    "system-ui, -apple-system, 'PingFang SC', 'Hiragino Sans GB', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Source Han Sans SC', "
    "sans-serif"
)


@dataclass(frozen=True, slots=True)
class Layer:
    """Rows drawn alike. `mark` is a kind of mark of Vega-Lite, `style` how it looks."""

    mark: Literal["rect", "rule", "point", "line", "text"]
    rows: Sequence[Row]
    style: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Canvas:
    """As wide as `size` says and `height` pixels high. Rows are drawn where their `x` and `y` (to `x2` and `y2`) say, in pixels
    from the upper left corner."""

    size: Size
    height: int
    language: Language

    @property
    def width(self) -> int:
        return WIDTHS[self.size]

    def render(self, layers: Sequence[Layer], title: str, description: str) -> bytes:
        """The layers, the first below, as one SVG; equal layers give equal bytes. Nothing is fetched."""
        import altair as alt
        import vl_convert

        shown = [layer for layer in layers if layer.rows]
        chart = (
            alt.layer(*(self._chart(f"layer-{place}", layer) for place, layer in enumerate(shown)))
            .properties(width=self.width, height=self.height, padding=0, autosize=alt.AutoSizeParams(type="none"))
            .configure(font=_FONT, background="transparent")
            .configure_view(stroke=None)
        )
        # Rows go in beside the chart: the library copies what is inside it many times over.
        rows = {f"layer-{place}": [dict(row) for row in layer.rows] for place, layer in enumerate(shown)}
        version = ".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])
        spec = {**chart.to_dict(validate=False), "datasets": rows}
        drawn = vl_convert.vegalite_to_svg(spec, vl_version=version, allowed_base_urls=[])
        return cleaned(drawn, title, description, self.language, DARK)

    def _chart(self, name: str, layer: Layer) -> "alt.Chart":
        import altair as alt

        def pixels(length: int) -> alt.Scale:
            return alt.Scale(domain=[0, length], range=[0, length], nice=False, zero=False)

        chart = alt.Chart(alt.NamedData(name=name), mark=alt.MarkDef(type=layer.mark, **layer.style))
        drawn = chart.encode(alt.X("x:Q", axis=None, scale=pixels(self.width)), alt.Y("y:Q", axis=None, scale=pixels(self.height)))
        if layer.mark in ("rect", "rule"):
            return drawn.encode(alt.X2("x2:Q"), alt.Y2("y2:Q"))
        if layer.mark == "text":
            return drawn.encode(alt.Text("text:N"))
        return drawn.encode(alt.Detail("piece:N"), alt.Order("x:Q")) if layer.mark == "line" else drawn


def bars(rows: Sequence[Row], *, pale: bool = False) -> Layer:
    """Rectangles from `x`, `y` to `x2`, `y2`; pale: outlined, so that what is drawn over them is seen."""
    return Layer("rect", rows, {"fill": HAIR, "stroke": RIVER, "strokeWidth": 2} if pale else {"fill": RIVER})


def lines(rows: Sequence[Row], colour: str = LINE, *, wide: float = 1.0, dashed: bool = False) -> Layer:
    """Straight lines from `x`, `y` to `x2`, `y2`."""
    return Layer("rule", rows, {"color": colour, "strokeWidth": wide, "strokeDash": [5, 4] if dashed else [1, 0]})


def points(rows: Sequence[Row], shape: Literal["circle", "diamond"] = "circle", *, hollow: bool = False) -> Layer:
    """Signs of one shape around `x`, `y`."""
    fill = GROUND if hollow else RIVER
    return Layer("point", rows, {"shape": shape, "size": 90, "fill": fill, "stroke": RIVER, "strokeWidth": 2, "opacity": 1})


def path(rows: Sequence[Row]) -> Layer:
    """A line through `x`, `y`, one piece for each value of `piece`."""
    return Layer("line", rows, {"color": RIVER, "strokeWidth": 2.5})


def texts(
    rows: Sequence[Row],
    align: Align = "left",
    *,
    letters: int = LETTERS,
    colour: str = INK,
    bold: bool = False,
    halo: bool = False,
) -> Layer:
    """The words of `text` (lines parted by a line feed), the middle of the first line at `y`. `halo`: the ground around the words
    instead, to keep lines off them."""
    style: dict[str, Any] = {
        "align": align,
        "baseline": "middle",
        "color": colour,
        "fontSize": letters,
        "fontWeight": "bold" if bold else "normal",
    }
    if halo:
        style |= {"stroke": GROUND, "strokeWidth": 5, "color": GROUND}
    return Layer("text", rows, {**style, "lineBreak": "\n", "lineHeight": round(letters * 1.25)})
