package io.ctxagent.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LeakMessageTest {

    private static Leak leak(int number) {
        return Leak.of(Map.of(
                "rule", "CTX101",
                "slug", "uncancelled-context",
                "severity", "error",
                "origin", "library",
                "fingerprint", "3c9a17e08d21f4b6",
                "count", number,
                "site", "shop.Cache.start(Cache.java:" + number + ")",
                "message", "Context \"a\nb\" is still live.",
                "fix", "Close it."));
    }

    @Test
    void oneLeakIsToldInFiveLines() {
        assertThat(LeakMessage.of("OrderTest > refunds()", List.of(leak(2))))
                .isEqualTo("1 context leak in OrderTest > refunds()\n"
                        + "error CTX101 uncancelled-context x2  fp 3c9a17e08d21f4b6, library\n"
                        + "  at shop.Cache.start(Cache.java:2)\n"
                        + "  Context \"a?b\" is still live.\n"
                        + "  fix: Close it.");
    }

    @Test
    void anyNumberOfThemIsFortyLinesAtMost() {
        List<Leak> many = new ArrayList<>();
        for (int i = 1; i <= 100; i++) {
            many.add(leak(i));
            assertThat(LeakMessage.of("test", many).lines().count()).isLessThanOrEqualTo(LeakMessage.MOST_LINES);
        }
        assertThat(LeakMessage.of("test", many)).startsWith("100 context leaks").contains("and 91 more");
    }

    @Test
    void theStackTraceIsWhereTheyWereMade() {
        assertThat(LeakMessage.sites(List.of(leak(7), leak(7), leak(8))))
                .extracting(StackTraceElement::toString)
                .containsExactly("shop.Cache.start(Cache.java:7)", "shop.Cache.start(Cache.java:8)");
    }
}
