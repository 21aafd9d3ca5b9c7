import { exchangeAbi, type HexString } from "@carbonxchange/sdk";
import {
  keccak256,
  parseEventLogs,
  TransactionNotFoundError,
  TransactionReceiptNotFoundError,
  type PublicClient,
} from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import type { Fees } from "../../domain/index.ts";
import type { Call, Simulation, TransactionSender } from "../../ports/index.ts";
import { dryRun, encodeAction, type ActionTargets } from "./action-call.ts";
import { carryBundle, dryRunBundle } from "./bundle-call.ts";
import { keeperFeeOf } from "./keeper-fee.ts";
import { outcomeOf } from "./broadcast-outcome.ts";
import { callRevertOf, revertOf } from "./revert.ts";

type SenderOptions = { client: PublicClient; account: PrivateKeyAccount; chainId: number; targets: ActionTargets };

/** Room above the estimate: other people's orders may make the work longer before it is mined. */
const GAS_MARGIN_PERCENT = 125n;
const CANCEL_GAS = 21_000n;

/** Signs with one local key and talks to one node through viem. */
export function createTransactionSender({ client, account, chainId, targets }: SenderOptions): TransactionSender {
  const signCall = async (call: Call, nonce: number, fees: Fees) => {
    const raw = await account.signTransaction({ type: "eip1559", chainId, ...call, nonce, value: 0n, ...fees });
    return { raw, hash: keccak256(raw) };
  };

  return {
    address: lowerCase(account.address),

    async simulate(action) {
      const call = encodeAction(action, targets);
      try {
        const progress = await dryRun(client, account, targets, action);
        if (progress === 0n) return { ok: true, call: { ...call, gas: 0n }, progress };
        const estimate = await client.estimateGas({ account, ...call });
        return { ok: true, call: { ...call, gas: (estimate * GAS_MARGIN_PERCENT) / 100n }, progress };
      } catch (error) {
        const revert = revertOf(error);
        if (revert === null) throw error;
        const failed: Simulation = { ok: false, ...revert };
        return failed;
      }
    },

    simulateBundle: (calls, gas) => dryRunBundle(client, account.address, targets, calls, gas),

    bundleCall: (calls) => carryBundle(targets, calls),

    keeperFee: (action) => keeperFeeOf(client, targets.exchange, action),

    async blockGasLimit() {
      const block = await client.getBlock({ blockTag: "latest" });
      return block.gasLimit;
    },

    async marketFees() {
      const [block, suggestedTip] = await Promise.all([
        client.getBlock({ blockTag: "latest" }),
        client.estimateMaxPriorityFeePerGas(),
      ]);
      return { baseFeePerGas: block.baseFeePerGas ?? 0n, suggestedTip };
    },

    latestNonce: (address) => client.getTransactionCount({ address, blockTag: "latest" }),
    balance: () => client.getBalance({ address: account.address }),
    sign: signCall,
    signCancel: (nonce, fees) => signCall({ to: lowerCase(account.address), data: "0x", gas: CANCEL_GAS }, nonce, fees),

    async broadcast(raw) {
      try {
        await client.sendRawTransaction({ serializedTransaction: raw });
        return { outcome: "ACCEPTED" };
      } catch (error) {
        return outcomeOf(error);
      }
    },

    async revertReason({ to, data }, block) {
      try {
        await client.call({ account, to, data, blockNumber: block - 1n });
        return null;
      } catch (error) {
        return callRevertOf(error);
      }
    },

    async receipt(hash) {
      try {
        const receipt = await client.getTransactionReceipt({ hash });
        return {
          hash,
          block: receipt.blockNumber,
          success: receipt.status === "success",
          gasUsed: receipt.gasUsed,
          effectiveGasPrice: receipt.effectiveGasPrice,
          skippedCalls: parseEventLogs({ abi: exchangeAbi, eventName: "UpkeepSkipped", logs: receipt.logs })
            .filter((log) => isSame(log.address, targets.exchange))
            .map(({ args }) => Number(args.index)),
        };
      } catch (error) {
        if (error instanceof TransactionReceiptNotFoundError) return null;
        throw error;
      }
    },

    async isKnown(hash) {
      try {
        await client.getTransaction({ hash });
        return true;
      } catch (error) {
        if (error instanceof TransactionNotFoundError) return false;
        throw error;
      }
    },
  };
}

function lowerCase(address: HexString): HexString {
  return `0x${address.slice(2).toLowerCase()}`;
}

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
