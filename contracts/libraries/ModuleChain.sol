// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title ModuleChain
/// @notice Lets one contract be longer than the 24,576 bytes of code that a chain allows: a call that it does not know goes
/// to the next module by delegatecall, on this contract's storage, and from there to the one after.
/// @dev What users pay most for stands in the first. The links are part of the code: nobody can choose or change them, and an
/// upgrade brings its own. A module called directly works on its own empty storage, where no role, asset, market or batch exists.
abstract contract ModuleChain {
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    address private immutable _next;

    /// @notice No module knows the function that was called.
    error ModuleChain_UnknownFunction(bytes4 selector);

    /// @param next the module after this one; zero for the last.
    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(address next) {
        _next = next;
    }

    /// @return the module after this one; zero for the last.
    function nextModule() external view returns (address) {
        return _next;
    }

    /// @custom:oz-upgrades-unsafe-allow delegatecall
    fallback() external {
        address next = _next;
        if (next == address(0)) revert ModuleChain_UnknownFunction(msg.sig);
        assembly ("memory-safe") {
            // safe: control never returns to Solidity, so the memory overwritten from zero is nobody's any more
            calldatacopy(0, 0, calldatasize())
            let ok := delegatecall(gas(), next, 0, calldatasize(), 0, 0)
            returndatacopy(0, 0, returndatasize())
            if iszero(ok) {
                revert(0, returndatasize())
            }
            return(0, returndatasize())
        }
    }
}
