import { Chart, Filler, LinearScale, LineController, LineElement, PointElement, Tooltip } from "chart.js";
import type { ChartHandle, Painter } from "./chart-handle.ts";
import type { DepthCurves } from "./depth-data.ts";

Chart.register(Filler, LineController, LineElement, PointElement, LinearScale, Tooltip);

/** Draws the cumulated book as two steps that face each other. */
export const paintDepth: Painter<DepthCurves> = (canvas, curves, colours): ChartHandle<DepthCurves> => {
  const look = { fill: true, pointRadius: 0, pointHoverRadius: 3, borderWidth: 1.5 } as const;
  const chart = new Chart(canvas, {
    type: "line",
    data: {
      datasets: [
        {
          ...look,
          label: "Bids (t)",
          data: curves.bids,
          stepped: "after",
          borderColor: colours.buy,
          backgroundColor: colours.buySoft,
        },
        {
          ...look,
          label: "Asks (t)",
          data: curves.asks,
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
          grid: { display: false },
          border: { color: colours.line },
          ticks: { color: colours.muted, maxRotation: 0 },
        },
        y: {
          position: "right",
          beginAtZero: true,
          grid: { color: colours.line },
          border: { display: false },
          ticks: { color: colours.muted, maxTicksLimit: 7 },
        },
      },
      plugins: { legend: { display: false } },
    },
  });
  return {
    update({ bids, asks }) {
      const [bidSet, askSet] = chart.data.datasets;
      if (bidSet) bidSet.data = bids;
      if (askSet) askSet.data = asks;
      chart.update("none");
    },
    destroy: () => chart.destroy(),
  };
};
