"""Small PNG files: a screenshot reduced to a palette, which is enough for letters and lines on a plain ground."""

import base64
import struct
import zlib
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Page

COLOURS: Final = 48
_PIXELS: Final = """async shot => {
  const image = new Image(); image.src = "data:image/png;base64," + shot; await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height), ink = canvas.getContext("2d"); ink.drawImage(image, 0, 0);
  const bytes = ink.getImageData(0, 0, image.width, image.height).data, parts = [];
  for (let at = 0; at < bytes.length; at += 32768) parts.push(String.fromCharCode(...bytes.subarray(at, at + 32768)));
  return {width: image.width, height: image.height, bytes: btoa(parts.join(""))}; }"""


def pixels_of(blank: Page, shot: bytes) -> NDArray[np.uint8]:
    """The pixels (height, width, 3) of a PNG; the browser at hand reads it, on a page that has no policy of its own."""
    found: dict[str, Any] = blank.evaluate(_PIXELS, base64.b64encode(shot).decode())
    flat = np.frombuffer(base64.b64decode(found["bytes"]), np.uint8)
    return flat.reshape(found["height"], found["width"], 4)[:, :, :3]


def palette_png(pixels: NDArray[np.uint8], colours: int = COLOURS) -> bytes:
    """A PNG of the most frequent colours, at most 256; each pixel takes the nearest of them."""
    height, width, _ = pixels.shape
    packed = (pixels.astype(np.uint32) << np.array([16, 8, 0], np.uint32)).sum(axis=2, dtype=np.uint32)
    values, where, counts = np.unique(packed.ravel(), return_inverse=True, return_counts=True)
    coarse = values & 0xF0F0F0
    _, groups = np.unique(coarse, return_inverse=True)
    totals = np.bincount(groups, counts)
    # Of each coarse colour that is frequent the finest value that is most frequent, so that grounds keep their exact colour.
    best = [int(np.flatnonzero(groups == one)[np.argmax(counts[groups == one])]) for one in np.argsort(-totals)[:colours]]
    chosen = values[best]
    apart = (_channels(values)[:, None, :] - _channels(chosen)[None, :, :]) ** 2
    indices = apart.sum(axis=2).argmin(axis=1).astype(np.uint8)[where].reshape(height, width)
    lines = b"".join(b"\0" + line.tobytes() for line in indices)
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    table = _channels(chosen).astype(np.uint8).tobytes()
    parts = (b"IHDR", head), (b"PLTE", table), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in parts)


def size_of(png: bytes) -> tuple[int, int]:
    """Width and height of a PNG in pixels, from its first chunk. Raises ValueError on what is no PNG."""
    if png[:8] != b"\x89PNG\r\n\x1a\n" or png[12:16] != b"IHDR":
        raise ValueError("no PNG: it has another signature")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def _channels(packed: NDArray[np.uint32]) -> NDArray[np.int64]:
    return np.stack([packed >> 16 & 255, packed >> 8 & 255, packed & 255], axis=1).astype(np.int64)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
