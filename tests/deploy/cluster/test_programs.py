"""Which programs make up the control plane, and of which versions."""

import sys

import pytest

from deploy.local.cluster.__main__ import main
from deploy.local.cluster.programs import MODULE, PROGRAMS, asked, flags


def test_a_program_is_told_the_version_of_its_module() -> None:
    said = flags(
        "require k8s.io/kubernetes v1.34.4\n\nreplace (\n\tk8s.io/api => k8s.io/api v0.34.4\n"
    )
    assert "-X k8s.io/component-base/version.gitVersion=v1.34.4" in said
    assert "-X k8s.io/component-base/version.gitMajor=1" in said
    assert "-X k8s.io/component-base/version.gitMinor=34" in said


def test_without_a_version_nothing_is_built() -> None:
    with pytest.raises(ValueError, match="no version"):
        flags("module it\n\nrequire k8s.io/api v0.34.4\n")


def test_the_module_requires_every_program_and_one_version_of_its_parts() -> None:
    module = (MODULE / "go.mod").read_text()
    for package in PROGRAMS.values():
        assert f"\t{package}\n" in module
    major, minor, patch = flags(module).split("gitVersion=v")[1].split()[0].split(".")
    replaced = [line for line in module.splitlines() if "=>" in line]
    assert replaced
    assert major == "1"
    assert all(line.endswith(f" v0.{minor}.{patch}") for line in replaced)


def test_other_versions_are_built_anew() -> None:
    assert "k8s.io/kubernetes/cmd/kube-apiserver" in asked()
    assert (MODULE / "go.sum").read_text() in asked()


def test_an_overlay_that_is_not_there_is_a_mistake_of_the_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["cluster", "local", "nowhere"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "no overlay nowhere" in capsys.readouterr().err
