import { parseAbi } from "viem";
import type { Hex } from "viem";
import type { accessManagerAbi } from "../../abi/index.ts";
import type { EventHandlers } from "../audit-event.ts";
import type { Read, Value } from "../figures.ts";
import { lower } from "../ledger.ts";
import type { RoleGrant } from "../ledger.ts";

const read = (functionName: string, ...args: Value[]): Read => ({ contract: "accessManager", functionName, args });

/** Who may call what: members, their delays, which role a function needs. */
export const roleHandlers: EventHandlers<typeof accessManagerAbi> = {
  RoleGranted({ roleId, account, delay, since, newMember }, place, ledger) {
    const member = lower(account);
    const members = ledger.roles.get(roleId) ?? new Map<Hex, RoleGrant>();
    ledger.roles.set(roleId, members);
    // `since` is when membership begins, or, for a member already, when its new delay holds
    members.set(member, { delaySeconds: BigInt(delay), effectAt: newMember ? 0n : BigInt(since), place });
    if (newMember) ledger.figures.set(read("getAccess", roleId, member), "since", BigInt(since), place);
  },
  RoleRevoked({ roleId, account }, place, ledger) {
    ledger.roles.get(roleId)?.delete(lower(account));
    ledger.figures.set(read("getAccess", roleId, lower(account)), "since", 0n, place);
  },
  RoleAdminChanged({ roleId, admin }, place, ledger) {
    ledger.figures.set(read("getRoleAdmin", roleId), "", admin, place);
  },
  RoleGuardianChanged({ roleId, guardian }, place, ledger) {
    ledger.figures.set(read("getRoleGuardian", roleId), "", guardian, place);
  },
  TargetClosed({ target, closed }, place, ledger) {
    ledger.figures.set(read("isTargetClosed", lower(target)), "", closed, place);
  },
  TargetFunctionRoleUpdated({ target, selector, roleId }, place, ledger) {
    ledger.figures.set(read("getTargetFunctionRole", lower(target), selector), "", roleId, place);
  },
};

/** What the verifier asks a timelock. */
export const timelockAbi = parseAbi([
  "event RoleGranted(bytes32 indexed role, address indexed account, address indexed sender)",
  "event RoleRevoked(bytes32 indexed role, address indexed account, address indexed sender)",
  "event MinDelayChange(uint256 oldDuration, uint256 newDuration)",
  "function hasRole(bytes32 role, address account) view returns (bool)",
  "function getMinDelay() view returns (uint256)",
]);

const ofTimelock = (functionName: string, ...args: Value[]): Read => ({ contract: "timelock", functionName, args });

export const timelockHandlers: EventHandlers<typeof timelockAbi> = {
  RoleGranted({ role, account }, place, ledger) {
    ledger.figures.set(ofTimelock("hasRole", role, lower(account)), "", true, place);
  },
  RoleRevoked({ role, account }, place, ledger) {
    ledger.figures.set(ofTimelock("hasRole", role, lower(account)), "", false, place);
  },
  MinDelayChange({ newDuration }, place, ledger) {
    ledger.figures.set(ofTimelock("getMinDelay"), "", newDuration, place);
  },
};
