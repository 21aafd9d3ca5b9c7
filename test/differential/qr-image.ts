import jsQR from "jsqr";

const SCALE = 4;
/** Light modules around the symbol, as the standard asks. */
const MARGIN = 4;

/** What an independent reader makes of a square of modules (`dark(x, y)`, `size` along a side), or null when it reads nothing. */
export function readQrCode(dark: (x: number, y: number) => boolean, size: number): string | null {
  const side = (size + 2 * MARGIN) * SCALE;
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
  for (let py = 0; py < side; py++) {
    for (let px = 0; px < side; px++) {
      const x = Math.floor(px / SCALE) - MARGIN;
      const y = Math.floor(py / SCALE) - MARGIN;
      if (x < 0 || y < 0 || x >= size || y >= size || !dark(x, y)) continue;
      pixels.fill(0, (py * side + px) * 4, (py * side + px) * 4 + 3);
    }
  }
  // the package is CommonJS whose default export is typed as the function itself
  const read = (jsQR as unknown as { default?: typeof jsQR }).default ?? jsQR;
  return read(pixels, side, side)?.data ?? null;
}

/** The dark modules of an SVG path made of runs `M<x> <y>h<width>v1h-<width>z`. */
export function modulesOfPath(path: string): Set<string> {
  const modules = new Set<string>();
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let i = 0; i < Number(width); i++) modules.add(`${Number(x) + i},${y}`);
  }
  return modules;
}
