import type { Ink } from './ink.ts';
import type { ChartBand, ChartLimit } from './series.ts';

/** Where the plot lies on the canvas, in canvas pixels, and how values become places on it. */
export interface Ground {
  readonly context: CanvasRenderingContext2D;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Canvas pixels per CSS pixel. */
  readonly ratio: number;
  x(at: number): number;
  /** Null when no series on the chart has the unit. */
  y(value: number, unit: string | null): number | null;
}

/** Bands lie under the lines: BAD and UNCERTAIN hatched, alarms tinted under a strip, orders as a strip along the foot. */
export function paintBands(ground: Ground, ink: Ink, bands: readonly ChartBand[], now: number): void {
  const { context, left, top, width, height, ratio } = ground;
  context.save();
  context.beginPath();
  context.rect(left, top, width, height);
  context.clip();
  for (const band of bands) {
    const from = Math.max(left, ground.x(band.from));
    const to = Math.min(left + width, ground.x(Math.min(band.to ?? now, now)));
    if (to < left || from > left + width) continue;
    const wide = Math.max(to - from, ratio);
    switch (band.kind) {
      case 'bad':
        hatch(context, ink.ink3, 0.55, { left: from, top, width: wide, height }, 6 * ratio, ratio);
        break;
      case 'uncertain':
        hatch(context, ink.ink3, 0.3, { left: from, top, width: wide, height }, 12 * ratio, ratio);
        break;
      case 'alarm':
        // A long alarm covers the whole plot: the tint stays faint, the strip above it tells.
        context.fillStyle = ink.severity[band.severity ?? 'INFO'];
        context.globalAlpha = 0.07;
        context.fillRect(from, top, wide, height);
        context.globalAlpha = 0.9;
        context.fillRect(from, top, wide, 3 * ratio);
        context.globalAlpha = 1;
        break;
      case 'order':
        context.globalAlpha = 0.6;
        context.fillStyle = ink.ink3;
        context.fillRect(from, top + height - 4 * ratio, wide, 4 * ratio);
        context.globalAlpha = 1;
    }
  }
  context.restore();
}

/** Limits lie over the lines, thin, each with its name at the right end; one out of sight is left out. */
export function paintLimits(ground: Ground, ink: Ink, limits: readonly ChartLimit[], font: string): void {
  const { context, left, top, width, height, ratio } = ground;
  context.save();
  context.font = font;
  context.textAlign = 'right';
  context.lineWidth = ratio;
  const named: number[] = [];
  for (const limit of limits) {
    const y = ground.y(limit.value, limit.unit);
    if (y === null || y < top || y > top + height) continue;
    context.strokeStyle = ink.ink3;
    context.setLineDash(limit.kind === 'rule' ? [8 * ratio, 3 * ratio, 2 * ratio, 3 * ratio] : [2 * ratio, 4 * ratio]);
    context.beginPath();
    context.moveTo(left, Math.round(y) + 0.5);
    context.lineTo(left + width, Math.round(y) + 0.5);
    context.stroke();
    // Names that would lie on each other are left to the table.
    if (named.some((other) => Math.abs(other - y) < 13 * ratio)) continue;
    named.push(y);
    const above = y - top > 16 * ratio;
    context.textBaseline = above ? 'bottom' : 'top';
    context.setLineDash([]);
    context.lineWidth = 3 * ratio;
    context.strokeStyle = ink.canvas;
    context.lineJoin = 'round';
    const at = y + (above ? -2 : 3) * ratio;
    context.strokeText(limit.label, left + width - 4 * ratio, at);
    context.fillStyle = ink.ink2;
    context.fillText(limit.label, left + width - 4 * ratio, at);
    context.lineWidth = ratio;
  }
  context.restore();
}

/** Beside a scale without readings only the levels have their numbers; of those that would lie on each other the first. */
export function paintBareLevels(
  context: CanvasRenderingContext2D,
  levels: readonly number[],
  axis: { readonly x: number; readonly y: (value: number) => number; readonly apart: number; readonly tell: (value: number) => string },
): void {
  context.save();
  context.textBaseline = 'middle';
  const told: number[] = [];
  for (const level of levels) {
    const y = axis.y(level);
    if (told.some((other) => Math.abs(other - y) < axis.apart)) continue;
    told.push(y);
    context.fillText(axis.tell(level), axis.x, y);
  }
  context.restore();
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Diagonal lines, fixed to the canvas, so that they do not crawl while the chart moves. */
function hatch(context: CanvasRenderingContext2D, colour: string, alpha: number, box: Box, step: number, ratio: number): void {
  context.save();
  context.beginPath();
  context.rect(box.left, box.top, box.width, box.height);
  context.clip();
  context.globalAlpha = alpha * 0.16;
  context.fillStyle = colour;
  context.fillRect(box.left, box.top, box.width, box.height);
  context.globalAlpha = alpha;
  context.strokeStyle = colour;
  context.lineWidth = ratio;
  context.setLineDash([]);
  context.beginPath();
  const bottom = box.top + box.height;
  const first = Math.floor((box.left - box.height) / step) * step;
  for (let x = first; x < box.left + box.width; x += step) {
    context.moveTo(x, bottom);
    context.lineTo(x + box.height, box.top);
  }
  context.stroke();
  context.restore();
}
