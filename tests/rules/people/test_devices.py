"""Devices in words."""

import pytest

from contest.people.rules import devices

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36"


@pytest.mark.parametrize(
    ("sent", "device"),
    [
        (WINDOWS, "chrome/windows"),
        (WINDOWS + " Edg/130.0", "edge/windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0", "firefox/linux"),
        (
            "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36",
            "chrome/android",
        ),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Version/17 Safari/605.1.15", "safari/mac"),
        ("", "other/other"),
        ("<script>" * 1000, "other/other"),
    ],
)
def test_what_a_browser_calls_itself_becomes_one_of_a_few_words(sent, device):
    assert devices.device(sent) == device


def said(message, **values):
    return message % values if values else message


def test_a_device_is_said_in_words():
    assert devices.spoken("edge/windows", said) == "Edge on a Windows computer"
    assert devices.spoken("other/iphone", said) == "a browser on iPhone"
    assert devices.spoken("", said) == "a browser on an unknown device"
