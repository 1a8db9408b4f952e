package io.ctxagent.boot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RequestNamesTest {

    @Test
    void aNameIsMethodAndPath() {
        assertThat(RequestNames.of("GET", "/orders/7")).isEqualTo("GET /orders/7");
        assertThat(RequestNames.of("GET", "/b\u00fccher")).isEqualTo("GET /b\u00fccher");
        assertThat(RequestNames.of(null, null)).isEqualTo("? /");
    }

    @Test
    void whatMayBeSecretIsLeftOut() {
        assertThat(RequestNames.of("GET", "/orders?token=x")).isEqualTo("GET /orders");
        assertThat(RequestNames.of("GET", "/a;jsessionid=1/b;v=2?x")).isEqualTo("GET /a/b");
        assertThat(RequestNames.of("GET", "/a#b")).isEqualTo("GET /a");
    }

    @Test
    void whatCouldSteerATerminalIsEscaped() {
        assertThat(RequestNames.of("G\u001b[2J", "/\r\n\u0007\u202e\u2028\ud800"))
                .isEqualTo("G\\u001b[2J /\\u000d\\u000a\\u0007\\u202e\\u2028\\ud800");
    }

    @Test
    void itIsMadeWhenSomebodyLooksAndKeepsNothingLong() {
        assertThat(RequestNames.later("GET", "/orders;v=2"))
                .isInstanceOf(RequestNames.class)
                .hasToString("GET /orders");
        assertThat(RequestNames.later("GET", "/" + "x".repeat(10_000)).toString())
                .isEqualTo(RequestNames.of("GET", "/" + "x".repeat(10_000)));
        assertThat(RequestNames.later("GET", "/" + "x".repeat(10_000))).isInstanceOf(String.class);
    }

    @Test
    void itsLengthIsBounded() {
        assertThat(RequestNames.of("M".repeat(1000), "/" + "x".repeat(10_000)))
                .hasSizeLessThan(140)
                .startsWith("MMMM")
                .endsWith("...");
    }
}
