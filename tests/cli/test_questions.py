import json

from click.testing import CliRunner

from geo.cli.main import main


def run(*arguments):
    return CliRunner().invoke(main, ["questions", *map(str, arguments)])


def test_questions_are_answered_with_all_claims(karabakh_gpkg):
    found = run(karabakh_gpkg, "--search", "accuracy 25")
    assert found.exit_code == 0
    assert found.output.startswith("How accurate are the minefield maps")
    assert "(7 claims)" in found.output


def test_the_number_of_disputes_is_everywhere_the_same(karabakh_gpkg, karabakh):
    from geo.claims.questions import questions

    n = int(questions(karabakh).disputes["dispute"].sum())
    assert f"{n} disputes:" in run(karabakh_gpkg).output
    told = json.loads(run(karabakh_gpkg, "--format", "json").output)
    assert sum(row["dispute"] for row in told["disputes"]) == n
