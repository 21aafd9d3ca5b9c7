import type { ChartColours } from "./chart-theme.ts";

/** A drawn chart that takes new data; made by a painter that is imported only when a chart is shown. */
export type ChartHandle<T> = { update(data: T): void; destroy(): void };
export type Painter<T> = (canvas: HTMLCanvasElement, data: T, colours: ChartColours) => ChartHandle<T>;
