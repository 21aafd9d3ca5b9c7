import { Chart, Filler, LinearScale, LineController, LineElement, PointElement, Tooltip } from "chart.js";
import type { ChartHandle, Painter } from "./chart-handle.ts";
import { axisText, priceTick, tonnesTick } from "./axis-text.ts";
import { depthFrame, type DepthCurves } from "./depth-data.ts";

Chart.register(Filler, LineController, LineElement, PointElement, LinearScale, Tooltip);

/** Draws the cumulated book as two steps that face each other. */
export const paintDepth: Painter<DepthCurves> = (canvas, curves, colours): ChartHandle<DepthCurves> => {
  const look = { fill: true, pointRadius: 0, pointHoverRadius: 3, borderWidth: 1.5 } as const;
  const frame = depthFrame(curves);
  const chart = new Chart(canvas, {
    type: "line",
    data: {
      datasets: [
        {
          ...look,
          label: "Bids (t)",
          data: frame.bids,
          stepped: "after",
          borderColor: colours.buy,
          backgroundColor: colours.buySoft,
        },
        {
          ...look,
          label: "Asks (t)",
          data: frame.asks,
          stepped: "before",
          borderColor: colours.sell,
          backgroundColor: colours.sellSoft,
        },
      ],
    },
    options: {
      animation: false,
      parsing: false,
      normalized: true,
      maintainAspectRatio: false,
      interaction: { mode: "nearest", axis: "x", intersect: false },
      scales: {
        x: {
          type: "linear",
          min: frame.min,
          max: frame.max,
          grid: { display: false },
          border: { color: colours.line },
          ticks: {
            ...axisText(colours),
            maxRotation: 0,
            autoSkipPadding: 24,
            includeBounds: false,
            callback: priceTick,
          },
        },
        y: {
          position: "right",
          beginAtZero: true,
          grid: { color: colours.line },
          border: { display: false },
          ticks: { ...axisText(colours), maxTicksLimit: 7, callback: tonnesTick },
        },
      },
      plugins: { legend: { display: false } },
    },
  });
  return {
    update(next) {
      const { bids, asks, min, max } = depthFrame(next);
      const [bidSet, askSet] = chart.data.datasets;
      Object.assign(chart.options.scales?.["x"] ?? {}, { min, max });
      if (bidSet) bidSet.data = bids;
      if (askSet) askSet.data = asks;
      chart.update("none");
    },
    destroy: () => chart.destroy(),
  };
};
