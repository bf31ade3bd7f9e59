"""What `atlas import` prints: hints once for each code, and counts in the right number."""

from click.testing import CliRunner

from geo.cli.main import main
from geo.intake.validation import DUPLICATE_KEY


def test_each_hint_once_and_one_row_is_a_row(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for text, ending in (("a,accident", "1 row: 1 added"), ("a,accident\nA,accident\n" * 2, None)):
        file = tmp_path / "e.csv"
        file.write_text(f"event_id,kind\n{text}", encoding="utf-8")
        name = "many" if ending is None else "one"
        CliRunner().invoke(main, ["init", name])
        said = CliRunner().invoke(
            main,
            f"import {file} --into layers/{name} --layer events --source s --title T --publisher P",
        )
        assert said.exit_code == 1, said.output  # without a position, nothing is drawn
        if ending:
            assert ending in said.output
            assert "duplicate-key" not in said.output
        else:
            assert said.output.count("[duplicate-key]") == 3
            assert said.output.count(f"hint: {DUPLICATE_KEY.hint}") == 1
