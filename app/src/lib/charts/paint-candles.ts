import "chartjs-adapter-date-fns";
import { BarController, BarElement, Chart, LinearScale, TimeSeriesScale, Tooltip } from "chart.js";
import { CandlestickController, CandlestickElement } from "chartjs-chart-financial";
import { axisText, priceTick, TIME_FORMATS } from "./axis-text.ts";
import type { CandlePoint } from "./candle-data.ts";
import type { ChartHandle, Painter } from "./chart-handle.ts";

Chart.register(
  BarController,
  BarElement,
  LinearScale,
  TimeSeriesScale,
  Tooltip,
  CandlestickController,
  CandlestickElement,
);

/** Draws candles with their volume below. */
export const paintCandles: Painter<CandlePoint[]> = (canvas, points, colours): ChartHandle<CandlePoint[]> => {
  const bodies = { up: colours.buy, down: colours.sell, unchanged: colours.muted };
  const volumes = (data: CandlePoint[]) => data.map(({ x, volume }) => ({ x, y: volume }));
  const most = (data: CandlePoint[]) => Math.max(1, ...data.map(({ volume }) => volume)) * 5;
  const chart = new Chart<"candlestick" | "bar", unknown[]>(canvas, {
    type: "candlestick",
    data: {
      datasets: [
        {
          type: "candlestick",
          label: "Price",
          data: points,
          yAxisID: "y",
          backgroundColors: bodies,
          borderColors: bodies,
        },
        { type: "bar", label: "Volume (t)", data: volumes(points), yAxisID: "volume", backgroundColor: colours.volume },
      ],
    },
    options: {
      animation: false,
      maintainAspectRatio: false,
      interaction: { mode: "index", intersect: false },
      scales: {
        x: {
          type: "timeseries",
          time: { displayFormats: TIME_FORMATS, tooltipFormat: "d MMM yyyy HH:mm" },
          grid: { display: false },
          border: { color: colours.line },
          ticks: { ...axisText(colours), maxRotation: 0, autoSkipPadding: 24 },
        },
        y: {
          position: "right",
          grid: { color: colours.line },
          border: { display: false },
          ticks: { ...axisText(colours), maxTicksLimit: 7, callback: priceTick },
        },
        volume: { display: false, beginAtZero: true, max: most(points) },
      },
      plugins: { legend: { display: false } },
    },
  });
  return {
    update(data) {
      const [candles, bars] = chart.data.datasets;
      if (candles) candles.data = data;
      if (bars) bars.data = volumes(data);
      const scale = chart.options.scales?.["volume"];
      if (scale) Object.assign(scale, { max: most(data) });
      chart.update("none");
    },
    destroy: () => chart.destroy(),
  };
};
