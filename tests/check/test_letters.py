"""Words are compared by their letters, and near ones are found among many."""

import time

from soilbook.check.letters import Vocabulary, letters_of


def test_accents_signs_and_capitals_do_not_count():
    assert letters_of("Östergård-Müller, J. ß!") == letters_of("ostergard muller j ss")


def test_the_nearest_of_many_words_is_found_at_once():
    words = Vocabulary(f"author{number}soil{number % 7}" for number in range(20_000))
    before = time.process_time()
    hints = [words.hint(f"auhtor{number}soil{number % 7}") for number in range(10_000, 10_050)]

    assert time.process_time() - before < 2
    assert hints[0] == ' Did you mean "author10000soil4"?'
    assert all(hints)


def test_nothing_is_near_to_a_word_of_other_letters():
    assert Vocabulary(["smith2020", "x"]).hint("Zürich") == ""
    assert Vocabulary([]).hint("smith2020") == ""
