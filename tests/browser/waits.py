"""What a test waits for before it looks: a machine may be ten times slower than this one.

`page.wait_for_function` takes a function ("() => …"): an expression would be evaluated as text,
which the page's own security policy refuses as soon as there is really something to wait for.
"""

from typing import Any

LONGEST = 30_000  # milliseconds; only a failure takes as long

_STILL = """() => {
  const map = window.atlas?.map ?? window.map;
  return document.fonts.status === 'loaded' && !map?._animatingZoom && !map?._panAnim?._inProgress
    && document.getAnimations().every((one) => one.playState !== 'running');
}"""
_TWO_FRAMES = """() => new Promise((done) => {
  requestAnimationFrame(() => requestAnimationFrame(() => done(true)));
})"""


def still(page: Any) -> None:
    """Nothing moves or fades any more, and what was asked for is on the screen."""
    page.wait_for_function(_STILL)
    page.evaluate(_TWO_FRAMES)


def painted(page: Any, layer: str) -> dict[str, int]:
    """Counts of a canvas layer, once all tiles of the view are painted.

    Tiles are painted in slices between other work, so it takes a while after any move.
    """
    page.wait_for_function(
        f"""() => {{
          const one = {layer};
          const tiles = Object.values(one._tiles ?? {{}}).filter((tile) => tile.current);
          const done = tiles.every(({{ el }}) => one.painted.has(el));
          return !one._loading && tiles.length > 0 && done;
        }}"""
    )
    counts: dict[str, int] = page.evaluate(f"{layer}.drawn()")
    return counts


def address(page: Any) -> str:
    """The view as the address holds it, from '#' on. `page.url` may lag behind."""
    text: str = page.evaluate("location.hash")
    return text
