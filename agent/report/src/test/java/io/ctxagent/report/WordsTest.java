package io.ctxagent.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.model.Snapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {

    @ParameterizedTest
    @CsvSource({
        "-5, 0ms",
        "0, 0ms",
        "999, 999ms",
        "1000, 1.0s",
        "9999, 9.9s",
        "10000, 10s",
        "59999, 59s",
        "60000, 1m00s",
        "125000, 2m05s",
        "3599999, 59m59s",
        "11520000, 3h12m",
        "86400000, 1d00h",
        "9223372036854775807, 106751991167d07h",
    })
    void durations_are_short(long millis, String text) {
        assertThat(HumanDuration.of(millis)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "'[engine:junit-jupiter]/[class:shop.CacheTest]/[method:starts()]', shop.CacheTest.starts()",
        "'[engine:junit-jupiter]/[class:shop.A]/[nested-class:B]/[method:c()]', shop.A$B.c()",
        "'[engine:junit-jupiter]/[class:shop.A]/[test-template:c(int)]/[test-template-invocation:#2]', shop.A.c(int)[#2]",
        "'[engine:junit-jupiter]/[class:shop.A]/[test-factory:c()]/[dynamic-test:#1]', shop.A.c()[#1]",
        "'[engine:junit-jupiter]', '[engine:junit-jupiter]'",
        "PriceCacheTest.starts, PriceCacheTest.starts",
    })
    void tests_have_short_names(String id, String name) {
        assertThat(TestNames.of(id)).isEqualTo(name);
    }

    @Test
    void absurdly_long_names_are_cut() {
        assertThat(SafeText.of("x".repeat(100_000))).hasSize(203).endsWith("x...");
    }

    @Test
    void other_alphabets_stay() {
        assertThat(SafeText.of("заказ 注文 \uD83D\uDE00")).isEqualTo("заказ 注文 \uD83D\uDE00");
        assertThat(SafeText.of("\uD83D")).isEqualTo("\\ud83d");
    }

    @Test
    void paragraphs_break_at_spaces() {
        assertThat(Words.wrap("one two  three-and-more four", 8)).containsExactly("one two", "three-and-more", "four");
        assertThat(Words.wrap("", 8)).containsExactly("");
    }

    @Test
    void a_word_that_is_longer_than_a_line_is_broken_where_nothing_may_stick_out() {
        assertThat(Words.broken("one two three-and-more four", 8))
                .containsExactly("one two", "three-an", "d-more", "four");
        assertThat(Words.broken("", 8)).containsExactly("");
    }

    @Test
    void a_severity_is_reached_by_what_is_as_bad_or_worse() {
        Snapshot late = Golden.snapshot("late.json"); // one note
        Snapshot shop = Golden.snapshot("shop.json"); // errors and a note

        assertThat(Severity.values())
                .filteredOn(severity -> severity.reachedBy(late))
                .containsExactly(Severity.NOTE);
        assertThat(Severity.values())
                .filteredOn(severity -> severity.reachedBy(shop))
                .containsExactly(Severity.values());
    }
}
