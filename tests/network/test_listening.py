"""Tests which device on the network belongs to which leg, and that a session ends in time."""

import asyncio
from collections.abc import Mapping

import pytest

from evenstride.sensors.bluetooth.limits import END_WITHIN_S, LIMITS
from evenstride.sensors.errors import SensorError
from evenstride.sensors.listening import _refuse_mixed, sites_of
from evenstride.sensors.network import Device, push
from evenstride.sensors.network.listener import _CLOSE_S
from evenstride.sensors.samples import Leg, Site
from tests.network.bench import listening, session, until_streaming
from tests.network.phone import VirtualPhone
from tests.radio.simulated_time import in_simulated_time

A, B = "A4:E5:7C:B6:01:02", "A4:E5:7C:B6:01:03"


def placed(wanted: Mapping[Site, str | None], *devices: tuple[str, Site | None]) -> dict[str, str]:
    here = [Device(id_, f"Phone {id_[:4]}", "Sensor Logger", site=site) for id_, site in devices]
    return {site.value: one.id for site, one in sites_of(wanted, here).items()}


def test_an_address_says_where_its_phone_is_worn() -> None:
    assert placed({}, ("a", Site.RIGHT), ("b", Site.LEFT)) == {"left": "b", "right": "a"}
    assert placed({}, ("a", Site.RIGHT)) == {"right": "a"}


def test_who_comes_first_by_the_address_of_either_leg_is_on_the_left_one() -> None:
    assert placed({}, ("a", None), ("b", None), ("c", None)) == {"left": "a", "right": "b"}
    assert placed({}, ("a", None), ("b", Site.LEFT)) == {"left": "b", "right": "a"}


def test_a_second_phone_of_one_leg_is_left_out() -> None:
    assert placed({}, ("a", Site.LEFT), ("b", Site.LEFT)) == {"left": "a"}


def test_an_id_or_a_name_chooses_whatever_the_address_says() -> None:
    wanted = {Site.LEFT: "B-phone", Site.RIGHT: "phone a-ph"}
    assert placed(wanted, ("a-phone", Site.LEFT), ("b-phone", None)) == {
        "left": "b-phone",
        "right": "a-phone",
    }
    assert placed({Site.LEFT: "c"}, ("a", Site.LEFT)) == {}
    assert placed({Site.LEFT: None}, ("a", Site.RIGHT), ("b", None)) == {"left": "b"}


def test_thigh_and_shank_go_together() -> None:
    wanted = {Site.LEFT: A, Site.LEFT_SHANK: B.lower()}
    assert placed(wanted, (B, None), (A, None)) == {"left": A, "left-shank": B}


def test_a_leg_is_on_bluetooth_or_on_the_network_and_not_half_each() -> None:
    _refuse_mixed({Site.LEFT: A}, {Site.RIGHT: B})
    with pytest.raises(SensorError, match="left leg"):
        _refuse_mixed({Site.LEFT: A}, {Site.LEFT_SHANK: B})


def test_letting_go_of_the_network_takes_no_longer_than_letting_go_of_bluetooth() -> None:
    end_of_source_s = LIMITS.close_s + LIMITS.last_call_s
    assert _CLOSE_S + push._CLOSE_S <= end_of_source_s <= END_WITHIN_S - LIMITS.leave_s


@in_simulated_time
async def test_a_second_sensor_on_a_leg_is_one_of_its_own() -> None:
    async with listening() as listener:
        thigh = VirtualPhone(listener.url(Site.LEFT), device="thigh")
        shank = VirtualPhone(listener.url(Site.LEFT_SHANK), device="shank")
        async with asyncio.TaskGroup() as phones:
            for one in (thigh, shank):
                phones.create_task(one.record(4.0))
            await until_streaming(listener, 2)
            sites = {one.site: one.id for one in listener.devices.values() if one.site}
            async with session(listener, sites) as reader:
                await asyncio.sleep(2.0)
    assert {item.site for item in reader.blocks(Leg.LEFT)} == {Site.LEFT, Site.LEFT_SHANK}
