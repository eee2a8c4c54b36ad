"""Tests that only private addresses are accepted, and only typed ones are asked."""

import pytest

from evenstride.sensors.errors import SensorError
from evenstride.sensors.network.addresses import is_local, is_phyphox, own_addresses, to_phyphox


@pytest.mark.parametrize(
    "address",
    [
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.178.20",
        "127.0.0.1",
        "169.254.1.1",
        "::1",
        "fe80::1%eth0",
        "fd00::1",
        "::ffff:192.168.0.1",
    ],
)
def test_private_addresses_are_local(address: str) -> None:
    assert is_local(address)


@pytest.mark.parametrize(
    "address",
    [
        "8.8.8.8",
        "172.15.0.1",
        "172.32.0.1",
        "192.169.0.1",
        "100.64.0.1",
        "0.0.0.0",
        "192.0.2.1",
        "255.255.255.255",
        "2001:db8::1",
        "::ffff:8.8.8.8",
        "",
        "localhost",
        "10.0.0.1.evil.com",
    ],
)
def test_all_others_are_not(address: str) -> None:
    assert not is_local(address)


def test_this_computers_own_address_is_one_of_them() -> None:
    assert all(map(is_local, own_addresses()))
    assert own_addresses()


@pytest.mark.parametrize(
    ("typed", "host", "ports"),
    [
        ("http://192.168.0.42:8080", "192.168.0.42", (8080,)),
        (" HTTP://192.168.0.42:8080/ ", "192.168.0.42", (8080,)),
        ("http://192.168.0.42", "192.168.0.42", (80, 8080)),
        ("192.168.0.42", "192.168.0.42", (8080, 80)),
        ("phyphox:10.0.0.7:8081", "10.0.0.7", (8081,)),
        ("http://[fe80::1]:8080", "fe80::1", (8080,)),
        ("http://[fe80::1%wlan0]:8080", "fe80::1%wlan0", (8080,)),
        ("http://[fe80::1%25en0]:8080", "fe80::1%en0", (8080,)),
        ("[fd00::7]", "fd00::7", (8080, 80)),
    ],
)
def test_an_address_is_read_as_phyphox_shows_it(
    typed: str, host: str, ports: tuple[int, ...]
) -> None:
    found = to_phyphox(typed)
    assert (found.host, found.ports) == (host, ports)
    assert is_phyphox(typed)
    assert to_phyphox(found.id).host == host


@pytest.mark.parametrize(
    "typed",
    [
        "http://8.8.8.8",
        "http://phone.local:8080",
        "https://192.168.0.42",
        "http://user@10.0.0.1",
        "http://10.0.0.1:99999",
        "http://10.0.0.1/get?x",
        "http://[2001:db8::1]:8080",
        "http://[::ffff:8.8.8.8]:80",
        "http://[fe80::1%a/b]:80",
        "http://",
        "phyphox:",
    ],
)
def test_no_other_address_is_asked(typed: str) -> None:
    assert is_phyphox(typed)
    with pytest.raises(SensorError, match=r"Type (it in numbers|the one)"):
        to_phyphox(typed)


def test_sensors_ids_are_no_addresses_of_phyphox() -> None:
    assert not is_phyphox("C4:00:00:00:00:01")
    assert not is_phyphox("WT901BLE67")
    assert not is_phyphox("bdc48106-c638-4314-90e6-968e544894a5")
