package io.ctxagent.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.model.ContextInfo;
import io.ctxagent.model.ContextRow;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContextFactsTest {

    /** Age and time left are whole milliseconds, each cut, so that their sum may be two less than the timeout that was asked for. */
    @ParameterizedTest
    @CsvSource({
        "7, 1991, 'in 1.9s, 2.0s after it was made'",
        "7, 1992, 'in 1.9s, 2.0s after it was made'",
        "7, 1993, 'in 1.9s, 2.0s after it was made'",
        "2500, -502, 'passed 502ms ago, 2.0s after it was made'",
        "1, 248, 'in 248ms, 250ms after it was made'",
        "7, 1900, 'in 1.9s, 1.9s after it was made'",
        "1, 36, 'in 36ms, 37ms after it was made'",
        "5, 59993, 'in 59s, 1m00s after it was made'",
    })
    void a_timeout_is_told_as_it_was_asked_for(long age, long left, String deadline) {
        assertThat(deadline(age, left)).isEqualTo(deadline);
    }

    @Test
    void without_a_deadline_it_says_so() {
        assertThat(deadline(7, ContextRow.NONE)).isEqualTo("none on the whole path");
    }

    private static String deadline(long ageMillis, long remainingMillis) {
        ContextRow row = new ContextRow();
        row.id = "c1";
        row.kind = "withTimeout";
        row.state = "live";
        row.ageMillis = ageMillis;
        row.remainingMillis = remainingMillis;
        ContextInfo context = row.info();
        return new ContextFacts(SampleTree.with(Golden.snapshot("shop.json"), List.of(context)))
                .of(context).stream()
                        .filter(fact -> fact.name().equals("deadline"))
                        .findFirst()
                        .orElseThrow()
                        .text();
    }
}
