// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import { IExchange } from "../../../contracts/interfaces/IExchange.sol";
import { CrankUpkeep } from "../../../contracts/periphery/CrankUpkeep.sol";
import { OrderId } from "../../../contracts/types/OrderId.sol";
import { ExchangeFixture } from "./ExchangeFixture.sol";

/// @notice Automation nodes as the fallback keeper.
contract CrankUpkeepTest is ExchangeFixture {
    CrankUpkeep private upkeep;

    function setUp() public override {
        super.setUp();
        upkeep = new CrankUpkeep(exchange);
    }

    function _deferIn(uint32 marketId) private {
        IExchange.OrderRequest memory q = _gtc(BID, 1000, 1);
        q.marketId = marketId;
        q.maxFills = 0;
        _place(alice, q);
    }

    function test_nothing_to_do() public {
        (bool needed, ) = upkeep.checkUpkeep("");
        assertFalse(needed);
    }

    function test_what_check_finds_perform_does() public {
        uint32 second = _createMarket(0, 0);
        uint32 third = _createMarket(0, 0);
        _deferIn(MARKET);
        _deferIn(third);
        (bool needed, bytes memory data) = upkeep.checkUpkeep("");
        assertTrue(needed);
        uint32[] memory ids = abi.decode(data, (uint32[]));
        assertEq(ids.length, 2);
        assertEq(ids[1], third);
        vm.prank(stranger);
        upkeep.performUpkeep(data);
        (needed, ) = upkeep.checkUpkeep("");
        assertFalse(needed);
        assertGt(second, MARKET);
        // a second node with the same answer loses gas and changes nothing
        upkeep.performUpkeep(data);
    }

    function test_a_part_of_the_markets_by_check_data() public {
        uint32 second = _createMarket(0, 0);
        _deferIn(MARKET);
        _deferIn(second);
        (, bytes memory data) = upkeep.checkUpkeep(abi.encode(uint32(2), type(uint32).max));
        uint32[] memory ids = abi.decode(data, (uint32[]));
        assertEq(ids.length, 1);
        assertEq(ids[0], second);
        (, data) = upkeep.checkUpkeep(abi.encode(uint32(0), uint32(1)));
        ids = abi.decode(data, (uint32[]));
        assertEq(ids.length, 1);
        assertEq(ids[0], MARKET);
    }

    function test_a_market_that_does_not_trade_waits_and_a_delisted_one_is_worked() public {
        _deferIn(MARKET);
        exchange.haltMarket(MARKET);
        (bool needed, ) = upkeep.checkUpkeep("");
        assertFalse(needed);
        exchange.closeMarket(MARKET);
        (needed, ) = upkeep.checkUpkeep("");
        assertFalse(needed);
        exchange.delistMarket(MARKET);
        bytes memory data;
        (needed, data) = upkeep.checkUpkeep("");
        assertTrue(needed);
        upkeep.performUpkeep(data);
        assertEq(_money(alice), FUNDS);
    }

    function test_no_more_markets_than_the_cap() public {
        for (uint256 i = 0; i < 12; ++i) {
            _deferIn(_createMarket(0, 0));
        }
        (, bytes memory data) = upkeep.checkUpkeep("");
        assertEq(abi.decode(data, (uint32[])).length, 10);
        vm.expectRevert(abi.encodeWithSelector(CrankUpkeep.CrankUpkeep_TooManyMarkets.selector, 11, 10));
        upkeep.performUpkeep(abi.encode(new uint32[](11)));
        upkeep.performUpkeep(data);
    }

    function test_it_needs_an_exchange() public {
        vm.expectRevert(CrankUpkeep.CrankUpkeep_ZeroAddress.selector);
        new CrankUpkeep(IExchange(address(0)));
    }
}
