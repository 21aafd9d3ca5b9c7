import * as tf from "@tensorflow/tfjs";
import type { Engine } from "../engine/backend.ts";
import { MlError } from "../errors.ts";
import type { FittedModel, ReturnModel } from "./model.ts";

export type LstmOptions = { window?: number; units?: number; epochs?: number; batchSize?: number; seed?: number };

const LEAST_SAMPLES = 20;

/**
 * A small LSTM on windows of standardised returns, one layer, trained with Adam on squared error. Seeded and unshuffled,
 * so that the same data give the same forecasts. Trains in the calling thread: seconds for a few hundred returns.
 */
export function lstm(engine: Engine, options: LstmOptions = {}): ReturnModel {
  const { window = 10, units = 8, epochs = 15, batchSize = 64, seed = 1 } = options;
  return {
    name: "lstm",
    engine: `TensorFlow.js ${tf.version.tfjs}, backend ${engine.name}`,
    lookback: window,
    async fit(returns) {
      if (returns.length < window + LEAST_SAMPLES) {
        throw new MlError(
          "TOO_SHORT",
          `${returns.length} returns, an LSTM over ${window} needs ${window + LEAST_SAMPLES}`,
        );
      }
      const scale = deviation(returns) || 1;
      const ends = Array.from({ length: returns.length - window }, (_, index) => index + window);
      const model = build(window, units, seed);
      const x = windows(returns, ends, window, scale);
      const y = tf.tensor2d(ends.map((end) => [(returns[end] ?? 0) / scale]));
      await model.fit(x, y, { epochs, batchSize, shuffle: false, verbose: 0 });
      tf.dispose([x, y]);
      return fitted(model, window, scale);
    },
  };
}

function fitted(model: tf.LayersModel, window: number, scale: number): FittedModel {
  return {
    async predict(returns, ends) {
      const x = windows(returns, ends, window, scale);
      const output = model.predict(x);
      const tensor = Array.isArray(output) ? output[0] : output;
      if (tensor === undefined) throw new MlError("NOT_FINITE", "the model gave no output");
      const values = [...(await tensor.data())].map((value) => value * scale);
      tf.dispose([x, tensor]);
      return values;
    },
    dispose: () => {
      model.dispose();
    },
  };
}

function build(window: number, units: number, seed: number): tf.LayersModel {
  const model = tf.sequential({
    layers: [
      tf.layers.lstm({
        units,
        inputShape: [window, 1],
        kernelInitializer: tf.initializers.glorotUniform({ seed }),
        recurrentInitializer: tf.initializers.glorotUniform({ seed: seed + 1 }),
      }),
      // zero weights: before training it is the random walk, so that it has to earn every departure from it
      tf.layers.dense({ units: 1, kernelInitializer: tf.initializers.zeros() }),
    ],
  });
  model.compile({ optimizer: tf.train.adam(0.01), loss: "meanSquaredError" });
  return model;
}

function windows(returns: readonly number[], ends: readonly number[], window: number, scale: number): tf.Tensor3D {
  return tf.tensor3d(
    ends.map((end) => Array.from({ length: window }, (_, i) => [(returns[end - window + i] ?? 0) / scale])),
  );
}

function deviation(values: readonly number[]): number {
  const average = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - average) ** 2, 0) / values.length);
}
