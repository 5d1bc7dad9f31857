"""`touchstone doctor`: levels tried out, advice for what is missing, exit status."""

import json

from typer.testing import CliRunner

from pipeline import cli, doctor
from rewards.sandbox import probe


def test_doctor_tries_every_level():
    findings = doctor.examine()
    assert [one["level"] for one in findings["sandbox"]["levels"]] == [3, 2, 1, 0]
    assert all(one["available"] or one["advice"] for one in findings["sandbox"]["levels"])


def test_doctor_prints_json_and_fails_below_the_minimum(monkeypatch):
    monkeypatch.setenv("TOUCHSTONE_SANDBOX_LEVEL", "3")
    none = [probe.LevelReport(3, False, "no namespaces", "allow them")]
    monkeypatch.setattr(probe, "reports", lambda: none)
    told = CliRunner().invoke(cli.app, ["doctor", "--json"])
    assert told.exit_code == 1
    assert json.loads(told.output)["sandbox"]["level"] == -1
    assert "allow them" in CliRunner().invoke(cli.app, ["doctor"]).output


def test_advice_names_the_setting(monkeypatch):
    name = "kernel/apparmor_restrict_unprivileged_userns"
    monkeypatch.setattr(probe, "_switch", lambda asked: "1" if asked == name else "")
    assert "kernel.apparmor_restrict_unprivileged_userns=0" in probe._advice(3)
