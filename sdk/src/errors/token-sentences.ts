import type { Sentences } from "./error-types.ts";
import { when } from "./wording.ts";

/** What the token errors of OpenZeppelin (ERC-6093, permits, safe transfers) mean to a user of the exchange. */
export const tokenSentences = {
  ERC20InsufficientBalance: (a) =>
    `${a.sender} holds ${a.balance} base units of the token, ${a.needed} are needed. Get more of the token or lower the amount.`,
  ERC20InsufficientAllowance: (a) =>
    `${a.spender} may take ${a.allowance} base units, ${a.needed} are needed. Approve at least that amount first.`,
  ERC20InvalidSender: (a) => `${a.sender} cannot send tokens. Use a real account.`,
  ERC20InvalidReceiver: (a) => `${a.receiver} cannot receive tokens. Use a real address.`,
  ERC20InvalidApprover: (a) => `${a.approver} cannot approve spending. Use a real account.`,
  ERC20InvalidSpender: (a) => `${a.spender} cannot be approved to spend. Use a real address.`,
  ERC2612ExpiredSignature: (a) => `The signed permit expired on ${when(a.deadline)}. Sign again.`,
  ERC2612InvalidSigner: (a) =>
    `The permit was signed by ${a.signer}, but the tokens belong to ${a.owner}. Sign with the owner's account and the current nonce.`,
  InvalidAccountNonce: (a) =>
    `The signature does not use nonce ${a.currentNonce}, the current one of ${a.account}. Sign again.`,
  SafeERC20FailedOperation: (a) =>
    `Token ${a.token} refused the transfer. Check your balance and allowance in that token.`,
  SafeERC20FailedDecreaseAllowance: (a) =>
    `The allowance of ${a.spender} is ${a.currentAllowance} and cannot be lowered by ${a.requestedDecrease}. Lower it by less.`,
  ERC1155InsufficientBalance: (a) =>
    `${a.sender} holds ${a.balance} kg of batch ${a.tokenId}, ${a.needed} kg are needed. Lower the amount, or withdraw credits from the exchange first.`,
  ERC1155InvalidSender: (a) => `${a.sender} cannot send credits. Use a real account.`,
  ERC1155InvalidReceiver: (a) =>
    `${a.receiver} cannot receive credits: it is empty or a contract without ERC-1155 support. Choose another receiver.`,
  ERC1155MissingApprovalForAll: (a) =>
    `${a.operator} may not move the credits of ${a.owner}. Let the owner approve it first.`,
  ERC1155InvalidApprover: (a) => `${a.approver} cannot approve others. Use a real account.`,
  ERC1155InvalidOperator: (a) => `${a.operator} cannot be approved as an operator. Use another address.`,
  ERC1155InvalidArrayLength: (a) =>
    `${a.idsLength} batch ids came with ${a.valuesLength} amounts. Give one amount per id.`,
  ERC721NonexistentToken: (a) => `Certificate ${a.tokenId} does not exist. Check the number.`,
  ERC721IncorrectOwner: (a) => `Token ${a.tokenId} belongs to ${a.owner}, not to ${a.sender}. Switch accounts.`,
  ERC721InsufficientApproval: (a) =>
    `${a.operator} is not approved for token ${a.tokenId}. Let its owner approve it first.`,
  ERC721InvalidOwner: (a) => `${a.owner} cannot own certificates. Ask for a real account.`,
  ERC721InvalidSender: (a) => `${a.sender} cannot send this token. Use its owner's account.`,
  ERC721InvalidReceiver: (a) => `${a.receiver} cannot receive this token. Choose another receiver.`,
  ERC721InvalidApprover: (a) => `${a.approver} may not approve this token. Use its owner's account.`,
  ERC721InvalidOperator: (a) => `${a.operator} cannot be approved as an operator. Use another address.`,
} satisfies Sentences;
